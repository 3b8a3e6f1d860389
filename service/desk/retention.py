"""Forgets what is too old, and changes the secret by which guests are known."""

from __future__ import annotations

import time
from collections.abc import Callable

from moderation.policy.model import RetentionPolicy
from service.desk.senders import Senders
from service.senders import LEAD_S
from service.store.retention import Cutoffs
from service.store.sql import SqlStore

AT_ONCE = 500
FIRST_S = 60.0  # when the start is over
EVERY_S = 3_600.0


class Retention:
    """Takes turns over all sites; several processes may, as what is gone is gone. *clock* as of the desk."""

    def __init__(self, store: SqlStore, senders: Senders, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._senders = senders
        self._clock = clock

    async def turn(self, now: float) -> int:
        """Forget up to `AT_ONCE` of each kind for each site; how many. Fewer than that: all of it is done."""
        gone, shortest = 0, float("inf")
        for id_ in await self._store.sites.ids():
            site = await self._store.site(id_)
            if site is None:
                continue
            kept = site.policy.retention
            gone += await self._store.retention.forget(id_, cutoffs(kept, now), limit=AT_ONCE, at=now)
            for guest in await self._store.guest_records.pending(id_, AT_ONCE):
                await self._store.guest_records.go_on_erasing(id_, guest, now)
            shortest = min(shortest, kept.hash_key.seconds or float("inf"))
        await self._rotate(shortest, now)
        return gone

    async def all(self) -> int:
        """Take turns until nothing is too old; how much was forgotten."""
        gone = 0
        while last := await self.turn(self._clock()):
            gone += last
        return gone

    async def _rotate(self, every_s: float, now: float) -> None:
        """Make the next generation in time, and forget those that lead to nobody any more."""
        kept = await self._store.hash_keys.all()
        if kept and now >= kept[0].starts_at + every_s - LEAD_S:
            await self._store.hash_keys.add(after=kept[0].generation, starts_at=now + LEAD_S)
            self._senders.forget_generations()
        await self._store.hash_keys.drop_unused(now)


def cutoffs(kept: RetentionPolicy, now: float) -> Cutoffs:
    """Before when each kind is too old; what is kept for ever is not in it.

    >>> cutoffs(RetentionPolicy(), 1_000_000_000)["decisions"]
    936928000.0
    """
    names = ("published", "refused_text", "decisions", "address_hash")
    lengths = {name: getattr(kept, name).seconds for name in names}
    return Cutoffs({name: now - seconds for name, seconds in lengths.items() if seconds is not None})
