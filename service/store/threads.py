"""Threads, and what readers see of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from sqlalchemy import ColumnElement, Integer, RowMapping, func, insert, literal_column, select, update
from sqlalchemy.exc import IntegrityError

from service.store.tables import comments
from service.store.tables_readers import threads
from service.store.transactions import Transactions

Mode = Literal["open", "hold_all", "closed"]
MOST_COUNTED = 100_000


class Thread(Struct, frozen=True, kw_only=True):
    """An article as its site told us about it; times in seconds since 1970. None: as the policy says."""

    url: str
    title: str = ""
    section: str | None = None
    mode: Mode | None = None
    published_at: float | None = None
    close_after_s: float | None = None


class Shown(Struct, frozen=True, kw_only=True):
    """A comment as any reader sees it."""

    id: str
    author: str
    text: str
    parent: str | None
    received_at: float
    edited: bool


class Threads:
    """Threads of all sites, by `service.store.words.thread_digest`."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def get(self, site: str, sha256: str) -> Thread | None:
        """What the site told us about a thread, if it did."""
        query = select(threads).where(threads.c.site == site, threads.c.sha256 == sha256)
        async with self._reading.begin() as connection:
            row = (await connection.execute(query)).mappings().first()
        return Thread(**{name: row[name] for name in Thread.__struct_fields__}) if row else None

    async def put(self, site: str, sha256: str, thread: Thread, at: float) -> None:
        """Keep what the site tells now."""
        values = {name: getattr(thread, name) for name in thread.__struct_fields__} | {"changed_at": at}
        theirs = (threads.c.site == site) & (threads.c.sha256 == sha256)
        try:
            async with self._writing.begin() as connection:
                if not (await connection.execute(update(threads).where(theirs).values(values))).rowcount:
                    await connection.execute(insert(threads).values(site=site, sha256=sha256, **values))
        except IntegrityError:  # another process has just added it
            async with self._writing.begin() as connection:
                await connection.execute(update(threads).where(theirs).values(values))

    async def published(
        self, site: str, sha256: str, *, limit: int, after: str | None, newest_first: bool
    ) -> list[Shown]:
        """At most *limit* comments that readers see, in the order of their ids, beyond *after*."""
        query = select(comments).where(*_seen(site, sha256))
        if after is not None:
            query = query.where(comments.c.id < after if newest_first else comments.c.id > after)
        order = comments.c.id.desc() if newest_first else comments.c.id
        async with self._reading.begin() as connection:
            rows = await connection.execute(query.order_by(order).limit(limit))
            return [_shown(row) for row in rows.mappings()]

    async def counts(self, site: str, digests: Sequence[str]) -> list[int]:
        """How many comments of each thread readers see, `MOST_COUNTED` at the most."""
        found = []
        async with self._reading.begin() as connection:
            for sha256 in digests:
                rows = select(literal_column("1", Integer)).where(*_seen(site, sha256)).limit(MOST_COUNTED)
                found.append(await connection.scalar(select(func.count()).select_from(rows.subquery())) or 0)
        return found


def _seen(site: str, sha256: str) -> tuple[ColumnElement[bool], ...]:
    own = (comments.c.site == site, comments.c.thread_sha256 == sha256)
    return (*own, comments.c.status == "published")


def _shown(row: RowMapping) -> Shown:
    edited = row["edited"]
    return Shown(
        id=row["id"],
        author=row["author"],
        text=row["text"] if edited is None else edited,
        parent=row["parent"],
        received_at=row["received_at"],
        edited=edited is not None,
    )
