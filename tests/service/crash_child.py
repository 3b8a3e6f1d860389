"""A process that receives comments until it is killed: `python -m tests.service.crash_child HOME LIFE`.

It says "start" before it opens the store, and then "KEY ID" for each comment that it acknowledges.
"""

from __future__ import annotations

import asyncio
import os
import sys
from itertools import count
from pathlib import Path

from tests.service.desks import FINE, HELD, REFUSED, Office, opened

SENDERS = 8
TEXTS = (FINE, HELD, REFUSED)


def text_of(key: str) -> str:
    """The text that comes with *key*: LIFE.SENDER.NUMBER."""
    return f"{TEXTS[int(key.rpartition('.')[2]) % len(TEXTS)]} {key}"


def _say(line: str) -> None:
    """One write of a short line is whole or not there, however the process ends."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


async def _send(office: Office, sender: str) -> None:
    for number in count():
        key = f"{sender}.{number}"
        received = await office.receive(text_of(key), key=key)
        _say(f"{key} {received.kept.id}")


async def _live(home: Path, life: str) -> None:
    _say("start")
    async with opened(home) as office:
        await asyncio.gather(*(_send(office, f"{life}.{sender}") for sender in range(SENDERS)))


if __name__ == "__main__":
    asyncio.run(_live(Path(sys.argv[1]), sys.argv[2]))
