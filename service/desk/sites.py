"""Sites, and from where browsers may call."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from msgspec import UNSET
from msgspec.structs import replace

from moderation.policy import Policy
from service.model import Site
from service.people import AccountError, Actor, Moderator
from service.store.sites import SiteChange, SiteEntry
from service.store.sql import SqlStore

_HOST = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}")
_PORTS = {"http": 80, "https": 443}


class Sites:
    """Lists, adds and changes sites; a new one starts with *policy*."""

    def __init__(self, store: SqlStore, policy: Policy, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._policy = policy
        self._clock = clock

    async def entry(self, site: Site) -> SiteEntry:
        """The site as its administrators see it."""
        return await self._store.sites.entry(site.id)

    async def ids_of(self, moderator: Moderator) -> Sequence[str]:
        """The sites at which *moderator* has a role."""
        return await self._store.sites.ids() if moderator.operator else sorted(moderator.roles)

    async def of(self, moderator: Moderator) -> Sequence[SiteEntry]:
        """Every site at which *moderator* has a role."""
        return [await self._store.sites.entry(site) for site in await self.ids_of(moderator)]

    async def add(self, id: str, name: str, actor: Actor) -> SiteEntry:  # noqa: A002
        """Keep a new site. Raises `AccountError` when there is one of that id."""
        return await self._store.sites.add(Site(id=id, name=name, policy=self._policy), actor, self._clock())

    async def change(self, site: Site, change: SiteChange, actor: Actor) -> SiteEntry:
        """Give *site* another name or other origins. Raises `AccountError` for what is no origin."""
        if change.origins is not UNSET:
            given = enumerate(change.origins)
            change = replace(change, origins=[origin_of(one, f"$.origins[{at}]") for at, one in given])
        return await self._store.sites.change(site.id, change, actor, self._clock())


def origin_of(given: str, path: str = "$") -> str:
    """*given* as a browser sends it in `Origin`. Raises `AccountError` for anything but scheme, host and port.

    >>> origin_of("HTTPS://Báo.Example:443/")
    'https://xn--bo-mia.example'
    """
    if not given.isprintable():  # urlsplit() would leave line breaks out
        raise _no_origin(given, path)
    try:
        parts = urlsplit(given)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError:  # a port out of range, or a host that has no form in ASCII
        raise _no_origin(given, path) from None
    more = parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment
    if parts.scheme not in _PORTS or not _HOST.fullmatch(host) or more:
        raise _no_origin(given, path)
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + ("" if port in (None, _PORTS[parts.scheme]) else f":{port}")


def _no_origin(given: str, path: str) -> AccountError:
    return AccountError("site.origin", f"{given!r} is no origin; send it as https://www.example.com", path)
