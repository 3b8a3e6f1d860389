"""Starting: migrations, the one process of a folder, and settings that cannot be."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from moderation.errors import PolicyError
from service.model import StoreUnavailable
from service.store import open_store
from service.store.lock import NotAlone, only_process
from service.store.tables import metadata
from tests.service.desks import FINE, SITE, Place, opened

HOLD = """
import sys
from pathlib import Path
from typing import Any
from service.store.lock import only_process

with only_process(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def _differences(connection: Connection) -> list[object]:
    """Without what indexes words, which is each database's own."""

    def is_ours(thing: Any, name: str | None, *_: Any) -> bool:
        return not str(name).startswith(("search_index", "searchable_words"))

    context = MigrationContext.configure(connection, opts={"include_object": is_ours})
    return list(compare_metadata(context, metadata))


def test_migrating_an_empty_file_makes_the_tables_that_queries_see(tmp_path: Path) -> None:
    async def scene() -> None:
        async with opened(Place(tmp_path)) as office, office.store._writing.begin() as connection:
            assert await connection.run_sync(_differences) == []

    asyncio.run(scene())


def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    async def scene() -> None:
        async with opened(Place(tmp_path)) as office:
            kept = (await office.receive(FINE)).kept
        for _ in range(2):
            async with opened(Place(tmp_path)) as office:
                assert await office.desk.comment(SITE, kept.id) == kept

    asyncio.run(scene())


def test_several_that_start_at_once_on_an_empty_folder_all_start(tmp_path: Path) -> None:
    async def scene() -> None:
        stores = await asyncio.gather(*(open_store("sqlite://", tmp_path) for _ in range(6)))
        for store in stores:
            await store.ping()
            await store.close()

    asyncio.run(scene())


def test_the_file_is_opened_so_that_a_commit_has_reached_the_disk(tmp_path: Path) -> None:
    async def scene() -> None:
        async with opened(Place(tmp_path)) as office:
            for transactions in (office.store._writing, office.store._reading):
                async with transactions.begin() as connection:
                    told = [
                        (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
                        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
                    ]
                assert told == ["wal", 2, 1, 10_000]

    asyncio.run(scene())


def test_what_reads_cannot_write(tmp_path: Path) -> None:
    async def scene() -> None:
        async with opened(Place(tmp_path)) as office:
            with pytest.raises(StoreUnavailable):
                async with office.store._reading.begin() as connection:
                    await connection.exec_driver_sql("DELETE FROM sites")

    asyncio.run(scene())


def test_a_url_may_name_the_file(tmp_path: Path) -> None:
    async def scene() -> None:
        store = await open_store(f"sqlite:///{tmp_path}/deeper/c 1%.db", tmp_path / "home")
        await store.close()

    asyncio.run(scene())
    assert (tmp_path / "deeper" / "c 1%.db").exists()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("moderation.db", "starts with '', which no backend"),
        ("sqlite:///:memory:", "keeps nothing; use sqlite://"),
    ],
)
def test_a_url_that_cannot_be_says_what_can(url: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=message):
        asyncio.run(open_store(url, tmp_path))


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "moderation.db"
    path.write_text("a letter to the editor, long enough to be looked at " * 9)
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable, match="did not answer"):
        asyncio.run(open_store("sqlite://", tmp_path))
    assert path.read_bytes() == before


def test_a_folder_has_one_process(tmp_path: Path) -> None:
    with only_process(tmp_path / "home"):
        message = rf"home: process {os.getpid()} is at work here with counters in its own memory; run one"
        with pytest.raises(NotAlone, match=message), only_process(tmp_path / "home"):
            pass


def test_a_folder_is_free_again_after_its_process(tmp_path: Path) -> None:
    for _ in range(2):
        with only_process(tmp_path):
            pass


def test_a_killed_process_leaves_its_folder_free(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(NotAlone, match=f"process {holder.pid} is at work"), only_process(tmp_path):
            pass
        holder.kill()
    with only_process(tmp_path):
        pass
