"""Who is on duty, and the notes that one shift leaves to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Select, and_, func, insert, or_, select

from service.ids import new_id
from service.people import Actor
from service.store.documents import put
from service.store.holding import let_go
from service.store.tables import cases
from service.store.tables_accounts import moderators, roles, sessions
from service.store.tables_desk import duty, handovers
from service.store.transactions import Transactions

HEARD_S = 600.0  # who was not heard of for longer has gone


class OnDuty(Struct, frozen=True, kw_only=True):
    """A moderator who is there. *since* is None for one who is signed in and said nothing; *cases* he has in hand."""

    moderator: str
    name: str
    since: float | None
    seen_at: float
    cases: int


class Handover(Struct, frozen=True, kw_only=True):
    """A note that *by*, then called *name*, left."""

    id: str
    by: str
    name: str
    at: float
    text: str


class Shifts:
    """Over connections that write and connections that read."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def on_duty(self, site: str, now: float) -> list[OnDuty]:
        """Everybody who was heard of lately and did not say that he is off duty, in the order of names."""
        async with self._reading.begin() as connection:
            rows = (await connection.execute(_there(site, now))).all()
            held: dict[str, int] = {by: number for by, number in await connection.execute(_held(site, now))}  # noqa: C416
        return [
            OnDuty(
                moderator=row.id,
                name=row.name,
                since=row.since if row.on_duty else None,
                seen_at=max(row.seen_at or 0.0, row.used_at or 0.0),
                cases=held.get(f"moderator:{row.id}", 0),
            )
            for row in rows
        ]

    async def say(self, site: str, actor: Actor, *, on: bool, now: float) -> list[str]:
        """Note that a moderator is on or off duty; the cases that he gives back by going off."""
        key = {"site": site, "moderator": actor.id}
        async with self._writing.begin() as connection:
            was = select(duty).where(duty.c.site == site, duty.c.moderator == actor.id)
            known = (await connection.execute(was)).mappings().first()
            goes_on = known is not None and known["on_duty"] == on and now - known["seen_at"] <= HEARD_S
            since = known["since"] if known is not None and goes_on else now
            await put(connection, duty, key, {"on_duty": on, "since": since, "seen_at": now})
            return [] if on else await let_go(connection, actor.by, now, site)

    async def write(self, site: str, text: str, actor: Actor, at: float) -> Handover:
        """Keep a note."""
        note = Handover(id=new_id(at), by=actor.by, name=actor.name, at=at, text=text)
        row = {name: getattr(note, name) for name in note.__struct_fields__}
        async with self._writing.begin() as connection:
            await connection.execute(insert(handovers).values(site=site, **row))
        return note

    async def notes(self, site: str, *, limit: int, before: str | None) -> Sequence[Handover]:
        """At most *limit* notes older than the one of id *before*, the newest first."""
        query = select(*(handovers.c[name] for name in Handover.__struct_fields__))
        query = query.where(handovers.c.site == site)
        if before is not None:
            query = query.where(handovers.c.id < before)
        async with self._reading.begin() as connection:
            rows = await connection.execute(query.order_by(handovers.c.id.desc()).limit(limit))
            return [Handover(**row) for row in rows.mappings()]


def _there(site: str, now: float) -> Select[Any]:
    """Moderators with what they said last; who said nothing is there while his session is used."""
    used = select(sessions.c.moderator, func.max(sessions.c.seen_at).label("at"))
    last = used.where(sessions.c.seen_at > now - HEARD_S).group_by(sessions.c.moderator).subquery()
    told = and_(duty.c.moderator == moderators.c.id, duty.c.site == site)
    working = and_(roles.c.moderator == moderators.c.id, roles.c.site == site)
    table = (
        moderators.outerjoin(last, last.c.moderator == moderators.c.id)
        .outerjoin(duty, told)
        .outerjoin(roles, working)
    )
    belongs = roles.c.role.in_(("moderator", "editor", "admin")) | (moderators.c.operator & duty.c.on_duty)
    heard = last.c.at.is_not(None) | (duty.c.seen_at > now - HEARD_S)
    columns: Any = (moderators.c.id, moderators.c.name, duty.c.on_duty, duty.c.since, duty.c.seen_at)
    query: Select[Any] = select(*columns, last.c.at.label("used_at")).select_from(table)
    willing = or_(duty.c.on_duty.is_(None), duty.c.on_duty)
    return query.where(belongs, heard, willing).order_by(moderators.c.name_key)


def _held(site: str, now: float) -> Select[Any]:
    mine = (cases.c.site == site) & (cases.c.state == "open") & (cases.c.claimed_until > now)
    held: Select[Any] = select(cases.c.claimed_by, func.count())
    return held.where(mine, cases.c.claimed_by.is_not(None)).group_by(cases.c.claimed_by)
