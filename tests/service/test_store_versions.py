"""A database made by an older version keeps what is in it when this one opens it.

data/0001.sql is a SQLite file as version 0001 left it: a published, a refused, a waiting and a decided comment.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection, MetaData, create_engine, insert, select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from moderation.verdict import Verdict
from service.model import CaseCounts, Count, reasons
from service.store import migrations
from service.store.migrate import migrate
from service.store.postgres import connected
from tests.contracts.postgres import Postgres
from tests.service.conftest import DATABASES
from tests.service.desks import FINE, HELD, SITE, Place, opened

VERSIONS = sorted(file.name[1:5] for file in Path(migrations.__file__).parent.glob("versions/v*.py"))
DUMP = Path(__file__).parent / "data" / "0001.sql"
WAITING, DECIDED = "01a3185c59a41492ef497dbb7591c4dc", "01a3185c5e76e347cf1594533a98b3ff"
EVENTS = "SELECT number, event, comment FROM outbox ORDER BY number"


@pytest.fixture(params=DATABASES)
def old_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with closing(sqlite3.connect(tmp_path / "moderation.db")) as file:
        file.executescript(DUMP.read_text(encoding="utf-8"))
    if request.param == "sqlite":
        yield Place(tmp_path)
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database() as url:
        asyncio.run(_moved(tmp_path / "moderation.db", url))
        yield Place(tmp_path, url)


async def _moved(file: Path, url: str) -> None:
    """Make the tables of version 0001 in PostgreSQL, and fill them with the rows of *file*."""
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: connected(url), poolclass=NullPool
    )
    async with engine.begin() as connection:
        await connection.run_sync(migrate, "0001")
        await connection.run_sync(_filled, file)


def _filled(connection: Connection, file: Path) -> None:
    source, tables = create_engine(f"sqlite:///{file}", poolclass=NullPool), MetaData()
    tables.reflect(connection)
    with source.connect() as old:
        for table in tables.sorted_tables:
            rows = [dict(row) for row in old.execute(select(table)).mappings()]
            for row in rows:
                row.pop("number", None)  # as PostgreSQL would have given them
            if rows and table.name != "alembic_version":
                connection.execute(insert(table), rows)


def test_every_comment_decision_key_and_event_is_kept(old_place: Place) -> None:
    with closing(sqlite3.connect(old_place.home / "moderation.db")) as file:
        verdicts = file.execute("SELECT id, verdict FROM comments ORDER BY id").fetchall()
        events = file.execute(EVENTS).fetchall()

    async def scene() -> None:
        async with opened(old_place) as office:
            assert await office.rows("SELECT id, verdict FROM comments ORDER BY id") == verdicts
            assert await office.rows(EVENTS) == events
            kept = await office.desk.comment(SITE, DECIDED)
            assert (kept.status, kept.received_at) == ("published", 1_800_000_003.702)
            assert [(one.by, one.note) for one in kept.decisions] == [("key:key_1", "số của tòa soạn")]
            key = await office.store.keys.by_digest("0" * 64)
            assert key is not None
            assert key.scopes == ("check", "moderate")

    asyncio.run(scene())


def test_only_what_is_open_is_counted_and_listed(old_place: Place) -> None:
    async def scene() -> None:
        async with opened(old_place) as office:
            assert await office.desk.counts(SITE) == CaseCounts(Count(1), {"links.over": Count(1)})
            for reason in (None, "links.over"):
                cases, _ = await office.desk.cases(SITE, limit=9, after=None, reason=reason)
                assert [case.id for case in cases] == [WAITING]
            assert await office.desk.cases(SITE, limit=9, after=None, reason="contacts.phone") == ([], None)

    asyncio.run(scene())


def test_work_goes_on_where_it_was(old_place: Place) -> None:
    async def scene() -> None:
        async with opened(old_place) as office:
            office.clock.advance(s=60)
            replayed = await office.receive(FINE, key="k0")
            assert replayed.replayed
            await office.desk.decide(SITE, WAITING, "reject", "mai")
            fresh = (await office.receive(HELD)).kept
            numbers = [number for number, *_ in await office.rows(EVENTS)]
            assert numbers == list(range(1, 11))
            assert await office.desk.counts(SITE) == CaseCounts(Count(1), {"links.over": Count(1)})
            assert (await office.desk.comment(SITE, fresh.id)) == fresh

    asyncio.run(scene())


@pytest.mark.parametrize("version", VERSIONS)
def test_a_database_of_every_version_comes_up_to_date(version: str, tmp_path: Path) -> None:
    """A file of the first version, as that version left it, brought to *version* first, as that version would have."""

    async def scene() -> None:
        url = f"sqlite+aiosqlite:///{tmp_path / 'moderation.db'}"
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.begin() as connection:
            await connection.run_sync(migrate, version)
        async with opened(Place(tmp_path)) as office:
            assert await office.desk.counts(SITE) == CaseCounts(Count(1), {"links.over": Count(1)})
            assert (await office.desk.comment(SITE, DECIDED)).status == "published"

    with closing(sqlite3.connect(tmp_path / "moderation.db")) as file:
        file.executescript(DUMP.read_text(encoding="utf-8"))
    asyncio.run(scene())


def test_figures_know_what_came_before_they_were_kept(old_place: Place) -> None:
    async def scene() -> None:
        async with opened(old_place) as office:
            quarters = (0, 2**31 - 1)
            kinds = await office.store.figures.kinds(SITE.id, quarters)
            assert sum(one.number for one in kinds) == 5
            told: Counter[str] = Counter()
            for action, verdict in await office.rows("SELECT action, verdict FROM comments"):
                kept = msgspec.json.decode(verdict, type=Verdict)
                assert action == kept.action.value
                told.update(reasons(kept))
            assert dict(await office.store.figures.reasons(SITE.id, quarters)) == told
            assert {one.in_force: one.number for one in await office.store.figures.taken(SITE.id, 0, 2e9)}

    asyncio.run(scene())
