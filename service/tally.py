"""What figures are made from: what a comment's verdict and a decision come to, in a word each."""

from __future__ import annotations

from typing import Literal

from moderation.verdict import Verdict
from service.model import Choice, Decision
from service.ruling import Standing

Suggestion = Literal["publish", "refuse"]
SUGGESTED: dict[Choice, Suggestion] = {
    "publish": "publish",
    "edit_and_publish": "publish",
    "restore": "publish",
    "reject": "refuse",
    "spam": "refuse",
    "take_down": "refuse",
}
_CLASSIFIED = ("toxicity", "spam")


def suggestion(verdict: Verdict) -> Suggestion | None:
    """What the classifier alone suggests: not to publish what it finds toxic or an advert, by the policy's thresholds.

    None when it did not score: it failed, or there was nothing to read.
    """
    if not verdict.scores:
        return None
    return "refuse" if any(one.check in _CLASSIFIED for one in verdict.findings) else "publish"


def waited_s(before: Standing, after: Standing, decision: Decision) -> float | None:
    """How long the case had been open that *decision* closes; None when it closes none."""
    if before.case is None or not before.is_open or after.is_open:
        return None
    return max(0.0, decision.at - before.case.opened_at)
