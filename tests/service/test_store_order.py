"""Events in order: who follows them by the highest number seen misses none, however many write at once."""

from __future__ import annotations

import asyncio

from sqlalchemy import insert, select

from service.events import ARRIVED
from service.model import Kept
from service.store.rows import event_row
from service.store.sql import SqlStore
from service.store.tables import outbox
from tests.service.desks import FINE, HELD, SITE, Office, Place, opened

WRITERS, EACH = 6, 20


class Follower:
    """Reads on from the highest number that it has seen, as live pages and webhooks do."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self._last = 0
        self.seen: list[str] = []

    async def follow(self, writing: asyncio.Task[list[str]]) -> None:
        """Read until everything is written, and once more."""
        while not writing.done():
            await self.read()
        await self.read()

    async def read(self) -> None:
        told = outbox.c.event.startswith("comment.")
        query = select(outbox.c.number, outbox.c.comment).where(outbox.c.number > self._last, told)
        async with self._store._reading.begin() as connection:
            for number, comment in await connection.execute(query.order_by(outbox.c.number)):
                self._last = number
                self.seen.append(comment)


def test_who_follows_by_number_misses_nothing_that_many_connections_write(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as first, opened(place) as second, opened(place) as third:
            followers = [Follower(office.store) for office in (first, second, third)]
            writing = asyncio.create_task(_written_by([first, second, third]))
            await asyncio.gather(*(one.follow(writing) for one in followers))
            for one in followers:
                assert sorted(one.seen) == sorted(await writing)

    asyncio.run(scene())


async def _written_by(offices: list[Office]) -> list[str]:
    """Events from all offices at once; the comment of each."""
    rows = await asyncio.gather(*(_in_turn(offices[number % len(offices)]) for number in range(WRITERS)))
    return [comment for row in rows for comment in row]


async def _in_turn(office: Office) -> list[str]:
    written = []
    for number in range(EACH):
        kept = (await office.receive(HELD if number % 2 else FINE)).kept
        written.append(kept.id)
        await _told_again(office, kept, statements=number % 7)
        written.append(kept.id)
    return written


async def _told_again(office: Office, kept: Kept, statements: int) -> None:
    """Write another event of *kept*, in a transaction that goes on for so many statements."""
    async with office.store._writing.begin() as connection:
        row = event_row(SITE.id, kept.id, ARRIVED[kept.status], kept.received_at)
        await connection.execute(insert(outbox).values(row))
        for _ in range(statements):
            await connection.execute(select(1))


def test_two_processes_that_take_many_same_keys_at_once_keep_each_comment_once(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as one, opened(place) as other:
            for turn in range(5):
                keys = [f"{turn}.{number}" for number in range(40)]
                answers = await asyncio.gather(
                    *(one.receive(HELD, key=key) for key in keys),
                    *(other.receive(HELD, key=key) for key in reversed(keys)),
                )
                ids = {answer.kept.id for answer in answers}
                assert len(ids) == len(keys)
                assert sum(answer.replayed for answer in answers) == len(keys)
            assert await one.rows(
                "SELECT count(*), count(DISTINCT comment) FROM outbox WHERE event LIKE 'comment.%'"
            ) == [(200, 200)]

    asyncio.run(scene())
