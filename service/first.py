"""What a first start makes: the site, a key to call it with, and a link to set up its admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

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
USUAL: tuple[Scope, ...] = ("check", "submit", "moderate")


class FirstThings(NamedTuple):
    """What is told once: the secret of the first key, and the link that makes the first admin."""

    key: str | None
    link: Invitation | None


async def settle_site(store: Store, settings: Settings) -> Site:
    """The site with the policy that the settings name, kept before anybody asks for it."""
    kept = await store.site(SITE)
    given = Site(id=SITE, name=kept.name if kept else SITE, policy=settings.site_policy())
    if kept is None or kept.policy != given.policy:
        await store.add_site(given)
        kept = await store.site(SITE)
    return kept or given


async def new_key(store: SqlStore, scopes: Sequence[Scope] = USUAL) -> str:
    """Make a secret key of the site and return its secret, which is kept nowhere."""
    secret, _ = await Keys(store, Keyring(store)).add(SITE, "secret", scopes, COMMAND)
    return secret


async def first_things(store: SqlStore, settings: Settings) -> FirstThings:
    """Make what is not there yet. Nothing that is there is replaced; a link not used in time is made anew."""
    was_there = await store.site(SITE) is not None
    await settle_site(store, settings)
    key = None if was_there else await new_key(store)
    return FirstThings(key, await People(store, Passwords()).first_link())
