"""Keys by digest, kept for a moment."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from service.keys import digest_of
from service.model import ApiKey, Site, StoreUnavailable
from service.people import Actor

_FRESH_S = 5.0  # a withdrawn key or a changed policy is noticed within this time
_NOTED_S = 60.0
_MOST_CACHED = 10_000

_log = logging.getLogger(__name__)


class Caller(Struct, frozen=True):
    """Who calls and about which site; *key* when it is a key that calls."""

    actor: Actor
    site: Site
    key: ApiKey | None = None

    @property
    def by(self) -> str:
        """Who acts in one word, as decisions and the audit log keep it."""
        return self.actor.by


class Keys(Protocol):
    """Where keys are kept."""

    async def by_digest(self, digest: str) -> ApiKey | None:
        """The key of that digest, or None."""

    async def used(self, id: str, at: float) -> None:  # noqa: A002
        """Remember when a key was used."""


class KeyStore(Protocol):
    """Where keys and their sites are kept. Raises `StoreUnavailable` while it cannot answer."""

    @property
    def keys(self) -> Keys:
        """The keys."""

    async def site(self, id: str) -> Site | None:  # noqa: A002
        """The site with its present policy, or None."""


class Keyring:
    """Looks keys up by digest and remembers them for a few seconds."""

    def __init__(self, store: KeyStore, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._known: dict[str, tuple[float, Caller]] = {}
        self._noted: dict[str, float] = {}
        self._noting: set[asyncio.Task[None]] = set()

    async def caller(self, secret: str) -> Caller | None:
        """Whom *secret* stands for, or None, also from the moment on that the key ends. Raises `StoreUnavailable`.

        A known key is looked up again once it is a few seconds old, by the first who comes: the others need not
        wait for that, nor all ask the store at once. It stays known while the store does not answer.
        """
        now = self._clock()
        caller = await self._remembered(digest_of(secret), now)
        return None if caller is None or caller.key is None or caller.key.ended(now) else caller

    def forget(self, key_id: str) -> None:
        """Look this key up anew when it comes next: it was changed."""
        self._known = {at: one for at, one in self._known.items() if one[1].actor.id != key_id}

    async def _remembered(self, digest: str, now: float) -> Caller | None:
        found = self._known.get(digest)
        if found and now - found[0] < _FRESH_S:
            return found[1]
        if not found:
            return self._remember(digest, await self._looked_up(digest), now)
        self._known[digest] = (now, found[1])
        try:
            return self._remember(digest, await self._looked_up(digest), now)
        except StoreUnavailable:
            return found[1]

    async def close(self) -> None:
        """Wait for what is being noted."""
        await asyncio.gather(*self._noting)

    async def _looked_up(self, digest: str) -> Caller | None:
        key = await self._store.keys.by_digest(digest)
        site = await self._store.site(key.site) if key else None
        return Caller(Actor.of_key(key), site, key) if key and site else None

    def _remember(self, digest: str, caller: Caller | None, now: float) -> Caller | None:
        """Only known keys are remembered, so strangers cannot fill the memory."""
        if caller is None:
            self._known.pop(digest, None)
            return None
        if len(self._known) >= _MOST_CACHED:
            self._known.clear()
        self._known[digest] = (now, caller)
        self._note_soon(caller.actor.id, now)
        return caller

    def _note_soon(self, key_id: str, now: float) -> None:
        """Note the use of a key beside the answer, once a minute."""
        if now - self._noted.get(key_id, 0) >= _NOTED_S:
            self._noted[key_id] = now
            task = asyncio.create_task(self._note(key_id, now))
            self._noting.add(task)
            task.add_done_callback(self._noting.discard)

    async def _note(self, key_id: str, now: float) -> None:
        try:
            await self._store.keys.used(key_id, now)
        except StoreUnavailable:
            _log.warning("store unavailable: the use of a key was not noted")
