"""What a first start makes: the site, and a key to call it with."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence

from moderation.policy import Policy
from service.keys import make_key
from service.model import ApiKey, Scope, Site
from service.settings import Settings
from service.store import Store

SITE = "main"  # the one site of a service that has no administration yet
_SETTINGS = "settings"
_PAGE = 100
USUAL: tuple[Scope, ...] = ("check", "submit", "moderate")


async def settle_site(store: Store, settings: Settings) -> Site:
    """The site, kept before anybody asks for it.

    A policy of the settings comes into force when it differs from what the settings said last: an edited file counts,
    and a restart does not undo what was changed through the API since.
    """
    policy = settings.site_policy()
    now = time.time()
    await store.add_site(Site(id=SITE, name=SITE, policy=policy), now)
    if await _last_told(store) != policy:
        await store.policies.change(SITE, policy, by=_SETTINGS, at=now, note="", expected=None)
    kept = await store.site(SITE)
    assert kept is not None
    return kept


async def _last_told(store: Store) -> Policy | None:
    """The policy that the settings last brought into force; compared by settings, as a new release has new lists."""
    before: int | None = None
    while page := await store.policies.versions(SITE, limit=_PAGE, before=before):
        for version in page:
            if version.by == _SETTINGS:
                return (await store.policies.version(SITE, version.number))[1]
        before = page[-1].number
    return None


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
