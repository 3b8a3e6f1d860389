"""Who sent a comment, and what the store knows of him, asked for all comments of one moment together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from moderation.comment import Comment
from moderation.counters.batches import Batches
from service.model import Site, StoreUnavailable
from service.senders import KNOWN_WITHIN_S, Generation, Sender, generation, sender
from service.store import Store
from service.store.guests import MOST_COUNTED, Asked, Known

_LANES = 4  # questions to the store at once


class Senders:
    """Knows senders by every generation of the secret. *operators* is the operator's own; *clock* as of the desk."""

    def __init__(self, store: Store, operators: bytes, clock: Callable[[], float]) -> None:
        self._store = store
        self._operators = operators
        self._clock = clock
        self._generations: tuple[Generation, ...] = ()
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()
        self._asked: Batches[Asked, Known] = Batches(self._found, lanes=_LANES)

    async def of(self, site: Site, comment: Comment) -> Sender | None:
        """The sender of *comment*; None when it tells neither token nor address. Raises `StoreUnavailable`."""
        if comment.guest is None:
            return None
        generations = await self._in_use()
        return sender(comment.guest, site.policy.guest, site.id, generations, self._clock())

    async def known(self, site: Site, comment: Comment) -> Known:
        """What is known of who sent *comment*. Raises `StoreUnavailable`."""
        found = await self.of(site, comment)
        if found is None:
            return Known()
        most = max(MOST_COUNTED, site.policy.guest.trust_after)
        return await self._asked.ask(Asked(found, most))

    async def ready(self) -> None:
        """Make the first generation, so that no comment waits for a write only to be judged."""
        await self._in_use()

    def forget_generations(self) -> None:
        """Read them anew the next time."""
        self._read_at = float("-inf")

    async def _in_use(self) -> tuple[Generation, ...]:
        if self._are_fresh():
            return self._generations
        async with self._reading:  # who comes meanwhile finds what the first one read
            if not self._are_fresh():
                await self._refresh()
        return self._generations

    def _are_fresh(self) -> bool:
        return bool(self._generations) and self._clock() - self._read_at < KNOWN_WITHIN_S

    async def _refresh(self) -> None:
        now = self._clock()
        try:
            self._generations = await self._read(now)
            self._read_at = now
        except StoreUnavailable:
            if not self._generations:
                raise

    async def _read(self, now: float) -> tuple[Generation, ...]:
        kept = await self._store.hash_keys.all()
        if not kept:
            await self._store.hash_keys.add(after=0, starts_at=now)
            kept = await self._store.hash_keys.all()
        return tuple(generation(*one, self._operators) for one in kept)

    async def _found(self, asked: Sequence[Asked]) -> Sequence[Known]:
        return await self._store.guests.known(asked)
