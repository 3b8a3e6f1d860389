"""What is asked in one tick goes out together; nobody waits for an answer that will not come."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from moderation.counters.batches import Batches

pytestmark = pytest.mark.anyio


class Line:
    """Answers each question with itself, doubled, once it is let go on."""

    def __init__(self) -> None:
        self.sent: list[list[int]] = []
        self.open = asyncio.Event()
        self.open.set()

    async def send(self, questions: Sequence[int]) -> Sequence[int | BaseException]:
        self.sent.append(list(questions))
        await self.open.wait()
        if 99 in questions:
            raise ConnectionError("the line is cut")
        return [ValueError("odd") if question % 2 else question * 2 for question in questions]


async def test_questions_of_one_tick_are_one_batch_in_order() -> None:
    line = Line()
    batches = Batches(line.send, lanes=2)
    assert await asyncio.gather(*(batches.ask(number) for number in (4, 2, 8))) == [8, 4, 16]
    assert line.sent == [[4, 2, 8]]


async def test_while_all_lanes_are_taken_questions_gather() -> None:
    line = Line()
    batches = Batches(line.send, lanes=1)
    line.open.clear()
    asked = []
    for number in (2, 4, 6):
        asked.append(batches.ask(number))
        await asyncio.sleep(0)
    line.open.set()
    assert await asyncio.gather(*asked) == [4, 8, 12]
    assert line.sent == [[2], [4, 6]]


async def test_a_long_queue_goes_out_in_several_batches() -> None:
    line = Line()
    batches = Batches(line.send, lanes=1)
    await asyncio.gather(*(batches.ask(number) for number in range(0, 1_200, 2)))
    assert [len(batch) for batch in line.sent] == [256, 256, 88]


async def test_an_exception_among_the_answers_is_for_its_question_alone() -> None:
    batches = Batches(Line().send, lanes=1)
    answers = await asyncio.gather(*(batches.ask(number) for number in (2, 3)), return_exceptions=True)
    assert answers[0] == 4
    assert isinstance(answers[1], ValueError)


async def test_a_batch_that_fails_fails_for_all_who_asked() -> None:
    batches = Batches(Line().send, lanes=1)
    answers = await asyncio.gather(*(batches.ask(number) for number in (2, 99)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [ConnectionError, ConnectionError]


async def test_whoever_gives_up_takes_nobody_along() -> None:
    line = Line()
    batches = Batches(line.send, lanes=1)
    line.open.clear()
    given_up, patient = batches.ask(2), batches.ask(4)
    await asyncio.sleep(0)
    given_up.cancel()
    line.open.set()
    assert await patient == 8


async def test_drained_waits_for_every_answer() -> None:
    batches = Batches(Line().send, lanes=1)
    asked = [batches.ask(number) for number in range(0, 600, 2)]
    await batches.drained()
    assert all(answer.done() for answer in asked)
    with pytest.raises(asyncio.InvalidStateError):
        batches.ask(2).result()
    await batches.drained()
