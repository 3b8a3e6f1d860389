"""Decides what happens to a comment, publish, review or reject, and says why."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moderation.comment import Comment, Guest
    from moderation.errors import CommentError, ModerationError, PolicyError
    from moderation.facts import Facts
    from moderation.judge import judge
    from moderation.moderator import Moderator
    from moderation.policy import Policy
    from moderation.verdict import Action, Finding, Verdict

_HOMES = {
    "Action": "moderation.verdict",
    "Comment": "moderation.comment",
    "CommentError": "moderation.errors",
    "Facts": "moderation.facts",
    "Finding": "moderation.verdict",
    "Guest": "moderation.comment",
    "ModerationError": "moderation.errors",
    "Moderator": "moderation.moderator",
    "Policy": "moderation.policy",
    "PolicyError": "moderation.errors",
    "Verdict": "moderation.verdict",
    "judge": "moderation.judge",
}

__all__ = [
    "Action",
    "Comment",
    "CommentError",
    "Facts",
    "Finding",
    "Guest",
    "ModerationError",
    "Moderator",
    "Policy",
    "PolicyError",
    "Verdict",
    "judge",
]


def __getattr__(name: str) -> object:
    """Load a public name on first use, so that `import moderation` alone costs next to nothing."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
