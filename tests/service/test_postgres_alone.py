"""One process to a database, when it counts in its own memory; PostgreSQL itself keeps the lock."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.store.lock import NotAlone, alone
from service.store.postgres import Lock, connected
from service.store.postgres_lock import only_process_on
from tests.contracts.postgres import Postgres
from tests.service.conftest import started
from tests.service.serving import process, refused
from tests.test_docs import require_shipped_classifier


@pytest.fixture
def own_server() -> Iterator[Postgres]:
    yield from started()


def test_a_database_has_one_process(postgres: Postgres, tmp_path: Path) -> None:
    async def scene(url: str) -> None:
        async with alone(url, tmp_path / "one"):
            with pytest.raises(NotAlone, match="at work with counters in its own memory already; run one"):
                async with alone(url, tmp_path / "other"):
                    pass
        async with alone(url, tmp_path / "other"):
            pass

    with postgres.database() as url:
        asyncio.run(scene(url))


def test_the_lock_is_taken_again_when_the_server_is_back(own_server: Postgres) -> None:
    async def scene() -> None:
        async with only_process_on(own_server.url()):
            own_server.kill()
            own_server.start()
            await _held(own_server)

    asyncio.run(scene())


async def _held(server: Postgres) -> None:
    query = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = {Lock.ALONE.value}"
    async with asyncio.timeout(20):
        while await asyncio.to_thread(server.tell, query) != "1":
            await asyncio.sleep(0.01)


def test_a_process_ends_when_another_took_the_lock_meanwhile(postgres: Postgres) -> None:
    async def scene(url: str) -> None:
        lost = asyncio.Event()
        async with only_process_on(url, lost.set, ghost_s=0.1):
            other = await connected(url)
            waiting = asyncio.create_task(other.execute(Lock.ALONE.sql("pg_advisory_lock")))
            await _others_end(postgres, url)
            await waiting
            async with asyncio.timeout(20):
                await lost.wait()
            await other.close()

    with postgres.database() as url:
        asyncio.run(scene(url))


async def _others_end(server: Postgres, url: str) -> None:
    """End the connection that holds the lock, as soon as another waits for it."""
    name = url.partition("?")[0].rpartition("/")[2]
    query = f"""
        SELECT pg_terminate_backend(holder.pid) FROM pg_locks AS holder JOIN pg_database ON oid = database
        WHERE datname = '{name}' AND locktype = 'advisory' AND granted AND objid = {Lock.ALONE.value}
        AND EXISTS (SELECT FROM pg_locks WHERE NOT granted AND objid = {Lock.ALONE.value})"""
    async with asyncio.timeout(20):
        while await asyncio.to_thread(server.tell, query) != "t":
            await asyncio.sleep(0.01)


def test_a_second_server_with_its_own_counters_is_refused_on_the_same_database(
    postgres: Postgres, tmp_path: Path
) -> None:
    require_shipped_classifier()
    with postgres.database() as url, process(tmp_path / "one", database=url):
        status, told = refused(tmp_path / "other", database=url)
    assert (status, told.count("\n")) == (2, 1)
    assert "the database has a process at work" in told
