"""Many connections hammering one queue: no case is decided twice, and nothing is lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AsyncExitStack

from moderation.errors import ModerationError
from service.model import Decision, Said
from tests.service.desks import HELD, SITE, Office, Place, opened

PROCESSES = 3  # stores of their own on one database, as processes have
HANDS = 4  # moderators at each
CASES = 36


async def _work(office: Office, by: str, taken: Counter[str]) -> None:
    """Claim and decide until nothing is left."""
    while (case := await office.desk.queue.claim_next(SITE, by)) is not None:
        assert case.claim is not None
        claims = {case.id: case.claim.number}
        [outcome] = await office.desk.decisions.decide(
            SITE, [case.id], Said(action="publish"), by, claims=claims
        )
        assert isinstance(outcome, Decision)
        taken[case.id] += 1


def test_many_who_claim_and_decide_never_decide_a_case_twice(place: Place) -> None:
    async def scene() -> None:
        async with AsyncExitStack() as stack:
            offices = [await stack.enter_async_context(opened(place)) for _ in range(PROCESSES)]
            ids = {(await offices[0].receive(HELD)).kept.id for _ in range(CASES)}
            taken: Counter[str] = Counter()
            hands = [
                _work(office, f"{number} of {process}", taken)
                for process, office in enumerate(offices)
                for number in range(HANDS)
            ]
            await asyncio.gather(*hands)
            assert taken == Counter(dict.fromkeys(ids, 1))
            assert await offices[0].rows("SELECT count(*) FROM decisions") == [(CASES,)]
            assert (await offices[0].desk.counts(SITE)).waiting.count == 0

    asyncio.run(scene())


def test_of_many_who_race_for_one_case_one_gets_it(place: Place) -> None:
    async def scene() -> None:
        async with AsyncExitStack() as stack:
            offices = [await stack.enter_async_context(opened(place)) for _ in range(PROCESSES)]
            case = (await offices[0].receive(HELD)).kept.id
            claims = [
                office.desk.queue.claim(SITE, case, f"{number} of {process}")
                for process, office in enumerate(offices)
                for number in range(HANDS)
            ]
            outcomes = await asyncio.gather(*claims, return_exceptions=True)
            got = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
            assert len(got) == 1
            holders = {getattr(outcome, "holder", None) for outcome in outcomes} - {None}
            assert holders == {got[0].claim and got[0].claim.by}

    asyncio.run(scene())


def test_many_who_decide_and_undo_the_same_comments_leave_one_truth(place: Place) -> None:
    async def scene() -> None:
        async with AsyncExitStack() as stack:
            offices = [await stack.enter_async_context(opened(place)) for _ in range(PROCESSES)]
            ids = [(await offices[0].receive(HELD)).kept.id for _ in range(5)]
            await asyncio.gather(*(_back_and_forth(office, ids, f"{n}") for n, office in enumerate(offices)))
            for comment in ids:
                kept = await offices[0].desk.comment(SITE, comment)
                in_force = [one for one in kept.decisions if one.undone is None]
                assert (kept.status == "waiting") == (in_force == [])
            truth = [await offices[0].desk.comment(SITE, comment) for comment in ids]
            waiting = {kept.id for kept in truth if kept.status == "waiting"}
            cases, _ = await offices[0].desk.cases(SITE, limit=9, after=None)
            assert {case.id for case in cases} == waiting
            assert (await offices[0].desk.counts(SITE)).waiting.count == len(waiting)

    asyncio.run(scene())


async def _back_and_forth(office: Office, ids: list[str], by: str) -> None:
    for _ in range(4):
        outcomes = await office.desk.decisions.decide(SITE, ids, Said(action="reject"), by)
        assert not any(isinstance(outcome, ModerationError) for outcome in outcomes)
        taken = [one.id for one in outcomes if isinstance(one, Decision)]
        await office.desk.decisions.undo(SITE, taken, by)
