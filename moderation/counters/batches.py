"""What is asked in one tick of the event loop goes out together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")
Answers = Sequence[A | BaseException]  # an exception is the answer to its question

_MOST = 256  # questions in one batch, so that the first of them need not wait long for the last


class Batches(Generic[Q, A]):
    """Collects questions and sends them in the order in which they came, at most *lanes* batches at once.

    *send* answers each question of a batch, or gives the exception for it; what it raises is the answer to
    all. While every lane is taken questions gather, so a slow answer makes larger batches. One event loop.
    """

    def __init__(self, send: Callable[[Sequence[Q]], Coroutine[Any, Any, Answers[A]]], *, lanes: int) -> None:
        self._send = send
        self._lanes = lanes
        self._waiting: list[tuple[Q, asyncio.Future[A]]] = []
        self._sending: set[asyncio.Task[None]] = set()

    def ask(self, question: Q) -> asyncio.Future[A]:
        """Send *question* with all others of this tick."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[A] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._flush)
        self._waiting.append((question, answer))
        return answer

    async def drained(self) -> None:
        """Wait until every question was answered."""
        while self._sending or self._waiting:
            self._flush()
            await asyncio.wait(self._sending)

    def _flush(self) -> None:
        while self._waiting and len(self._sending) < self._lanes:
            batch, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            sending = asyncio.create_task(self._deliver(batch))
            self._sending.add(sending)
            sending.add_done_callback(self._freed)

    def _freed(self, lane: asyncio.Task[None]) -> None:
        self._sending.discard(lane)
        self._flush()

    async def _deliver(self, batch: Sequence[tuple[Q, asyncio.Future[A]]]) -> None:
        given: Answers[A] = [asyncio.CancelledError()] * len(batch)  # as long as nothing else is known
        try:
            given = await self._send([question for question, _ in batch])
        except Exception as error:  # noqa: BLE001  # nobody is left waiting; whoever asked raises it
            given = [error] * len(batch)
        finally:
            for (_, future), answer in zip(batch, given, strict=True):
                _answer(future, answer)


def _answer(future: asyncio.Future[A], answer: A | BaseException) -> None:
    if future.done():  # whoever asked was cancelled
        return
    if isinstance(answer, BaseException):
        future.set_exception(answer)
    else:
        future.set_result(answer)
