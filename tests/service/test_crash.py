"""kill -9 under load: what was acknowledged is there, exactly once, and a retry meets it."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service.crash_child import SENDERS, text_of
from tests.service.desks import SITE, Office, opened

LIVES = 40 if os.environ.get("MODERATION_TEST_BUDGET") == "long" else 5
CHECKS = {
    "one event each": "SELECT count(*) FROM (SELECT comment FROM outbox GROUP BY comment HAVING count(*) = 1)",
    "one key each": "SELECT count(DISTINCT comment) FROM idempotency",
    "a case for each that waits": """
        SELECT count(*) FROM comments LEFT JOIN cases ON cases.comment = comments.id
        WHERE (status = 'waiting') = (cases.comment IS NOT NULL)""",
}


def _life(home: Path, life: int, acknowledgements: int) -> dict[str, str]:
    """Let a process live until it has acknowledged that many, kill it, and return all that it managed."""
    command = [sys.executable, "-m", "tests.service.crash_child", str(home), str(life)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(1 + acknowledgements)]
        assert process.poll() is None, "the process ended by itself"
        process.kill()
        lines += process.stdout.readlines()
    return dict(line.decode().split() for line in lines[1:])


@pytest.mark.timeout(1800)
def test_no_acknowledged_comment_is_lost_or_doubled_by_kill_9(tmp_path: Path) -> None:
    chance = random.Random(20261231)
    acknowledged: dict[str, str] = {}
    for life in range(LIVES):
        moment = 0 if life == 0 else chance.randrange(400)  # the first dies while it migrates
        acknowledged |= _life(tmp_path, life, moment)
        acknowledged |= asyncio.run(_retried(tmp_path, acknowledged, life))
    asyncio.run(_whole(tmp_path, acknowledged))


async def _retried(home: Path, acknowledged: dict[str, str], life: int) -> dict[str, str]:
    """Send again what that life acknowledged, and what was on its way when it died."""
    async with opened(home) as office:
        mine = [key for key in acknowledged if key.startswith(f"{life}.")]
        for key in mine:
            assert (await _sent_again(office, key)) == (acknowledged[key], True)
        return {key: (await _sent_again(office, key))[0] for key in _on_their_way(mine, life)}


def _on_their_way(acknowledged: list[str], life: int) -> list[str]:
    """The next number of every sender: kept before the end or not, nobody was told."""
    senders = [f"{life}.{sender}" for sender in range(SENDERS)]
    return [f"{one}.{sum(key.startswith(f'{one}.') for key in acknowledged)}" for one in senders]


async def _sent_again(office: Office, key: str) -> tuple[str, bool]:
    received = await office.receive(text_of(key), key=key)
    assert received.kept.comment.text == text_of(key)
    assert await office.desk.comment(SITE, received.kept.id) == received.kept
    return received.kept.id, received.replayed


async def _whole(home: Path, acknowledged: dict[str, str]) -> None:
    async with opened(home) as office, office.store._reading.begin() as connection:
        ids = (await connection.exec_driver_sql("SELECT id FROM comments")).scalars().all()
        assert sorted(ids) == sorted(acknowledged.values())
        for name, query in CHECKS.items():
            assert (await connection.exec_driver_sql(query)).scalar_one() == len(ids), name
        assert (await connection.exec_driver_sql("PRAGMA integrity_check")).scalar_one() == "ok"
        assert not (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
