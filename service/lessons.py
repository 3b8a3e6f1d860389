"""Decisions as the site's own model learns from them: lines that `moderation-train site --decisions` reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from msgspec import Struct

from service.model import Choice, Decision

Taught = Literal["publish", "reject"]

# What a decision says about the text as its author wrote it. Who escalates or forwards says nothing about that.
_TEACHES: Mapping[Choice, Taught] = {
    "publish": "publish",
    "restore": "publish",
    "reject": "reject",
    "spam": "reject",
    "take_down": "reject",
    "edit_and_publish": "reject",
}


class Final(NamedTuple):
    """A decision that can no more be undone, and the text that it is about, as its author wrote it."""

    number: int
    decision: Decision
    text: str
    language: str | None


class Lesson(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line. *label* says why it was rejected; without one, nobody said."""

    comment: str
    text: str
    action: Taught
    at: datetime
    label: str | None = None
    language: str | None = None


def lesson(final: Final) -> Lesson | None:
    """What *final* teaches; None: nothing.

    An edited comment was not fit to be published as it was, if the moderator said why; without a reason he may have
    corrected its spelling.
    """
    decision = final.decision
    action = _TEACHES.get(decision.action)
    if action is None or (decision.action == "edit_and_publish" and decision.reason is None):
        return None
    label = decision.reason or ("spam" if decision.action == "spam" else None)
    return Lesson(
        comment=decision.comment,
        text=final.text,
        action=action,
        at=datetime.fromtimestamp(decision.at, UTC),
        label=label if action == "reject" else None,
        language=final.language,
    )
