"""The ways in: a site's server, which hears every verdict, and a reader's browser."""

from __future__ import annotations

from msgspec import Struct

from moderation.errors import ModerationError
from moderation.policy import Policy
from moderation.verdict import Action, Verdict

_FOR_THE_AUTHOR = frozenset(
    {"length", "rate", "thread"}
)  # refused for these, a text stays with its author alone


class Way(Struct, frozen=True, kw_only=True):
    """How a comment came.

    *observation* is that of a first sending, whose second is neither a repeat nor counted again. *honeypot*: a field
    that no person sees was filled in. *reader*: its author reads the answer himself; *nudges*: he may be asked to
    reword it first. *receipt_sha256* is of what he sees it by.
    """

    observation: str | None = None
    honeypot: bool = False
    reader: bool = False
    nudges: bool = False
    receipt_sha256: str | None = None

    def refuses(self, verdict: Verdict) -> bool:
        """Whether its author is to change the comment before anybody keeps it."""
        if not self.reader:
            return False
        if verdict.action is Action.REJECT:
            return any(
                one.action is Action.REJECT and one.check in _FOR_THE_AUTHOR for one in verdict.findings
            )
        return self.nudges and any(one.nudge for one in verdict.findings)


SERVERS = Way()


class NotKept(ModerationError):
    """The comment was judged and not kept: its author is asked to change it, or to come later."""

    def __init__(self, verdict: Verdict, policy: Policy, observation: str) -> None:
        super().__init__("the comment was not kept; its author is to change it")
        self.verdict = verdict
        self.policy = policy
        self.observation = observation
