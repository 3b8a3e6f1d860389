"""The desk: what the service does with comments, free of HTTP words."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from weakref import WeakValueDictionary

from moderation.classifier import Classifier
from moderation.comment import Comment
from moderation.counters import Counters
from moderation.errors import CountersUnavailable
from moderation.facts import Facts
from moderation.identity import Keys
from moderation.judge import judge
from moderation.moderator import earns_strike
from moderation.observation import Observation, observation, refused
from moderation.verdict import Action, Verdict
from service.model import (
    STATUS,
    Case,
    CaseCounts,
    Choice,
    Decision,
    IdempotencyConflict,
    Kept,
    NotFound,
    Received,
    Site,
)
from service.store import IDEMPOTENCY_KEPT_S, Clash, Retry, Store, Submission

_log = logging.getLogger(__name__)


class Desk:
    """Receives, judges, keeps, lists and decides; one for the whole process.

    *keys* is the secret (16 to 64 bytes) that turns guests into keys; processes that share counters share it.
    *clock* gives seconds since 1970 UTC. Comments have passed `comment_of`.
    """

    def __init__(
        self,
        store: Store,
        counters: Counters,
        classifier: Classifier,
        keys: bytes,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._counters = counters
        self._classifier = classifier
        self._secret = keys
        self._clock = clock
        self._in_flight: WeakValueDictionary[tuple[str, bytes], asyncio.Lock] = WeakValueDictionary()
        self._settling: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Wait until what was judged is settled; store and counters are their owner's to close."""
        await asyncio.gather(*self._settling)

    async def check(self, site: Site, comment: Comment, *, dry_run: bool = False) -> Verdict:
        """Judge *comment* and keep nothing of it; *dry_run* does not even count it."""
        seen = self._seen(site, comment, secrets.token_hex(16), dry_run=dry_run)
        return await self._judged(site, comment, seen)

    async def check_batch(self, site: Site, comments: Sequence[Comment]) -> list[Verdict]:
        """Judge *comments* as if they came one after another, in their order; keep nothing."""
        raise NotImplementedError

    async def receive(
        self, site: Site, comment: Comment, *, idempotency_key: str | None, body_sha256: bytes
    ) -> Received:
        """Judge *comment* and keep it; when this returns, it is on the disk.

        The same key with the same body within 24 hours gets the same comment, and waits for it while it is
        on its way. Raises `IdempotencyConflict` for another body, `StoreUnavailable` when it was not kept.
        """
        raise NotImplementedError

    async def comment(self, site: Site, id: str) -> Kept:  # noqa: A002
        """The comment with its verdict and decisions. Raises `NotFound`."""
        return await self._store.comment(site.id, id)

    async def cases(
        self, site: Site, *, limit: int, after: str | None, reason: str | None = None
    ) -> tuple[list[Case], str | None]:
        """At most *limit* open cases, oldest first, and what to pass as *after* for more (None: no more).

        *reason* is a finding's code. Raises `BadCursor`.
        """
        return await self._store.cases(site.id, limit=limit, after=after, reason=reason)

    async def counts(self, site: Site) -> CaseCounts:
        """How many cases are open, in all and by finding's code."""
        return await self._store.counts(site.id)

    async def decide(self, site: Site, comment: str, action: Choice, by: str, note: str = "") -> Decision:
        """Publish or reject a comment, whatever its status; closes its case. Raises `NotFound`."""
        decision = Decision(
            id=_new_id(now := self._clock()), comment=comment, action=action, by=by, at=now, note=note
        )
        await self._store.decide(site.id, decision)
        return decision
