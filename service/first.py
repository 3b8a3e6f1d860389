"""What a first start makes: the site, and a key to call it with."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence

from service.keys import make_key
from service.model import ApiKey, Scope, Site
from service.settings import Settings
from service.store import Store

SITE = "main"  # the one site of a service that has no administration yet
USUAL: tuple[Scope, ...] = ("check", "submit", "moderate")


async def settle_site(store: Store, settings: Settings) -> Site:
    """The site with the policy that the settings name, kept before anybody asks for it."""
    given = Site(id=SITE, name=SITE, policy=settings.site_policy())
    kept = await store.site(SITE)
    if kept is None or kept.policy != given.policy:
        await store.add_site(given)
        kept = await store.site(SITE)
    return kept or given


async def new_key(store: Store, scopes: Sequence[Scope] = USUAL) -> str:
    """Make a key of the site and return its secret, which is kept nowhere."""
    secret, digest = make_key()
    key = ApiKey(id="key_" + secrets.token_hex(8), site=SITE, scopes=tuple(scopes), created_at=time.time())
    await store.add_key(key, digest)
    return secret


async def first_key(store: Store, settings: Settings) -> str | None:
    """Make the site and its first key; None when the site was there before."""
    was_there = await store.site(SITE) is not None
    await settle_site(store, settings)
    return None if was_there else await new_key(store)
