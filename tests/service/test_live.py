"""Whoever looks at the queue hears what happens to it, also after his line was cut, and from every process."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import httpx
import pytest

from service import live as living
from service.live import Live
from tests.service.desks import FINE, HELD, SITE, Place, opened
from tests.service.serving import bearer, process, stretched


class Reader:
    """A browser that listens."""

    def __init__(self, stream: AsyncIterator[bytes]) -> None:
        self.stream = stream
        self.last = 0

    async def until(self, event: str) -> list[str]:
        """The events that come, up to the first one of that name."""
        heard = []
        while not heard or heard[-1] != event:
            heard += self._named(await asyncio.wait_for(anext(self.stream), stretched(5)))
        return heard

    def _named(self, piece: bytes) -> list[str]:
        fields = dict(
            line.split(": ", 1) for line in piece.decode().splitlines() if ": " in line and line[0] != ":"
        )
        if "id" in fields:
            self.last = int(fields["id"])
        return [fields["event"]] if "event" in fields else []


async def listening(live: Live, last: int | None = None, site: str = SITE.id) -> Reader:
    reader = Reader(live.stream(site, last))
    await reader.until("hello") if last is None else None
    return reader


def test_what_happens_to_a_case_is_heard_as_it_happens(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            live = Live(office.store.events)
            reader = await listening(live)
            held = (await office.receive(HELD)).kept
            await office.receive(FINE)
            await office.desk.decide(SITE, held.id, "publish", "mai")
            await live.turn()
            assert await reader.until("case.decided") == ["case.opened", "case.decided"]

    asyncio.run(scene())


def test_who_comes_back_hears_what_he_missed_and_nothing_twice(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            live = Live(office.store.events)
            reader = await listening(live)
            await office.receive(HELD)
            await live.turn()
            await reader.until("case.opened")
            held = (await office.receive(HELD + " khác")).kept
            again = await listening(live, last=reader.last)
            await office.desk.decide(SITE, held.id, "publish", "mai")
            await live.turn()
            assert await again.until("case.decided") == ["case.opened", "case.decided"]

    asyncio.run(scene())


def test_who_missed_too_much_is_told_to_read_anew(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(living, "MOST_MISSED", 2)

    async def scene() -> None:
        async with opened(place) as office:
            live = Live(office.store.events)
            for number in range(3):
                await office.receive(f"{HELD} {number}")
            reader = Reader(live.stream(SITE.id, 0))
            assert await reader.until("reset") == ["reset"]
            assert reader.last == await office.store.events.last()

    asyncio.run(scene())


def test_what_one_process_writes_is_heard_in_another(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as one, opened(place) as other:
            live = Live(other.store.events)
            reader = await listening(live)
            await one.receive(HELD)
            await live.turn()
            assert await reader.until("case.opened") == ["case.opened"]

    asyncio.run(scene())


def test_another_sites_events_are_not_heard(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            live = Live(office.store.events, keep_alive_s=0.01)
            reader = await listening(live, site="other")
            await office.receive(HELD)
            await live.turn()
            assert (await anext(reader.stream)).startswith(b":")

    asyncio.run(scene())


def test_a_silent_stream_says_that_it_is_there(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            reader = await listening(Live(office.store.events, keep_alive_s=0.01))
            assert await anext(reader.stream) == b": here\n\n"

    asyncio.run(scene())


def test_one_who_does_not_read_is_let_go_and_the_others_hear_all(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(living, "_ROOM", 2)

    async def scene() -> None:
        async with opened(place) as office:
            live = Live(office.store.events)
            slow, quick = await listening(live), await listening(live)
            for number in range(4):
                await office.receive(f"{HELD} {number}")
                await live.turn()
                assert await quick.until("case.opened") == ["case.opened"]
            with pytest.raises(StopAsyncIteration):
                await slow.until("never")

    asyncio.run(scene())


def test_a_reader_who_goes_leaves_nothing_behind(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            live = Live(office.store.events)
            async with aclosing(live.stream(SITE.id, None)) as stream:
                await anext(stream)
                assert len(live._onlookers) == 1
            assert live._onlookers == set()

    asyncio.run(scene())


def test_streams_end_with_the_process(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            live = Live(office.store.events)
            reader = await listening(live)
            live.close()
            with pytest.raises(StopAsyncIteration):
                await reader.until("never")

    asyncio.run(scene())


def test_a_server_with_streams_open_ends_within_three_seconds(tmp_path: Path) -> None:
    with process(tmp_path / "home", policy="vi-news") as started:  # which holds everything
        client = httpx.Client(base_url=started.address, headers=bearer(started.key), timeout=stretched(10))
        with client, client.stream("GET", "/v1/events") as stream:
            lines = stream.iter_lines()
            assert "retry: 2000" in next(lines)
            client.post("/v1/comments", json={"text": "Bài viết rất hay!"}).raise_for_status()
            assert "event: case.opened" in (next(lines) for _ in range(20))
            before = time.monotonic()
            started.stop(signal.SIGTERM)
            assert time.monotonic() - before < stretched(3)
        assert "Traceback" not in started.logged()
