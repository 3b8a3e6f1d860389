"""What is kept of moderators, their roles and the one-time links that let them in first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from service.people import AccountError, Actor, Moderator, Role, name_key
from service.store.audit import note
from service.store.holding import let_go
from service.store.tables_accounts import links, moderators, roles, sessions
from service.store.transactions import Transactions


class People:
    """Keeps moderators; each change has its line in the audit log of the site that it is about."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def anybody(self) -> bool:
        """Whether there is any moderator."""
        async with self._reading.begin() as connection:
            return await _anybody(connection)

    async def by_name(self, name: str) -> tuple[Moderator, str | None] | None:
        """The moderator of that name and the hash of the password, or None."""
        async with self._reading.begin() as connection:
            row = await _row(connection, moderators.c.name_key == name_key(name))
            return (await moderator_of(connection, row), row["password"]) if row else None

    async def moderator(self, id: str) -> Moderator:  # noqa: A002
        """Raises `AccountError` when there is none such."""
        async with self._reading.begin() as connection:
            return await _known(connection, id)

    async def at_site(self, site: str) -> Sequence[Moderator]:
        """Everybody with a role at *site*, operators too, in the order of their names."""
        theirs = moderators.c.id.in_(select(roles.c.moderator).where(roles.c.site == site))
        query = select(moderators).where(theirs | moderators.c.operator).order_by(moderators.c.name_key)
        async with self._reading.begin() as connection:
            rows = (await connection.execute(query)).mappings().all()
            return [await moderator_of(connection, row) for row in rows]

    async def add(self, site: str, person: Moderator, role: Role, actor: Actor, at: float) -> Moderator:
        """Give *person* a *role* at *site*; whoever has that name already is not made again.

        Raises `AccountError` when he has a role there.
        """
        async with self._writing.begin() as connection:
            row = await _row(connection, moderators.c.name_key == name_key(person.name))
            known = await moderator_of(connection, row) if row else await _made(connection, person)
            if known.role_at(site) is not None:
                raise AccountError("moderator.taken", f"{known.name} has a role here already", "$.name")
            await connection.execute(insert(roles).values(moderator=known.id, site=site, role=role))
            detail = {"name": known.name, "role": role}
            await note(connection, site, actor, "moderator.added", known.id, detail, at=at)
            return await _known(connection, known.id)

    async def set_role(self, site: str, id: str, role: Role, actor: Actor, at: float) -> Moderator:  # noqa: A002
        """Give another *role* to someone who has one at *site*."""
        async with self._writing.begin() as connection:
            before = await _of_site(connection, site, id)
            if before.operator:
                raise AccountError("moderator.operator", f"{before.name} is admin of every site")
            theirs = (roles.c.moderator == id) & (roles.c.site == site)
            await connection.execute(update(roles).where(theirs).values(role=role))
            detail = {"before": before.role_at(site), "after": role}
            await note(connection, site, actor, "moderator.role", id, detail, at=at)
            return await _known(connection, id)

    async def remove(self, site: str, id: str, actor: Actor, at: float) -> None:  # noqa: A002
        """Take the role at *site*, from an operator that of one; who has none anywhere then cannot sign in.

        Only an operator removes an operator.
        """
        async with self._writing.begin() as connection:
            if (await _of_site(connection, site, id)).operator:
                if not actor.operator:
                    raise AccountError(
                        "moderator.operator", "only who runs the service may remove one who does"
                    )
                await connection.execute(update(moderators).where(_is(id)).values(operator=False))
            theirs = (roles.c.moderator == id) & (roles.c.site == site)
            await connection.execute(delete(roles).where(theirs))
            await let_go(connection, f"moderator:{id}", at, site)
            if not (await _known(connection, id)).roles:
                await _shut_out(connection, id)
            await note(connection, site, actor, "moderator.removed", id, at=at)

    async def make_operator(self, person: Moderator, password: str, actor: Actor, at: float) -> Moderator:
        """Keep an admin of every site with the hash of his password; one of that name gets both.

        Every session of his ends.
        """
        async with self._writing.begin() as connection:
            row = await _row(connection, moderators.c.name_key == name_key(person.name))
            id = row["id"] if row else (await _made(connection, person)).id  # noqa: A001
            await _set_password(connection, id, password, operator=True)
            await note(connection, None, actor, "operator.made", id, {"name": person.name}, at=at)
            return await _known(connection, id)

    async def set_password(
        self,
        id: str,  # noqa: A002
        password: str,
        actor: Actor,
        at: float,
        *,
        but: str | None = None,
    ) -> None:
        """Keep another password's hash; every session of the moderator ends, except *but*."""
        async with self._writing.begin() as connection:
            await _set_password(connection, id, password, but=but)
            await note_everywhere(connection, await _known(connection, id), actor, "password.set", id, at=at)

    async def rehash(self, id: str, password: str) -> None:  # noqa: A002
        """Keep the same password's hash by newer parameters."""
        async with self._writing.begin() as connection:
            await connection.execute(update(moderators).where(_is(id)).values(password=password))

    async def add_link(
        self,
        digest: str,
        moderator: str | None,
        ends_at: float,
        actor: Actor,
        at: float,
        site: str | None = None,
    ) -> None:
        """Keep a one-time link in place of the moderator's earlier ones."""
        async with self._writing.begin() as connection:
            await connection.execute(delete(links).where(_for(moderator) | (links.c.ends_at <= at)))
            await connection.execute(
                insert(links).values(digest=digest, moderator=moderator, ends_at=ends_at)
            )
            await note(connection, site, actor, "link.made", moderator or "", {"ends_at": ends_at}, at=at)

    async def link(self, digest: str, now: float) -> Moderator | None:
        """For whom the link is; None: it makes the first admin. Raises `AccountError` when it opens nothing."""
        async with self._reading.begin() as connection:
            return await _linked(connection, digest, now)

    async def use_link(self, digest: str, first: Moderator, password: str, now: float) -> Moderator:
        """Set the password of whom the link is for, or make *first* the first admin; the link is gone then.

        Raises `AccountError` when the link was used meanwhile, or when somebody is an admin already.
        """
        async with self._writing.begin() as connection:
            linked = await _linked(connection, digest, now)
            if not (await connection.execute(delete(links).where(links.c.digest == digest))).rowcount:
                raise _no_link()
            person = linked or await _made(connection, first)
            await _set_password(connection, person.id, password, operator=linked is None)
            person = await _known(connection, person.id)
            actor = Actor(kind="link", name=person.name)
            await note_everywhere(connection, person, actor, "password.set", person.id, at=now)
            return person


async def moderator_of(connection: AsyncConnection, row: RowMapping) -> Moderator:
    """The moderator of a row of `moderators`, with his roles."""
    theirs = select(roles.c.site, roles.c.role).where(roles.c.moderator == row["id"]).order_by(roles.c.site)
    found: dict[str, Role] = {site: role for site, role in await connection.execute(theirs)}  # noqa: C416
    return Moderator(
        id=row["id"],
        name=row["name"],
        operator=row["operator"],
        active=row["password"] is not None,
        created_at=row["created_at"],
        roles=found,
    )


async def note_everywhere(
    connection: AsyncConnection, moderator: Moderator, actor: Actor, what: str, subject: str, *, at: float
) -> None:
    """Tell the log of every site that the moderator works for; an operator's goes into the service's own."""
    for site in [None] if moderator.operator else moderator.roles:
        await note(connection, site, actor, what, subject, at=at)


async def _anybody(connection: AsyncConnection) -> bool:
    return (await connection.scalars(select(moderators.c.id).limit(1))).first() is not None


async def _row(connection: AsyncConnection, which: ColumnElement[bool]) -> RowMapping | None:
    return (await connection.execute(select(moderators).where(which))).mappings().first()


async def _known(connection: AsyncConnection, id: str) -> Moderator:  # noqa: A002
    row = await _row(connection, _is(id))
    if row is None:
        raise AccountError("moderator.none", f"there is no moderator {id!r}")
    return await moderator_of(connection, row)


async def _of_site(connection: AsyncConnection, site: str, id: str) -> Moderator:  # noqa: A002
    found = await _known(connection, id)
    if found.role_at(site) is None:
        raise AccountError("moderator.none", f"the site has no moderator {id!r}")
    return found


async def _made(connection: AsyncConnection, person: Moderator) -> Moderator:
    row = {
        "id": person.id,
        "name": person.name,
        "name_key": name_key(person.name),
        "operator": person.operator,
        "created_at": person.created_at,
    }
    try:
        async with connection.begin_nested():
            await connection.execute(insert(moderators).values(row))
    except IntegrityError:
        raise AccountError(
            "moderator.taken", f"there is a moderator {person.name!r} already", "$.name"
        ) from None
    return person


async def _set_password(
    connection: AsyncConnection,
    id: str,  # noqa: A002
    password: str,
    *,
    operator: bool = False,
    but: str | None = None,
) -> None:
    values: dict[str, object] = {"password": password, **({"operator": True} if operator else {})}
    await connection.execute(update(moderators).where(_is(id)).values(values))
    await connection.execute(delete(links).where(links.c.moderator == id))
    others = (sessions.c.moderator == id) & (sessions.c.id != (but or ""))
    await connection.execute(delete(sessions).where(others))


async def _shut_out(connection: AsyncConnection, id: str) -> None:  # noqa: A002
    await connection.execute(update(moderators).where(_is(id)).values(password=None))
    for table in (links, sessions):
        await connection.execute(delete(table).where(table.c.moderator == id))


async def _linked(connection: AsyncConnection, digest: str, now: float) -> Moderator | None:
    query = select(links.c.moderator).where(links.c.digest == digest, links.c.ends_at > now)
    row = (await connection.execute(query)).first()
    if row is None or (row.moderator is None and await _anybody(connection)):
        raise _no_link()
    return None if row.moderator is None else await _known(connection, row.moderator)


def _no_link() -> AccountError:
    return AccountError("link.ended", "it was used before, is too old, or never was one")


def _for(moderator: str | None) -> ColumnElement[bool]:
    return links.c.moderator.is_(None) if moderator is None else links.c.moderator == moderator


def _is(id: str) -> ColumnElement[bool]:  # noqa: A002
    return moderators.c.id == id
