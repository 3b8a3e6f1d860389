"""A site's API keys: made, replaced and ended."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from service.ids import is_plain
from service.keyring import Keyring
from service.keys import KeyKind, kind_of, make_key, shown
from service.model import ApiKey, Scope
from service.people import AccountError, Actor
from service.store.sql import SqlStore

_PUBLIC: tuple[Scope, ...] = ("public",)


class Keys:
    """Manages keys; *keyring* is told of those that change, so that this process notices at once."""

    def __init__(self, store: SqlStore, keyring: Keyring, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._keyring = keyring
        self._clock = clock

    async def of(self, site: str) -> Sequence[ApiKey]:
        """Every key of *site*, ended ones too, the oldest first."""
        return await self._store.keys.of_site(site)

    async def add(
        self, site: str, kind: KeyKind, scopes: Sequence[Scope], actor: Actor, name: str = ""
    ) -> tuple[str, ApiKey]:
        """Make a key; returns its secret, which is kept nowhere, and the key. A public one has its own scope.

        Raises `Clash` when there is no such site.
        """
        secret, digest = make_key(kind)
        given = _PUBLIC if kind == "public" else tuple(dict.fromkeys(scopes))
        key = replace(self._new(site, secret), name=name, scopes=given)
        await self._store.keys.add(key, digest, actor)
        return secret, key

    async def rotate(self, site: str, id: str, overlap_s: float, actor: Actor) -> tuple[str, ApiKey]:  # noqa: A002
        """Make a key in place of another; for *overlap_s* seconds both open the same doors.

        Raises `AccountError` when the site has no such key, or it has ended or been replaced.
        """
        old = next((key for key in await self.of(site) if key.id == id), None)
        if old is None:
            raise AccountError("key.none", f"the site has no key {id!r}")
        secret, digest = make_key(kind_of(old.shown))
        new, ends_at = self._new(site, secret), self._clock() + overlap_s
        key = await self._store.keys.replace(site, id, new, digest, ends_at, actor)
        self._keyring.forget(id)
        return secret, key

    async def withdraw(self, site: str, id: str, actor: Actor) -> None:  # noqa: A002
        """End a key now: here at once, in other processes within seconds."""
        if not is_plain(id):
            raise AccountError("key.none", f"the site has no key {id!r}")
        await self._store.keys.withdraw(site, id, actor, self._clock())
        self._keyring.forget(id)

    def _new(self, site: str, secret: str) -> ApiKey:
        return ApiKey(
            id="key_" + secrets.token_hex(8),
            site=site,
            scopes=(),
            created_at=self._clock(),
            shown=shown(secret),
        )
