"""Who has which case in hand."""

from __future__ import annotations

import asyncio

import pytest

from service.model import Case, CaseFilter, Closed, Held, NotFound, Site, Stale
from tests.service.desks import FINE, HELD, SITE, Office, Place, opened

OTHER = Site(id="other", name="Other", policy=SITE.policy)


async def _waiting(office: Office, number: int) -> list[str]:
    ids = []
    for _ in range(number):
        office.clock.advance(s=1)
        ids.append((await office.receive(HELD)).kept.id)
    return ids


async def _claimed(office: Office, by: str, wanted: CaseFilter | None = None) -> Case:
    case = await office.desk.queue.claim_next(SITE, by, wanted or CaseFilter())
    assert case is not None
    return case


def test_two_who_ask_for_the_next_case_get_two(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            ids = await _waiting(office, 2)
            cases = [await _claimed(office, by) for by in ("mai", "an")]
            assert [case.id for case in cases] == ids
            assert [case.claim and case.claim.by for case in cases] == ["mai", "an"]
            assert await office.desk.queue.claim_next(SITE, "binh") is None

    asyncio.run(scene())


def test_who_comes_too_late_is_told_who_has_it_and_by_which_number(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            [case] = await _waiting(office, 1)
            await office.desk.queue.claim(SITE, case, "mai", lease_s=60)
            with pytest.raises(Held, match="mai has it in hand") as told:
                await office.desk.queue.claim(SITE, case, "an")
            until = office.clock.now_ms / 1000 + 60
            assert (told.value.holder, told.value.number, told.value.until) == ("mai", 1, until)

    asyncio.run(scene())


def test_a_claim_ends_by_the_clock_and_the_next_has_a_higher_number(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            [case] = await _waiting(office, 1)
            await office.desk.queue.claim(SITE, case, "mai", lease_s=60)
            office.clock.advance(s=60)
            [shown], _ = await office.desk.cases(SITE, limit=9, after=None)
            assert shown.claim is None
            claimed = await office.desk.queue.claim(SITE, case, "an")
            assert claimed.claim is not None
            assert claimed.claim.number == 2
            with pytest.raises(Stale, match="an has it in hand") as told:
                await office.desk.queue.claim(SITE, case, "mai", number=1)
            assert (told.value.holder, told.value.number) == ("an", 2)

    asyncio.run(scene())


def test_a_claim_is_renewed_under_its_number_even_when_over_if_nobody_came(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            [case] = await _waiting(office, 1)
            await office.desk.queue.claim(SITE, case, "mai", lease_s=60)
            for wait_s in (30, 60):
                office.clock.advance(s=wait_s)
                renewed = (await office.desk.queue.claim(SITE, case, "mai", lease_s=60, number=1)).claim
                assert renewed is not None
                assert (renewed.number, renewed.until) == (1, office.clock.now_ms / 1000 + 60)

    asyncio.run(scene())


def test_what_is_given_back_is_free_and_what_others_took_meanwhile_stays_theirs(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            first, second = await _waiting(office, 2)
            for case in (first, second):
                await office.desk.queue.claim(SITE, case, "mai", lease_s=60)
            office.clock.advance(s=61)
            await office.desk.queue.claim(SITE, second, "an")
            assert await office.desk.queue.release(SITE, "mai", {first: 1, second: 1}) == [first]
            with pytest.raises(Stale, match="claim it again"):
                await office.desk.queue.claim(SITE, first, "mai", number=1)
            assert (await _claimed(office, "binh")).id == first
            assert await office.desk.queue.release(SITE, "an") == [second]

    asyncio.run(scene())


def test_a_case_that_is_decided_or_was_never_there_cannot_be_claimed(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, SITE, OTHER) as office:
            [case] = await _waiting(office, 1)
            fine = (await office.receive(FINE)).kept.id
            for site, id_ in ((SITE, fine), (OTHER, case), (SITE, "nowhere"), (SITE, "\0")):
                with pytest.raises(NotFound):
                    await office.desk.queue.claim(site, id_, "mai")
            await office.desk.decide(SITE, case, "publish", "an")
            with pytest.raises(Closed, match="an has decided it"):
                await office.desk.queue.claim(SITE, case, "mai")

    asyncio.run(scene())


def test_another_site_has_nothing_to_claim_or_to_give_back(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, SITE, OTHER) as office:
            [case] = await _waiting(office, 1)
            assert await office.desk.queue.claim_next(OTHER, "mai") is None
            await office.desk.queue.claim(SITE, case, "mai")
            assert await office.desk.queue.release(OTHER, "mai") == []

    asyncio.run(scene())


def test_the_next_case_is_one_that_is_wanted_and_what_waits_for_an_editor_is_left_to_him(
    place: Place,
) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            first, second = await _waiting(office, 2)
            await office.desk.decide(SITE, first, "escalate", "mai")
            assert (await _claimed(office, "an")).id == second
            assert await office.desk.queue.claim_next(SITE, "an", CaseFilter(reason="links.over")) is None
            assert (await _claimed(office, "editor", CaseFilter(state="escalated"))).id == first

    asyncio.run(scene())


def test_whoever_looks_on_hears_of_each_claim_once(place: Place) -> None:
    async def scene() -> list[tuple[object, ...]]:
        async with opened(place) as office:
            [case] = await _waiting(office, 1)
            for _ in range(3):
                await office.desk.queue.claim(SITE, case, "mai")
            await office.desk.queue.release(SITE, "mai")
            query = "SELECT event, actor FROM outbox WHERE event LIKE 'case.%' ORDER BY number"
            return await office.rows(query)

    expected = [("case.opened", None), ("case.claimed", "mai"), ("case.released", "mai")]
    assert asyncio.run(scene()) == expected
