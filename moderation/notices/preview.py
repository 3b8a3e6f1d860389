"""Notices as an editor writes and tries them: with examples in place of what a comment would fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from moderation.catalogue import NEWSROOM
from moderation.notices import filled
from moderation.notices.moment import moment
from moderation.notices.wait import wait
from moderation.policy import Policy

_WAIT_S = 120
_TIME = "2026-11-24T06:30+07:00"
_RESULT = {"vi": "ý kiến đã được đăng", "en": "the comment was published"}
_NEWSROOM = {"vi": "toasoan@example.vn", "en": "newsroom@example.com"}


def example(language: str, name: str, policy: Policy) -> str:
    """What may stand in place of the parameter *name*.

    >>> example("en", "wait", Policy()), example("vi", "count", Policy())
    ('2 minutes', '512')
    """
    examples = {
        NEWSROOM: policy.newsroom or _NEWSROOM[language],
        "count": str(policy.length.max + 12),
        "limit": str(policy.length.max),
        "wait": wait(language, _WAIT_S),
        "time": moment(language, _TIME),
        "encoding": "TCVN3",
        "result": _RESULT[language],
    }
    return examples.get(name, "…")


def preview(
    language: str, sentence: str, names: Sequence[str], params: Mapping[str, str | int], policy: Policy
) -> str:
    """*sentence* as a reader sees it; of *names* those that *params* lack are examples."""
    return filled(sentence, {name: example(language, name, policy) for name in names} | dict(params))
