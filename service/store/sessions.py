"""What is kept of sessions."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import ColumnElement, delete, insert, select, update

from service.people import Actor, Moderator, Session
from service.store.audit import note
from service.store.holding import let_go
from service.store.people import moderator_of, note_everywhere
from service.store.tables_accounts import moderators, sessions
from service.store.transactions import Transactions

_FIELDS = tuple(sessions.c[name] for name in Session.__struct_fields__)


class Lives(Struct, frozen=True):
    """How long a session lasts: *idle_s* after it was last used, and never longer than *most_s*."""

    idle_s: float = 4 * 3600.0
    most_s: float = 24 * 3600.0


USUAL = Lives()


class Sessions:
    """Opens, finds and closes sessions; one that has ended is as good as gone."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def open(self, session: Session, digest: str, moderator: Moderator, lives: Lives) -> None:
        """Keep a new session, and forget all that have ended."""
        now = session.created_at
        async with self._writing.begin() as connection:
            await connection.execute(delete(sessions).where(~_lasting(lives, now)))
            row = {name: getattr(session, name) for name in Session.__struct_fields__}
            await connection.execute(insert(sessions).values(digest=digest, **row))
            actor = Actor.of_moderator(moderator, session.id)
            await note_everywhere(connection, moderator, actor, "session.opened", session.id, at=now)

    async def by_digest(self, digest: str, lives: Lives, now: float) -> tuple[Session, Moderator] | None:
        """The session of a token's digest and whose it is; None when it has ended or never was."""
        query = (
            select(moderators, *(field.label(f"session_{field.name}") for field in _FIELDS))
            .join_from(sessions, moderators)
            .where(sessions.c.digest == digest, _lasting(lives, now))
        )
        async with self._reading.begin() as connection:
            row = (await connection.execute(query)).mappings().first()
            if row is None:
                return None
            session = Session(**{name: row[f"session_{name}"] for name in Session.__struct_fields__})
            return session, await moderator_of(connection, row)

    async def seen(self, id: str, at: float) -> None:  # noqa: A002
        """Remember when a session was used."""
        async with self._writing.begin() as connection:
            await connection.execute(update(sessions).where(sessions.c.id == id).values(seen_at=at))

    async def of(self, moderator: str, lives: Lives, now: float) -> Sequence[Session]:
        """The sessions of *moderator*, the newest first."""
        query = select(*_FIELDS).where(sessions.c.moderator == moderator, _lasting(lives, now))
        newest_first = query.order_by(sessions.c.created_at.desc(), sessions.c.id)
        async with self._reading.begin() as connection:
            return [Session(**row) for row in (await connection.execute(newest_first)).mappings()]

    async def close(
        self,
        moderator: Moderator,
        id: str,  # noqa: A002
        actor: Actor,
        at: float,
        lives: Lives = USUAL,
    ) -> bool:
        """End a session of *moderator*; False when he has none such. With the last one he gives his cases back."""
        theirs = (sessions.c.id == id) & (sessions.c.moderator == moderator.id)
        async with self._writing.begin() as connection:
            if not (await connection.execute(delete(sessions).where(theirs))).rowcount:
                return False
            others = select(sessions.c.id).where(sessions.c.moderator == moderator.id, _lasting(lives, at))
            if (await connection.scalars(others.limit(1))).first() is None:
                await let_go(connection, actor.by, at)
            await note_everywhere(connection, moderator, actor, "session.closed", id, at=at)
            return True

    async def close_all(self, moderator: str, actor: Actor, at: float, site: str) -> None:
        """End every session of *moderator*, by an admin of *site*; the cases that he has in hand are given back."""
        async with self._writing.begin() as connection:
            await connection.execute(delete(sessions).where(sessions.c.moderator == moderator))
            await let_go(connection, f"moderator:{moderator}", at)
            await note(connection, site, actor, "session.closed", moderator, at=at)


def _lasting(lives: Lives, now: float) -> ColumnElement[bool]:
    return (sessions.c.seen_at > now - lives.idle_s) & (sessions.c.created_at > now - lives.most_s)
