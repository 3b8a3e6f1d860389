"""A comment that is sent again, because its answer was lost, is one comment."""

from __future__ import annotations

import asyncio

import pytest

from service.model import IdempotencyConflict, NotFound, Site, StoreUnavailable
from service.store import Clash, Submission
from tests.fakes import LONG, policy_of
from tests.service.desks import FINE, HELD, SITE, Place, opened

STRICT = Site(id="strict", name="Strict", policy=policy_of(rate={"guest": ["1/15s"]}))
DAY_S = 86_400


def test_the_same_key_and_body_get_the_same_comment(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            first, again = [await office.receive(HELD, key="k") for _ in range(2)]
            assert (first.replayed, again.replayed) == (False, True)
            assert again.kept == first.kept
            assert (await office.desk.counts(SITE)).waiting.count == 1

    asyncio.run(scene())


def test_the_same_key_with_another_body_is_refused(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            await office.receive(FINE, key="k")
            with pytest.raises(IdempotencyConflict, match="another body before; take a new key"):
                await office.receive(HELD, key="k")
            assert (await office.desk.counts(SITE)).waiting.count == 0

    asyncio.run(scene())


def test_without_a_key_every_sending_is_a_comment(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            first, second = [(await office.receive(FINE)).kept.id for _ in range(2)]
            assert first != second

    asyncio.run(scene())


def test_two_sites_may_use_one_key(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, SITE, STRICT) as office:
            ours = await office.receive(FINE, key="k")
            theirs = await office.receive(HELD, key="k", site=STRICT)
            assert not theirs.replayed
            with pytest.raises(NotFound):
                await office.desk.comment(STRICT, ours.kept.id)

    asyncio.run(scene())


def test_whoever_comes_while_the_first_is_on_its_way_waits_for_it(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            answers = await asyncio.gather(*(office.receive(HELD, key="k") for _ in range(20)))
            assert sorted(answer.replayed for answer in answers) == [False, *[True] * 19]
            assert len({answer.kept.id for answer in answers}) == 1
            assert not office.desk._in_flight

    asyncio.run(scene())


def test_one_of_two_bodies_that_come_at_once_is_refused(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            answers = await asyncio.gather(
                office.receive(FINE, key="k"), office.receive(HELD, key="k"), return_exceptions=True
            )
            assert [type(answer).__name__ for answer in answers] == ["Received", "IdempotencyConflict"]

    asyncio.run(scene())


def test_two_processes_that_get_one_key_at_once_keep_one_comment(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as one, opened(place) as other:
            for number in range(10):
                key = f"k{number}"
                first, second = await asyncio.gather(one.receive(HELD, key=key), other.receive(HELD, key=key))
                assert first.kept.id == second.kept.id
                assert {first.replayed, second.replayed} == {False, True}
            assert (await one.desk.counts(SITE)).waiting.count == 10

    asyncio.run(scene())


def test_a_retry_after_a_failure_is_no_repeat_and_no_new_charge(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        async with opened(place, None, STRICT) as office:
            with monkeypatch.context() as patch:
                patch.setattr(office.store, "submit", _refuse)
                with pytest.raises(StoreUnavailable):
                    await office.receive(LONG, key="k", site=STRICT)
            retried = await office.receive(LONG, key="k", site=STRICT)
            assert (retried.replayed, retried.kept.status) == (False, "published")

    async def _refuse(submission: Submission) -> None:
        raise StoreUnavailable("no room")

    asyncio.run(scene())


def test_a_retry_of_a_sending_that_was_cancelled_meets_its_comment(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            for number in range(20):
                sending = asyncio.create_task(office.receive(HELD, key=f"k{number}"))
                await _ticks(number)
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)
                await office.receive(HELD, key=f"k{number}")
            assert (await office.desk.counts(SITE)).waiting.count == 20

    asyncio.run(scene())


async def _ticks(number: int) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


def test_a_key_is_forgotten_after_a_day(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            first = await office.receive(FINE, key="k")
            office.clock.advance(s=DAY_S - 1)
            assert (await office.receive(FINE, key="k")).replayed
            office.clock.advance(s=1)
            later = await office.receive(HELD, key="k")
            assert (later.replayed, later.kept.id != first.kept.id) == (False, True)
            assert await office.rows("SELECT count(*) FROM idempotency") == [(1,)]

    asyncio.run(scene())


def test_a_comment_for_a_site_that_is_gone_is_a_clash(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            with pytest.raises(Clash, match="the site is gone"):
                await office.receive(FINE, key="k", site=STRICT)

    asyncio.run(scene())
