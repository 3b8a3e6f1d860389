"""The moderators' queue over a million comments: how long a page and the totals take, on both databases."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import asyncpg
from rich.table import Table

from benchmarks.tables import table
from moderation.classifier.shipped import shipped
from moderation.comment import comment_of
from moderation.facts import Facts
from moderation.judge import judge
from moderation.policy import digest
from moderation.policy.load import preset
from service.model import Site
from service.store import open_store
from service.store.sql import SqlStore

COMMENTS = 1_000_000
WAITING_EVERY, DECIDED_EVERY = 10, 20  # every tenth waits, every twentieth had waited
ROUNDS = 30
LIMIT_MS = 20
PAGE = 50
SITE = Site(id="news", name="The News", policy=preset("vi-news"))
TEXT = "Gọi 0912 345 678, xem https://example.com/xe, giá rẻ nhất hôm nay cho bà con trong phường."
CODES = [f"words.list_{number:02}" for number in range(16)] + ["links.over", "contacts.phone", "spam.advert"]
WEIGHTS = [1] * 16 + [40, 25, 12]  # three codes on more than 10,000 cases, sixteen on about a thousand

Rows = Iterator[tuple[Any, ...]]


def tables() -> Iterator[Table]:
    """Milliseconds of the middle and the slowest call; each goes through the store as the desk's calls do."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        file = folder / "moderation.db"
        yield asyncio.run(_measured("SQLite", f"sqlite:///{file}", lambda: _fill_file(file)))
        try:
            from tests.contracts.postgres import NoPostgres, Postgres

            server = stack.enter_context(Postgres())
        except (ImportError, NoPostgres) as why:
            yield table(f"PostgreSQL skipped: {why}")
            return
        url = server.url()
        yield asyncio.run(_measured("PostgreSQL", url, lambda: _fill_database(url)))


async def _measured(name: str, url: str, fill: Callable[[], Awaitable[None]]) -> Table:
    store = await open_store(url, Path())
    await store.add_site(SITE)
    await fill()
    made = table(
        f"The queue on {name}: {COMMENTS:,} comments, {COMMENTS // WAITING_EVERY:,} open cases, limit {LIMIT_MS} ms",
        "median, ms",
        "slowest, ms",
    )
    async for what, taken_ms in _calls(store):
        made.add_row(what, f"{median(taken_ms):.1f}", f"{max(taken_ms):.1f}")
    await store.close()
    return made


async def _calls(store: SqlStore) -> AsyncIterator[tuple[str, list[float]]]:
    deep = await _place(store, None, 0.9)
    rare, often = "words.list_07", "links.over"
    deep_by_reason = await _place(store, often, 0.35)
    asked = {
        "first page": lambda: store.cases("news", limit=PAGE, after=None, reason=None),
        "deep page": lambda: store.cases("news", limit=PAGE, after=deep, reason=None),
        "page by a usual reason": lambda: store.cases("news", limit=PAGE, after=None, reason=often),
        "deep page by it": lambda: store.cases("news", limit=PAGE, after=deep_by_reason, reason=often),
        "page by a rare reason": lambda: store.cases("news", limit=PAGE, after=None, reason=rare),
        "totals": lambda: store.counts("news"),
    }
    for what, call in asked.items():
        yield what, [await _taken_ms(call) for _ in range(ROUNDS + 1)][1:]


async def _place(store: SqlStore, reason: str | None, share: float) -> str:
    """A cursor that lies behind that share of all open cases."""
    number = int(COMMENTS * share)
    assert (await store.cases("news", limit=1, after=_cursor(number), reason=reason))[0]
    return _cursor(number)


async def _taken_ms(call: Callable[[], Awaitable[object]]) -> float:
    started = perf_counter()
    await call()
    return (perf_counter() - started) * 1000


async def _fill_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        for name, rows in _rows():
            first = next(rows)
            places = ", ".join("?" * len(first))
            file.execute(f"INSERT INTO {name} VALUES ({places})", first)
            file.executemany(f"INSERT INTO {name} VALUES ({places})", rows)


async def _fill_database(url: str) -> None:
    connection = await asyncpg.connect(url)
    for name, rows in _rows():
        await connection.copy_records_to_table(name, records=rows)
    await connection.execute("VACUUM ANALYZE")  # as autovacuum does by itself, a minute later
    await connection.close()


def _rows() -> Iterator[tuple[str, Rows]]:
    """The rows of each table, its columns in their order."""
    verdict = judge(comment_of(TEXT), Facts(received_at=1.0), SITE.policy, shipped()).json()
    policy = digest(SITE.policy)
    said = (TEXT, "Lan", "https://example.com/bai-viet-1", None, "vi")
    numbers = range(COMMENTS)
    yield "comments", ((_id(n), "news", _status(n), *said, policy, verdict, _time(n)) for n in numbers)
    held = [n for n in numbers if n % WAITING_EVERY == 0 or n % DECIDED_EVERY == 1]
    yield "cases", ((_id(n), "news", _state(n), _time(n)) for n in held)
    chance = random.Random(20261231)
    opened = (n for n in numbers if n % WAITING_EVERY == 0)
    yield "open_reasons", (("news", code, _time(n), _id(n)) for n in opened for code in _codes(chance))


def _codes(chance: random.Random) -> set[str]:
    return set(chance.choices(CODES, WEIGHTS, k=chance.choice((1, 1, 2))))


def _id(number: int) -> str:
    return f"{number:032x}"


def _time(number: int) -> float:
    return 1_800_000_000 + number / 7


def _cursor(number: int) -> str:
    return f"{_time(number):.6f}_{_id(number)}"


def _state(number: int) -> str:
    return "open" if number % WAITING_EVERY == 0 else "closed"


def _status(number: int) -> str:
    return "waiting" if number % WAITING_EVERY == 0 else "published"
