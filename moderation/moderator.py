"""Moderator: gather facts, judge, settle; the whole library behind one call."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

from moderation.classifier import Classifier
from moderation.comment import Comment, comment_of
from moderation.counters import Counters, InProcess, open_counters
from moderation.errors import CountersUnavailable, ModerationError
from moderation.facts import Facts
from moderation.identity import Keys
from moderation.judge import judge
from moderation.observation import Observation, observation, refused
from moderation.policy import Policy
from moderation.verdict import Action, Verdict

T = TypeVar("T")
Given = Comment | str | dict[str, Any]

_log = logging.getLogger(__name__)

# A strike is for what somebody wrote. These checks refuse for when, where, how often or how long he wrote,
# or because of earlier strikes, which would otherwise feed on themselves.
_NO_FAULT = frozenset({"guest", "length", "outage", "rate", "repeats", "thread"})


class Moderator:
    """Decides comments by one policy.

    Without *classifier* the shipped one scores; without *counters* this process counts. *secret* (16 to 64
    bytes) turns guests into keys: give the same one to every process that shares counters.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        classifier: Classifier | None = None,
        counters: Counters | None = None,
        secret: bytes | None = None,
    ) -> None:
        self._policy = policy or Policy()
        self._classifier = classifier or _shipped()
        self._counters = counters or open_counters("memory://")
        self._in_process = isinstance(self._counters, InProcess)
        self._keys = Keys(secret or secrets.token_bytes(32))

    def check(self, comment: Given, *, observation_id: str | None = None) -> Verdict:
        """Decide *comment* at once; for counters in this process only, others need `acheck`.

        Asked again with the same *observation_id* within ten minutes, it counts nothing twice. Raises
        `CommentError` for a comment that cannot be read at all.
        """
        if not self._in_process:
            name = type(self._counters).__name__
            message = f"check() cannot wait for {name}; use `await moderator.acheck(comment)`"
            raise ModerationError(message)
        return _finished(self.acheck(comment, observation_id=observation_id))

    async def acheck(self, comment: Given, *, observation_id: str | None = None) -> Verdict:
        """Decide *comment* as `check` does, with any counters."""
        read = comment_of(comment)
        seen = observation(read, self._policy, self._keys, observation_id or secrets.token_hex(16))
        facts = await self._gathered(seen)
        verdict = judge(read, facts, self._policy, self._classifier)
        if verdict.action is Action.REJECT and "counters" not in facts.failed:
            await self._settle_refused(seen, strike=earns_strike(verdict))
        return verdict

    async def _gathered(self, seen: Observation) -> Facts:
        try:
            return await self._counters.observe(seen)
        except CountersUnavailable:  # judge() turns this into the action that the policy names
            _log.warning("counters unavailable: limits, repeats and strikes not checked", exc_info=True)
            return Facts(received_at=time.time(), failed=("counters",))

    async def _settle_refused(self, seen: Observation, *, strike: bool) -> None:
        try:
            await self._counters.settle(refused(seen, strike=strike))
        except CountersUnavailable:
            _log.warning("counters unavailable: a strike was not counted", exc_info=True)


def earns_strike(verdict: Verdict) -> bool:
    """Whether *verdict* refuses what the guest wrote, and not merely when, where, how often or how long."""
    return any(
        finding.action is Action.REJECT and finding.check not in _NO_FAULT for finding in verdict.findings
    )


def _finished(work: Coroutine[Any, Any, T]) -> T:
    """Run *work*, which never waits for anything, so that sync and async are one code."""
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    work.close()
    raise ModerationError(
        "these counters wait although they offer observe_now; use `await moderator.acheck(…)`"
    )


def _shipped() -> Classifier:
    from moderation.classifier.shipped import shipped

    return shipped()
