"""Live: what happens to cases, told to every browser that looks at the queue, as server-sent events (WHATWG HTML, 9.2).

The database's own table of events is read on by number, once for all onlookers of a process, so two processes tell the
same. Who comes back with `Last-Event-ID` hears what he missed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from service.store.events import Events, Happened

EVERY_S = 0.5
KEEP_ALIVE_S = 15.0
MOST_MISSED = 1_000  # who missed more reads the queue anew
_ROOM = 1_000  # events that wait for one slow reader
_AT_ONCE = 500


class Lagging(Exception):
    """An onlooker did not keep up, or the process ends; he comes back with the last number that he heard."""


class Onlooker:
    """One open stream of one site."""

    def __init__(self, site: str) -> None:
        self.site = site
        self._waiting: asyncio.Queue[Happened | None] = asyncio.Queue(_ROOM)
        self._ended = False

    def tell(self, event: Happened) -> None:
        """Put *event* in line, unless it is another site's; a line that is full is the end."""
        if event.site != self.site or self._ended:
            return
        try:
            self._waiting.put_nowait(event)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """Let the stream end."""
        self._ended = True
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(None)

    async def next(self, within_s: float) -> Happened | None:
        """The next event; None when there was none *within_s* seconds. Raises `Lagging`."""
        try:
            found = await asyncio.wait_for(self._waiting.get(), within_s)
        except TimeoutError:
            return None
        if found is None:
            raise Lagging
        return found


class Live:
    """Reads events on and tells them to onlookers; *keep_alive_s* after silence a stream says that it is there."""

    def __init__(self, events: Events, keep_alive_s: float = KEEP_ALIVE_S) -> None:
        self._events = events
        self._keep_alive_s = keep_alive_s
        self._onlookers: set[Onlooker] = set()
        self._read_to: int | None = None

    async def turn(self, _now: float = 0.0) -> bool:
        """Tell what has happened since the last turn; whether there is more. With nobody there nothing is read."""
        if not self._onlookers:
            self._read_to = None
            return False
        found = await self._events.after(await self._begun(), limit=_AT_ONCE)
        for event in found:
            for onlooker in list(self._onlookers):
                onlooker.tell(event)
            self._read_to = event.number
        return len(found) == _AT_ONCE

    async def _begun(self) -> int:
        """The number that was told last; of whoever comes first, the last that there is."""
        if self._read_to is None:
            self._read_to = await self._events.last()
        return self._read_to

    def close(self) -> None:
        """End every stream."""
        for onlooker in list(self._onlookers):
            onlooker.end()

    async def stream(self, site: str, last: int | None) -> AsyncIterator[bytes]:
        """The stream of *site* from number *last* on, or from now; ends when its reader is to come back."""
        onlooker = Onlooker(site)
        self._onlookers.add(onlooker)
        try:
            told = await self._begun()
            yield _retry()
            if last is not None:
                missed = await self._events.after(last, limit=MOST_MISSED + 1, site=site)
                if len(missed) > MOST_MISSED:
                    yield _message("reset", told, {"missed": True})
                else:
                    for event in missed:
                        yield _told(event)
                        told = max(told, event.number)
            else:
                yield _message("hello", told, {})
            with suppress(Lagging):
                while True:
                    heard = await onlooker.next(self._keep_alive_s)
                    if heard is None:
                        yield b": here\n\n"
                    elif heard.number > told:
                        yield _told(heard)
        finally:
            self._onlookers.discard(onlooker)


def _retry() -> bytes:
    return b"retry: 2000\n\n"


def _told(event: Happened) -> bytes:
    at = datetime.fromtimestamp(event.at, UTC)
    data = {"case": event.comment, "decision": event.decision, "by": event.by, "at": at}
    return _message(event.event, event.number, data)


def _message(name: str, number: int, data: object) -> bytes:
    return b"id: %d\nevent: %b\ndata: %b\n\n" % (number, name.encode(), msgspec.json.encode(data))
