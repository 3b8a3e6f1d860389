"""Coral's secrets: given to us, checked against what it signs, exchanged, forgotten."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Sequence

from service.ids import is_plain, new_id
from service.model import Site
from service.people import AccountError, Actor
from service.store.coral import CoralSecret
from service.store.sql import SqlStore

_MOST_SIGNATURES = 10
_NAME = "sha256="


class CoralDesk:
    """Manages secrets and tells who signed."""

    def __init__(self, store: SqlStore, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    async def signed(self, site: str, signatures: str, body: bytes) -> Site | None:
        """The site of that id, if one of its secrets made one of *signatures* over *body*; else None.

        *signatures* are `sha256=…`, with commas between while Coral rolls its secrets.
        """
        secrets = await self._store.coral.secrets(site) if is_plain(site) else ()
        given = [one.strip() for one in signatures.split(",", _MOST_SIGNATURES)[:_MOST_SIGNATURES]]
        made = [_NAME + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest() for secret in secrets]
        if not any(_same(one, other) for one in given for other in made):
            return None
        return await self._store.site(site)

    async def of(self, site: Site) -> Sequence[CoralSecret]:
        """What lists show of the site's secrets."""
        return await self._store.coral.of_site(site.id)

    async def add(self, site: Site, secret: str, actor: Actor) -> CoralSecret:
        """Keep a secret that Coral's administrator was shown. Raises `AccountError`."""
        now = self._clock()
        return await self._store.coral.add(site.id, f"coral_{new_id(now)}", secret, actor, now)

    async def remove(self, site: Site, id: str, actor: Actor) -> None:  # noqa: A002
        """Forget a secret. Raises `AccountError`."""
        if not is_plain(id):
            raise AccountError("coral.none", "the site has no such secret of Coral's")
        await self._store.coral.remove(site.id, id, actor, self._clock())


def _same(one: str, other: str) -> bool:
    """Compared in the same time wherever they differ."""
    return hmac.compare_digest(one.encode("utf-8", "surrogateescape"), other.encode())
