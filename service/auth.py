"""Who calls: keys by digest, kept for a moment, and what each may do."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard
from msgspec import Struct

from service.errors import Problem
from service.keys import PREFIX, digest_of
from service.model import ApiKey, Scope, Site, StoreUnavailable
from service.store import Store

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="moderation"'}
_FRESH_S = 5.0  # a withdrawn key or a changed policy is noticed within this time
_NOTED_S = 60.0
_MOST_CACHED = 10_000
_LONGEST = 200

_log = logging.getLogger(__name__)


class Caller(Struct, frozen=True):
    """A known key and the site that it speaks for."""

    key: ApiKey
    site: Site

    @property
    def by(self) -> str:
        """Who is said to have done what this caller does."""
        return f"key:{self.key.id}"


class Keyring:
    """Looks keys up by digest and remembers them for a few seconds."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._known: dict[str, tuple[float, Caller]] = {}
        self._noted: dict[str, float] = {}
        self._noting: set[asyncio.Task[None]] = set()

    async def caller(self, secret: str) -> Caller | None:
        """Whom *secret* stands for, or None. Raises `StoreUnavailable`.

        A known key is looked up again once it is a few seconds old, by the first who comes: the others need not
        wait for that, nor all ask the store at once. It stays known while the store does not answer.
        """
        digest, now = digest_of(secret), self._clock()
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
        key = await self._store.key_by_digest(digest)
        site = await self._store.site(key.site) if key else None
        return Caller(key, site) if key and site else None

    def _remember(self, digest: str, caller: Caller | None, now: float) -> Caller | None:
        """Only known keys are remembered, so strangers cannot fill the memory."""
        if caller is None:
            self._known.pop(digest, None)
            return None
        if len(self._known) >= _MOST_CACHED:
            self._known.clear()
        self._known[digest] = (now, caller)
        self._note_soon(caller.key.id, now)
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
            await self._store.key_used(key_id, now)
        except StoreUnavailable:
            _log.warning("store unavailable: the use of a key was not noted")


def requires(scope: Scope) -> Guard:
    """A guard that lets only keys with *scope* pass, and leaves the `Caller` in `request.auth`."""

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        caller = await connection.app.state.keyring.caller(_secret(connection))
        if caller is None:
            raise Problem("key.unknown", headers=_CHALLENGE)
        if scope not in caller.key.scopes:
            raise Problem("key.scope", f"this needs the scope `{scope}`")
        connection.scope["auth"] = caller

    return guard


def _secret(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret:
        raise Problem("key.missing", headers=_CHALLENGE)
    if not secret.startswith(PREFIX) or len(secret) > _LONGEST:
        raise Problem("key.unknown", headers=_CHALLENGE)
    return secret
