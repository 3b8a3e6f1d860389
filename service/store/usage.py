"""How often each blog asked by which key, month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects import postgresql, sqlite

from service.store.tables_doors import akismet_usage
from service.store.transactions import Transactions

What = Literal["spam", "ham", "missed_spam", "false_positives"]
Order = Literal["total", "spam", "ham", "missed_spam", "false_positives"]
_COUNTED: tuple[What, ...] = ("spam", "ham", "missed_spam", "false_positives")
_kept = akismet_usage.c


class Line(NamedTuple):
    """A blog's month, by key; months are as "2026-11" in UTC."""

    key: str
    month: str
    blog: str


class BlogUsage(Struct, frozen=True, kw_only=True):
    """What a blog asked in a month: checks that said *spam* and *ham*, and what its people said was wrong."""

    blog: str
    spam: int
    ham: int
    missed_spam: int
    false_positives: int


class Usage:
    """Adds to the counts, and reads them."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def add(self, counted: Mapping[Line, Mapping[What, int]]) -> None:
        """Add what was counted, in one transaction; lines are in order, so that two processes never wait in a ring."""
        rows = [
            {**line._asdict(), **{what: counted[line].get(what, 0) for what in _COUNTED}}
            for line in sorted(counted)
        ]
        async with self._writing.begin() as connection:
            make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            new = make(akismet_usage)
            added = {what: _kept[what] + new.excluded[what] for what in _COUNTED}
            keys = [_kept.key, _kept.month, _kept.blog]
            await connection.execute(new.on_conflict_do_update(index_elements=keys, set_=added), rows)

    async def checks(self, key: str, month: str) -> int:
        """How many checks *key* asked for in *month*."""
        query = select(func.coalesce(func.sum(_kept.spam + _kept.ham), 0)).where(*_of(key, month))
        async with self._reading.begin() as connection:
            return int(await connection.scalar(query) or 0)

    async def blogs(
        self, key: str, month: str, *, part: str = "", order: Order = "total", limit: int, offset: int = 0
    ) -> tuple[Sequence[BlogUsage], int]:
        """Blogs whose name holds *part*, those with the most first; and how many there are in all."""
        named = _kept.blog.contains(part, autoescape=True)
        by = _kept.spam + _kept.ham if order == "total" else _kept[order]
        columns = (_kept[name] for name in BlogUsage.__struct_fields__)
        query = select(*columns).where(*_of(key, month), named).order_by(by.desc(), _kept.blog)
        count = select(func.count()).select_from(akismet_usage).where(*_of(key, month), named)
        async with self._reading.begin() as connection:
            rows = (await connection.execute(query.limit(limit).offset(offset))).mappings()
            return [BlogUsage(**row) for row in rows], int(await connection.scalar(count) or 0)


def _of(key: str, month: str) -> tuple[ColumnElement[bool], ...]:
    return _kept.key == key, _kept.month == month
