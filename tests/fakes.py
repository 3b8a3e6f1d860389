"""Stand-ins for what tests must hold in hand: the clock, a store that does not answer, a classifier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from moderation.comment import comment_of
from moderation.errors import ClassifierUnavailable, CountersUnavailable
from moderation.facts import Facts
from moderation.identity import Keys
from moderation.observation import Observation, Settlement, observation
from moderation.policy.model import Policy, typed
from moderation.text.folding import Folded

START_MS = 1_800_000_000_000  # some day in 2027
KEYS = Keys(b"a secret of the tests alone")
LONG = "Con đường trước cổng chợ hỏng đã hai năm, đề nghị xã sớm sửa để bà con đi lại cho an toàn."


class ManualClock:
    """Milliseconds that pass only when told to."""

    def __init__(self, now_ms: int = START_MS) -> None:
        self.now_ms = now_ms

    def __call__(self) -> int:
        return self.now_ms

    def advance(self, *, ms: int = 0, s: float = 0) -> None:
        self.now_ms += ms + round(s * 1000)


class BrokenCounters:
    """A store that never answers, in process or not."""

    def observe_now(self, observation: Observation) -> Facts:
        raise CountersUnavailable("no answer")

    def settle_now(self, settlement: Settlement) -> None:
        raise CountersUnavailable("no answer")

    async def observe(self, observation: Observation) -> Facts:
        return self.observe_now(observation)

    async def settle(self, settlement: Settlement) -> None:
        self.settle_now(settlement)

    async def close(self) -> None:
        pass


class BadWordClassifier:
    """Finds every text with the word "bad" toxic, and no other."""

    digests: tuple[str, ...] = ("sha256:bad",)

    def score(self, text: Folded, language: str) -> Mapping[str, int]:
        return {"toxicity": 9_900 if "bad" in text.text.split() else 100}

    def shares(self, text: Folded, language: str, label: str) -> Sequence[int]:
        return ()


class BrokenClassifier(BadWordClassifier):
    """Never answers."""

    def score(self, text: Folded, language: str) -> Mapping[str, int]:
        raise ClassifierUnavailable("no answer")


def policy_of(**tables: Any) -> Policy:
    """A policy from plain tables, read as a file would be; limits and strikes are off unless given."""
    quiet = {"guest": [], "address": [], "thread": {"action": "off"}}
    return typed({**tables, "rate": {**quiet, **tables.get("rate", {})}}, Policy)


_numbers = count()


def observed(
    policy: Policy,
    text: str = "ngắn",
    *,
    token: str | None = "ann",
    ip: str | None = "203.0.113.9",
    thread: str | None = None,
    id: str | None = None,  # noqa: A002
    site: str = "",
    dry_run: bool = False,
) -> Observation:
    """What the counters would see of such a comment; each call another comment unless *id* is given."""
    comment = comment_of({"text": text, "thread": thread, "guest": {"token": token, "ip": ip}})
    keys = Keys(KEYS.secret, site)
    return observation(comment, policy, keys, id or f"observation {next(_numbers)}", dry_run=dry_run)
