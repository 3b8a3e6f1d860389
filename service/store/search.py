"""Comments by their words, newest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct
from sqlalchemy import ColumnElement, FromClause, Integer, cast, column, delete, select, table, true
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncConnection

from service.model import BadCursor, Kept, Status
from service.store.rows import kept_of
from service.store.tables import comments, searchable
from service.store.transactions import Transactions
from service.store.words import Phrase, of_author, of_site, of_thread, phrases

_CURSOR = re.compile("[0-9]{1,18}")
_MOST_PHRASES = 16


class Query(Struct, frozen=True, kw_only=True):
    """What to find: all *words*, those in quotation marks side by side, of authors so called, in a thread."""

    words: str = ""
    author: str | None = None
    thread: str | None = None
    status: Status | None = None


class Search:
    """Searches comments of all sites."""

    def __init__(self, reading: Transactions) -> None:
        self._reading = reading

    async def page(
        self, site: str, query: Query, *, limit: int, after: str | None
    ) -> tuple[list[Kept], str | None]:
        """At most *limit* comments, newest first, without their decisions, and where the next page starts.

        Raises `BadCursor`.
        """
        later = None if after is None else _number(after)
        async with self._reading.begin() as connection:
            found = _found(connection.dialect.name, list(_phrases(site, query)))
            wanted = (
                select(comments, found.number.label("number"))
                .join_from(found.table, comments, comments.c.id == searchable.c.comment)
                .where(found.matches, true() if later is None else found.number < later)
                .where(true() if query.status is None else comments.c.status == query.status)
                .order_by(found.number.desc())
                .limit(limit + 1)
            )
            rows = (await connection.execute(wanted)).mappings().all()
        page = [kept_of(row, ()) for row in rows[:limit]]
        return page, str(rows[limit - 1]["number"]) if len(rows) > limit else None


class _Found(NamedTuple):
    table: FromClause
    matches: ColumnElement[bool]
    number: ColumnElement[int]


def _found(dialect: str, asked: Sequence[Phrase]) -> _Found:
    """Where comments with all *asked* phrases are; each database finds the last ones first in a way of its own."""
    if dialect == "postgresql":
        query = " & ".join("(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in asked)
        held = searchable.c.words.bool_op("@@")(cast(query, TSQUERY))
        return _Found(searchable, held, searchable.c.number)
    query = " AND ".join('"' + " ".join(phrase) + '"' for phrase in asked)
    index = table("search_index", column("rowid", Integer))
    matches = column("search_index").bool_op("MATCH")(query)
    return _Found(index.join(searchable, searchable.c.number == index.c.rowid), matches, index.c.rowid)


def _phrases(site: str, query: Query) -> Iterator[Phrase]:
    yield (of_site(site),)
    if query.thread is not None:
        yield (of_thread(query.thread),)
    yield from of_author(query.author or "")[:_MOST_PHRASES]
    yield from list(phrases(query.words))[:_MOST_PHRASES]


def _number(cursor: str) -> int:
    if not _CURSOR.fullmatch(cursor):
        raise BadCursor(f"{cursor!r} is no place in the list; pass on what the last page gave")
    return int(cursor)


async def forget(connection: AsyncConnection, ids: Sequence[str]) -> None:
    """Let nobody find those comments any more."""
    await connection.execute(delete(searchable).where(searchable.c.comment.in_(ids)))
