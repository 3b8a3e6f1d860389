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
from moderation.policy.overrides import resolved
from moderation.staffing import staffed
from moderation.verdict import Action, Verdict

T = TypeVar("T")
Given = Comment | str | dict[str, Any]

_log = logging.getLogger(__name__)

# A strike is for what somebody wrote. These checks refuse for when, where, how often or how long he wrote,
# or because of earlier strikes, which would otherwise feed on themselves.
_NO_FAULT = frozenset({"guest", "hours", "length", "outage", "rate", "repeats", "thread"})

_ASKED = {"classifier": ("digests", "score", "shares"), "counters": ("observe", "settle")}
_CURES = {
    "classifier": "give an object with digests, score and shares, or a PipelineClassifier around a pipeline",
    "counters": 'give an object with observe and settle, such as moderation.counters.open_counters("memory://")',
}


class Moderator:
    """Decides comments by one policy.

    Without *classifier* the shipped one scores; without *counters* this process counts. *secret* (16 to 64
    bytes) turns guests into keys: give the same one to every process that shares counters.

    Raises `ModerationError` for a policy, classifier, counters or secret of another kind.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        classifier: Classifier | None = None,
        counters: Counters | None = None,
        secret: bytes | None = None,
    ) -> None:
        self._policy = Policy() if policy is None else _policy(policy)
        self._classifier = _shipped() if classifier is None else _answering(classifier, "classifier")
        self._counters = open_counters("memory://") if counters is None else _answering(counters, "counters")
        self._in_process = isinstance(self._counters, InProcess)
        self._keys = Keys(secrets.token_bytes(32) if secret is None else secret)

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
        policy = resolved(self._policy, None, read.thread)
        seen = observation(read, policy, self._keys, observation_id or secrets.token_hex(16))
        facts = staffed(await self._gathered(seen), policy)
        verdict = judge(read, facts, policy, self._classifier)
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


def _policy(given: Policy) -> Policy:
    if not isinstance(given, Policy):
        cure = 'give a Policy, such as moderation.policy.load.load("policy.toml")'
        raise ModerationError(f"policy is {_described(given)}; {cure}")
    return given


def _answering(given: T, role: str) -> T:
    """*given* itself when it has all that its *role* asks of it."""
    missing = [name for name in _ASKED[role] if not hasattr(given, name)]
    if isinstance(given, type) or missing:
        lacks = f" without {', '.join(missing)}" if missing else ""
        raise ModerationError(f"{role} is {_described(given)}{lacks}; {_CURES[role]}")
    return given


def _described(given: object) -> str:
    return f"the class {given.__name__}" if isinstance(given, type) else f"a {type(given).__name__}"


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
