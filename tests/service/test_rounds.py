"""Background work goes on after a fault, and ends between two turns."""

from __future__ import annotations

import asyncio

from service.model import StoreUnavailable
from service.rounds import Rounds


class Work:
    """Notes its turns; each ends as *ends* says, and asks for the next at once."""

    def __init__(self, *ends: Exception | None) -> None:
        self.ends = list(ends)
        self.begun = self.ended = 0
        self.enough = asyncio.Event()
        self.hold: asyncio.Event | None = None

    async def turn(self, now: float) -> int:
        self.begun += 1
        if not self.ends:
            self.enough.set()
            if self.hold is not None:
                await self.hold.wait()
            self.ended += 1
            return 0
        end = self.ends.pop(0)
        if end is not None:
            raise end
        return 1


def test_it_asks_again_at_once_while_there_is_more() -> None:
    async def scene() -> None:
        work = Work(None, None, None)
        rounds = Rounds("works", work.turn)
        await work.enough.wait()
        await rounds.end()
        assert (work.begun, work.ended) == (4, 1)

    asyncio.run(scene())


def test_an_outage_or_a_fault_does_not_end_it() -> None:
    async def scene() -> None:
        work = Work(StoreUnavailable("no answer"), ValueError("a fault"))
        rounds = Rounds("works", work.turn)
        await asyncio.wait_for(work.enough.wait(), 20)
        await rounds.end()

    asyncio.run(scene())


def test_the_turn_that_is_on_comes_to_its_end_unless_it_hangs() -> None:
    async def scene(*, hangs: bool) -> int:
        work = Work()
        work.hold = asyncio.Event()
        rounds = Rounds("works", work.turn)
        await work.enough.wait()
        if not hangs:
            asyncio.get_running_loop().call_soon(work.hold.set)
        await rounds.end()
        return work.ended

    assert asyncio.run(scene(hangs=False)) == 1
    assert asyncio.run(scene(hangs=True)) == 0
