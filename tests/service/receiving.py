"""A site's own server that takes webhooks, as a real one on this machine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple


class Message(NamedTuple):
    """One message as it came."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def told(self) -> Any:
        return json.loads(self.body)


class Receiver:
    """Takes messages, and answers each with the next of *statuses*, or 204; *hold* keeps it from answering."""

    def __init__(self) -> None:
        self.came: list[Message] = []
        self.statuses: list[int] = []
        self.refusing: set[str] = set()  # comments
        self.hold: asyncio.Event | None = None
        self.url = ""
        self._news = asyncio.Condition()

    def events(self) -> list[str]:
        return [one.told["type"] for one in self.came]

    async def until(self, number: int) -> None:
        """Wait until so many came."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: len(self.came) >= number)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = [line.partition(": ") for line in head.split("\r\n")[1:] if line]
        headers = {name.lower(): value for name, _, value in lines}
        body = await reader.readexactly(int(headers["content-length"]))
        async with self._news:
            self.came.append(Message(headers, body))
            self._news.notify_all()
        if self.hold is not None:
            await self.hold.wait()
        writer.write(b"HTTP/1.1 %d x\r\nContent-Length: 0\r\n\r\n" % self._status(body))
        await writer.drain()
        writer.close()

    def _status(self, body: bytes) -> int:
        if json.loads(body)["data"].get("comment") in self.refusing:
            return 500
        return self.statuses.pop(0) if self.statuses else 204


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.talk, "127.0.0.1", 0)
    async with server:
        receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
        yield receiver
