"""What only PostgreSQL asks: its text order, its settings, its outages, and that it comes back."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest

from moderation.errors import PolicyError
from service.model import CaseCounts, StoreUnavailable
from service.store.postgres import Waits, open_database
from tests.contracts.postgres import Postgres
from tests.service.conftest import started
from tests.service.desks import FINE, HELD, SITE, Office, Place, opened
from tests.service.serving import stretched

RESTARTS = 10 if os.environ.get("MODERATION_TEST_BUDGET") == "long" else 1
SENDERS = 8
_CLOSING_S = 2.0  # what SQLAlchemy adds to give up a connection that hangs
_WORDS = """
    SELECT table_name || '.' || column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND character_maximum_length IS NOT NULL
    AND collation_name IS DISTINCT FROM 'C' AND table_name <> 'alembic_version'"""


@pytest.fixture
def own_server() -> Iterator[Postgres]:
    """A server that the test may stop."""
    yield from started()


@pytest.fixture
def database(postgres: Postgres) -> Iterator[str]:
    with postgres.database("migrated") as url:
        yield url


@asynccontextmanager
async def impatient(url: str) -> AsyncIterator[Office]:
    """An office that gives up early, after `_patience_s`."""
    patience_s = _patience_s()
    waits = Waits(
        connect_s=patience_s / 2,
        lock_s=patience_s / 2,
        statement_s=patience_s,
        transaction_s=patience_s,
    )
    store = await open_database(url, waits)
    await store.add_site(SITE)
    office = Office(store)
    yield office
    await store.close()


def _patience_s() -> float:
    return stretched(0.7)


def test_ids_and_codes_are_ordered_by_their_bytes_whatever_language_the_database_speaks(
    database: str, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with opened(Place(tmp_path, database)) as office:
            assert await office.rows(_WORDS) == []
            query = "SELECT collation_name FROM information_schema.columns WHERE column_name = 'code'"
            assert set(await office.rows(query)) == {("C",)}

    asyncio.run(scene())


def test_a_commit_outlives_the_server_even_where_it_is_set_not_to(postgres: Postgres, tmp_path: Path) -> None:
    with postgres.database("migrated") as url:
        name = url.partition("?")[0].rpartition("/")[2]
        postgres.tell(f"ALTER DATABASE {name} SET synchronous_commit = off")

        async def scene() -> None:
            async with opened(Place(tmp_path, url)) as office, office.store._writing.begin() as connection:
                shown = await connection.exec_driver_sql("SHOW synchronous_commit")
                assert shown.scalar_one() == "on"

        asyncio.run(scene())


def test_a_database_that_does_not_keep_utf_8_is_refused(postgres: Postgres) -> None:
    postgres.tell("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'")
    with pytest.raises(PolicyError, match="keeps LATIN1; make one WITH ENCODING 'UTF8'"):
        asyncio.run(open_database(postgres.url("latin")))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://u:geheim@127.0.0.1:1/x", "ConnectionRefusedError"),
        ("postgresql://u:geh/eim@[x", "ValueError"),
        ("postgresql://u:geheim@nowhere.invalid/x", "gaierror"),
    ],
)
def test_a_database_that_is_not_there_is_told_without_its_password(url: str, told: str) -> None:
    with pytest.raises(StoreUnavailable, match=rf"cannot be reached \({told}.*MODERATION_DATABASE") as outage:
        asyncio.run(open_database(url))
    assert "geh" not in str(outage.value)


def test_while_the_server_hangs_no_call_waits_for_long_and_then_all_is_well(own_server: Postgres) -> None:
    async def scene() -> None:
        async with impatient(own_server.url()) as office:
            comment = (await office.receive(HELD)).kept.id
            own_server.freeze()
            for _ in range(2):
                before = time.monotonic()
                calls = (office.receive(FINE), office.desk.counts(SITE), office.store.ping())
                decision = office.desk.decide(SITE, comment, "publish", "mai")
                answers = await asyncio.gather(*calls, decision, return_exceptions=True)
                assert [type(answer) for answer in answers] == [StoreUnavailable] * 4
                assert time.monotonic() - before < 2 * _patience_s() + stretched(_CLOSING_S)
            own_server.thaw()
            await _well(office)

    asyncio.run(scene())


async def _well(office: Office) -> None:
    """Everything is answered, from the first call on."""
    assert (await office.receive(HELD)).kept.status == "waiting"
    assert isinstance(await office.desk.counts(SITE), CaseCounts)
    await office.store.ping()


def test_a_store_closes_in_time_while_the_server_hangs(own_server: Postgres) -> None:
    async def scene() -> None:
        async with impatient(own_server.url()) as office:
            await asyncio.gather(*(office.store.ping() for _ in range(9)))
            own_server.freeze()
            before = time.monotonic()
            await office.store.close()
            assert time.monotonic() - before < stretched(3)
            own_server.kill()

    asyncio.run(scene())


def test_a_lock_that_another_holds_is_waited_for_no_longer_than_set(
    postgres: Postgres, tmp_path: Path
) -> None:
    async def scene() -> None:
        with postgres.database("migrated") as url:
            async with opened(Place(tmp_path, url)) as other, impatient(url) as office:
                comment = (await office.receive(HELD)).kept.id
                async with other.store._writing.begin() as connection:
                    await connection.exec_driver_sql("LOCK TABLE comments")
                    with pytest.raises(StoreUnavailable):
                        await office.desk.decide(SITE, comment, "publish", "mai")
                await other.desk.decide(SITE, comment, "publish", "mai")

    asyncio.run(scene())


class Load:
    """Senders that send each comment again under its key until it is acknowledged."""

    def __init__(self, office: Office) -> None:
        self.acknowledged: dict[str, str] = {}
        self.refused = 0
        self._office = office
        self._numbers = count()

    async def send(self) -> None:
        key = str(next(self._numbers))
        while key not in self.acknowledged:
            try:
                self.acknowledged[key] = (await self._office.receive(HELD, key=key)).kept.id
            except StoreUnavailable:
                self.refused += 1
                await asyncio.sleep(0.01)

    async def send_on(self) -> None:
        while True:
            await self.send()

    async def more(self, number: int) -> None:
        """Return when so many more were acknowledged."""
        until = len(self.acknowledged) + number
        while len(self.acknowledged) < until:
            await asyncio.sleep(0.01)


def test_no_acknowledged_comment_is_lost_by_a_server_that_is_killed_under_load(own_server: Postgres) -> None:
    async def scene() -> None:
        async with impatient(own_server.url()) as office:
            load = Load(office)
            sending = [asyncio.create_task(load.send_on()) for _ in range(SENDERS)]
            for _ in range(RESTARTS):
                await load.more(100)
                await asyncio.to_thread(own_server.kill)
                await asyncio.to_thread(own_server.start)
            await load.more(100)
            for one in sending:
                one.cancel()
            await asyncio.gather(*sending, return_exceptions=True)
            assert load.refused
        async with impatient(own_server.url()) as office:
            await _each_is_kept_once(office, load)

    asyncio.run(scene())


async def _each_is_kept_once(office: Office, load: Load) -> None:
    kept = {comment for (comment,) in await office.rows("SELECT id FROM comments")}
    assert kept >= set(load.acknowledged.values())
    assert len(kept) - len(load.acknowledged) <= SENDERS  # those that were on their way at the end
    events = await office.rows(
        "SELECT count(*), count(DISTINCT comment) FROM outbox WHERE event LIKE 'comment.%'"
    )
    assert events == [(len(kept), len(kept))]
    assert await office.rows("SELECT count(*) FROM idempotency") == [(len(kept),)]
