"""Who works for a site: moderators, their roles, and the one-time links by which they set a password."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence

from msgspec import Struct

from service.ids import is_plain
from service.keys import digest_of, make_token
from service.model import Site
from service.passwords import Passwords
from service.people import COMMAND, AccountError, Actor, Moderator, Role, person_name, strong_enough
from service.store.sql import SqlStore

_FIRST_S = 3_600.0
_INVITED_S = 3 * 86_400.0


class Invitation(Struct, frozen=True, kw_only=True):
    """A one-time link's secret, which is kept nowhere, and the time from which it opens nothing."""

    token: str
    ends_at: float

    @property
    def path(self) -> str:
        """The link without the server's address. Browsers keep what follows # to themselves, and so do logs."""
        return f"/web/setup.html#{self.token}"


class People:
    """Adds, changes and removes moderators of a site, and lets them in the first time."""

    def __init__(self, store: SqlStore, passwords: Passwords, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._passwords = passwords
        self._clock = clock

    async def at(self, site: Site) -> Sequence[Moderator]:
        """Everybody with a role at *site*."""
        return await self._store.people.at_site(site.id)

    async def add(
        self, site: Site, name: str, role: Role, actor: Actor
    ) -> tuple[Moderator, Invitation | None]:
        """Give whoever has that name a role; a link when he has set no password yet."""
        person = await self._store.people.add(site.id, self._new(name), role, actor, self._clock())
        return person, None if person.active else await self._invite(site, person, actor)

    async def set_role(self, site: Site, id: str, role: Role, actor: Actor) -> Moderator:  # noqa: A002
        """Give another role. Nobody changes his own, so that one admin is always left."""
        return await self._store.people.set_role(site.id, _another(id, actor), role, actor, self._clock())

    async def remove(self, site: Site, id: str, actor: Actor) -> None:  # noqa: A002
        """Take the role. Nobody removes himself."""
        await self._store.people.remove(site.id, _another(id, actor), actor, self._clock())

    async def invite(self, site: Site, id: str, actor: Actor) -> Invitation:  # noqa: A002
        """A new link for someone who has lost his password.

        Who holds it can sign in as him, so he must work for no site that the actor has no say in.
        """
        person = await self._of(site, id)
        elsewhere = person.operator or set(person.roles) - {site.id}
        if elsewhere and not actor.operator:
            raise AccountError("moderator.elsewhere", f"{person.name} works for other sites too")
        return await self._invite(site, person, actor)

    async def sign_out(self, site: Site, id: str, actor: Actor) -> None:  # noqa: A002
        """End every session of a moderator."""
        person = await self._of(site, id)
        if person.operator and not actor.operator:
            raise AccountError("moderator.operator", f"{person.name} is admin of every site")
        await self._store.sessions.close_all(person.id, actor, self._clock(), site.id)

    async def first_link(self) -> Invitation | None:
        """A link to make the first admin; None when there is any moderator, whom it must not replace."""
        if await self._store.people.anybody():
            return None
        return await self._linked(None, _FIRST_S, COMMAND, None)

    async def set_up(self, token: str, password: str, name: str | None) -> Moderator:
        """Set the password of whom the link is for; the first admin also chooses a *name*.

        Raises `AccountError` for a link that opens nothing, a weak password, or a name that cannot be.
        """
        digest, now = digest_of(token), self._clock()
        invited = await self._store.people.link(digest, now)
        first = self._new(invited.name if invited else name or "")
        strong_enough(password, first.name)
        return await self._store.people.use_link(digest, first, await self._passwords.hashed(password), now)

    async def make_operator(self, name: str, password: str, *, replace: bool = False) -> Moderator:
        """Keep an admin of every site, for whoever may run commands on the machine.

        Raises `AccountError` when the name is there and is not to be *replace*d.
        """
        person = self._new(name)
        strong_enough(password, person.name)
        if not replace and await self._store.people.by_name(person.name):
            raise AccountError("moderator.taken", f"there is a moderator {person.name!r} already")
        hashed = await self._passwords.hashed(password)
        return await self._store.people.make_operator(person, hashed, COMMAND, self._clock())

    async def _of(self, site: Site, id: str) -> Moderator:  # noqa: A002
        person = await self._store.people.moderator(id) if is_plain(id) else None
        if person is None or person.role_at(site.id) is None:
            raise AccountError("moderator.none", f"the site has no moderator {id!r}")
        return person

    async def _invite(self, site: Site, person: Moderator, actor: Actor) -> Invitation:
        return await self._linked(person, _INVITED_S, actor, site)

    async def _linked(
        self, person: Moderator | None, lasts_s: float, actor: Actor, site: Site | None
    ) -> Invitation:
        token, now = make_token(), self._clock()
        ends_at = now + lasts_s
        whose, where = person.id if person else None, site.id if site else None
        await self._store.people.add_link(digest_of(token), whose, ends_at, actor, now, where)
        return Invitation(token=token, ends_at=ends_at)

    def _new(self, name: str) -> Moderator:
        return Moderator(
            id="moderator_" + secrets.token_hex(8), name=person_name(name), created_at=self._clock()
        )


def _another(id: str, actor: Actor) -> str:  # noqa: A002
    if not is_plain(id):
        raise AccountError("moderator.none", f"the site has no moderator {id!r}")
    if id == actor.id:
        raise AccountError("moderator.self", "nobody changes or removes himself")
    return id
