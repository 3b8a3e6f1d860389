"""The moderators' queue over a million comments: how long a page and the totals take, on both databases."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
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
from service.desk.figures import Figures
from service.model import Case, CaseFilter, Order, Site
from service.people import COMMAND
from service.period import MOST_DAYS, QUARTER_S
from service.store import open_store
from service.store.filters import cursor
from service.store.sql import SqlStore
from service.store.words import thread_digest

COMMENTS = 1_000_000
WAITING_EVERY, DECIDED_EVERY = 10, 20  # every tenth waits, every twentieth had waited
ROUNDS = 30
FIGURE_ROUNDS = 10
LIMIT_MS = 20
PAGE = 50
SITE = Site(id="news", name="The News", policy=preset("vi-news"))
TEXT = "Gọi 0912 345 678, xem https://example.com/xe, giá rẻ nhất hôm nay cho bà con trong phường."
CODES = [f"words.list_{number:02}" for number in range(16)] + ["links.over", "contacts.phone", "spam.advert"]
WEIGHTS = [1] * 16 + [40, 25, 12]  # three codes on more than 10,000 cases, sixteen on about a thousand

EVERY = CaseFilter()
_DIGESTS = [thread_digest(f"https://example.com/bai-viet-{number}") for number in range(20_000)]
Rows = Iterator[tuple[Any, ...]]


def tables() -> Iterator[Table]:
    """Milliseconds of the middle and the slowest call; each goes through the store as the desk's calls do."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        file = folder / "moderation.db"
        yield from asyncio.run(_measured("SQLite", f"sqlite:///{file}", lambda: _fill_file(file)))
        try:
            from tests.contracts.postgres import NoPostgres, Postgres

            server = stack.enter_context(Postgres())
        except (ImportError, NoPostgres) as why:
            yield table(f"PostgreSQL skipped: {why}")
            return
        url = server.url()
        yield from asyncio.run(_measured("PostgreSQL", url, lambda: _fill_database(url)))


async def _measured(name: str, url: str, fill: Callable[[], Awaitable[None]]) -> list[Table]:
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
    figures = table(
        f"Figures on {name}: {COMMENTS:,} comments, {COMMENTS // DECIDED_EVERY:,} decisions",
        "median, ms",
        "slowest, ms",
    )
    for what, call in _figures(store).items():
        taken_ms = [await _taken_ms(call) for _ in range(FIGURE_ROUNDS + 1)][1:]
        figures.add_row(what, f"{median(taken_ms):.1f}", f"{max(taken_ms):.1f}")
    await store.close()
    return [made, figures]


def _figures(store: SqlStore) -> dict[str, Callable[[], Awaitable[object]]]:
    """The whole report of the last days before the last comment."""
    last = datetime.fromtimestamp(_time(COMMENTS), UTC).date()
    figures = Figures(store, lambda: _time(COMMENTS))

    def asked(days: int) -> Callable[[], Awaitable[object]]:
        since = str(last - timedelta(days - 1))
        return lambda: figures.report(SITE, since, str(last), COMMAND)

    return {
        **{f"figures of {days} days": asked(days) for days in (7, 30, MOST_DAYS)},
        "what words caught in 30 days": lambda: figures.caught(SITE, 30),
    }


async def _calls(store: SqlStore) -> AsyncIterator[tuple[str, list[float]]]:
    rare, often = CaseFilter(reason="words.list_07"), CaseFilter(reason="links.over")
    deep, deep_often = await _place(store, EVERY, 0.9), await _place(store, often, 0.35)
    asked = {
        "first page": _page(store, EVERY),
        "deep page": _page(store, EVERY, after=deep),
        "first page by priority": _page(store, EVERY, order="priority"),
        "page by a usual reason": _page(store, often),
        "deep page by it": _page(store, often, after=deep_often),
        "page by a rare reason": _page(store, rare),
        "page by language": _page(store, CaseFilter(language="en")),
        "page by section": _page(store, CaseFilter(section="thoi-su")),
        "page of a thread": _page(store, CaseFilter(thread=_thread(10))),
        "totals": lambda: store.queue.counts("news"),
    }
    for what, call in asked.items():
        yield what, [await _taken_ms(call) for _ in range(ROUNDS + 1)][1:]


def _page(
    store: SqlStore,
    wanted: CaseFilter,
    *,
    order: Order = "oldest",
    after: str | None = None,
    limit: int = PAGE,
) -> Callable[[], Awaitable[tuple[list[Case], str | None]]]:
    return lambda: store.queue.page("news", wanted, order, limit=limit, after=after, now=_time(COMMENTS))


async def _place(store: SqlStore, wanted: CaseFilter, share: float) -> str:
    """A cursor that lies behind that share of all open cases."""
    number = int(COMMENTS * share)
    place = cursor("oldest", _time(number), _id(number))
    assert (await _page(store, wanted, after=place, limit=1)())[0]
    return place


async def _taken_ms(call: Callable[[], Awaitable[object]]) -> float:
    started = perf_counter()
    await call()
    return (perf_counter() - started) * 1000


async def _fill_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        for name, columns, rows in _rows():
            places = ", ".join("?" * len(columns))
            file.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({places})", rows)


async def _fill_database(url: str) -> None:
    connection = await asyncpg.connect(url)
    for name, columns, rows in _rows():
        await connection.copy_records_to_table(name, columns=columns, records=rows)
    await connection.execute("VACUUM ANALYZE")  # as autovacuum does by itself, a minute later
    await connection.close()


def _rows() -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    """The rows of each table, with the columns that they fill."""
    verdict = judge(comment_of(TEXT), Facts(received_at=1.0), SITE.policy, shipped()).json()
    policy = digest(SITE.policy)
    numbers = range(COMMENTS)
    said = (
        "id",
        "site",
        "status",
        "text",
        "author",
        "thread",
        "language",
        "policy",
        "verdict",
        "received_at",
    )
    yield (
        "comments",
        (*said, "guest", "thread_sha256", "quarter", "action", "section", "suggested"),
        (
            (
                _id(n),
                "news",
                _status(n),
                TEXT,
                "Lan",
                _thread(n),
                "vi",
                policy,
                verdict,
                _time(n),
                _guest(n),
                _digest(n),
                _quarter(n),
                "review" if n % WAITING_EVERY == 0 or n % DECIDED_EVERY == 1 else "publish",
                _section(n),
                "refuse" if n % 40 == 1 else "publish",
            )
            for n in numbers
        ),
    )
    held = [n for n in numbers if n % WAITING_EVERY == 0 or n % DECIDED_EVERY == 1]
    yield (
        "cases",
        ("comment", "site", "state", "opened_at", "rank", "section", "language", "thread_sha256", "guest"),
        (
            (_id(n), "news", _state(n), _time(n), _time(n), _section(n), _language(n), _digest(n), _guest(n))
            for n in held
        ),
    )
    chance = random.Random(20261231)
    opened = (n for n in numbers if n % WAITING_EVERY == 0)
    yield (
        "open_reasons",
        ("site", "code", "opened_at", "comment", "rank"),
        (("news", code, _time(n), _id(n), _time(n)) for n in opened for code in _codes(chance)),
    )
    yield (
        "found",
        ("site", "quarter", "code", "comment"),
        (("news", _quarter(n), code, _id(n)) for n in held for code in _codes(chance)),
    )
    yield (
        "caught",
        ("site", "at", "word", "comment"),
        (("news", _time(n), f"từ {n % 300}", _id(n)) for n in held if n % 5 == 0),
    )
    decided = [n for n in numbers if n % DECIDED_EVERY == 1]
    yield (
        "decisions",
        ("id", "comment", "action", "by", "at", "note", "site", "waited_s", "suggested"),
        (
            (
                f"d{_id(n)}"[:64],
                _id(n),
                "reject" if n % 60 == 1 else "publish",
                f"moderator:{n % 7}",
                _time(n) + chance.expovariate(1 / 1_800),
                "",
                "news",
                chance.expovariate(1 / 1_800),
                "refuse" if n % 40 == 1 else "publish",
            )
            for n in decided
        ),
    )


def _comment(n: int, policy: str, verdict: bytes) -> tuple[Any, ...]:
    said = (_id(n), "news", _status(n), TEXT, "Lan", _thread(n), "vi")
    return (*said, policy, verdict, _time(n), _guest(n), _digest(n))


def _thread(number: int) -> str:
    return f"https://example.com/bai-viet-{number % 20_000}"


def _digest(number: int) -> str:
    return _DIGESTS[number % 20_000]


def _guest(number: int) -> str:
    return f"guest{number % 70_000:027}"


def _section(number: int) -> str:
    return ("thoi-su", "the-thao", "phap-luat")[number % 3]


def _language(number: int) -> str:
    return "en" if number % 50 == 0 else "vi"


def _codes(chance: random.Random) -> set[str]:
    return set(chance.choices(CODES, WEIGHTS, k=chance.choice((1, 1, 2))))


def _id(number: int) -> str:
    return f"{number:032x}"


def _time(number: int) -> float:
    """So that all of them came within a year."""
    return 1_800_000_000 + number * 30.0


def _quarter(number: int) -> int:
    return int(_time(number) // QUARTER_S)


def _state(number: int) -> str:
    return "open" if number % WAITING_EVERY == 0 else "closed"


def _status(number: int) -> str:
    return "waiting" if number % WAITING_EVERY == 0 else "published"
