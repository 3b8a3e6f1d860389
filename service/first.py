"""What a first start makes: the site, a key to call it with, and a link to set up its admin."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple

from moderation.policy import Policy
from service.desk.keys import Keys
from service.desk.people import Invitation, People
from service.keyring import Keyring
from service.model import Scope, Site
from service.passwords import Passwords
from service.people import COMMAND
from service.settings import Settings
from service.store import Store
from service.store.sql import SqlStore

SITE = "main"  # the site that a first start makes
DEMO = "demo"  # the name of the key with which the page at / asks
_SETTINGS = "settings"
_PAGE = 100
USUAL: tuple[Scope, ...] = ("check", "submit", "moderate")


class FirstThings(NamedTuple):
    """What is told once: the secret of the first key, and the link that makes the first admin."""

    key: str | None
    link: Invitation | None


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


async def new_key(store: SqlStore, scopes: Sequence[Scope] = USUAL) -> str:
    """Make a secret key of the site and return its secret, which is kept nowhere."""
    secret, _ = await Keys(store, Keyring(store)).add(SITE, "secret", scopes, COMMAND)
    return secret


async def demo_key(store: SqlStore, site: str) -> str:
    """The public key of the page that shows a box, made when the page first asks."""
    keys = Keys(store, Keyring(store))
    now = time.time()
    own = [
        key
        for key in await keys.of(site)
        if key.name == DEMO and "public" in key.scopes and not key.ended(now)
    ]
    return own[0].shown if own else (await keys.add(site, "public", (), COMMAND, DEMO))[0]


async def first_things(store: SqlStore, settings: Settings) -> FirstThings:
    """Make what is not there yet. Nothing that is there is replaced; a link not used in time is made anew."""
    was_there = await store.site(SITE) is not None
    await settle_site(store, settings)
    key = None if was_there else await new_key(store)
    return FirstThings(key, await People(store, Passwords()).first_link())
