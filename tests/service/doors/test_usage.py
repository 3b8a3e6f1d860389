"""Counts of calls, on every database: none is lost, whoever counts at the same time or while the store is away."""

from __future__ import annotations

import asyncio
from typing import NoReturn

import pytest

from service.desk.coral import CoralDesk
from service.desk.keys import Keys
from service.desk.usage import UsageDesk
from service.keyring import Keyring
from service.model import StoreUnavailable
from service.people import COMMAND, AccountError
from service.store.usage import Line, Usage
from tests.service.desks import SITE, Office, Place, opened


async def new_key(office: Office) -> str:
    _, key = await Keys(office.store, Keyring(office.store)).add(SITE.id, "secret", ["check"], COMMAND)
    return key.id


def test_two_processes_that_count_at_once_lose_nothing(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office, opened(place) as other:
            key = await new_key(office)
            desks = [UsageDesk(one.store.usage) for one in (office, other)]
            for turn in range(20):
                for desk in desks:
                    desk.count(key, f"b{turn % 3}.example", "spam")
                    desk.count(key, "b0.example", "ham")
                await asyncio.gather(*(desk.turn() for desk in desks))
            assert await desks[0].checks(key) == 80
            found, total = await desks[1].blogs(
                key, desks[1].month, part="", order="total", limit=2, offset=0
            )
            assert ([(one.blog, one.spam, one.ham) for one in found], total) == (
                [("b0.example", 14, 40), ("b1.example", 14, 0)],
                3,
            )

    asyncio.run(scene())


def test_a_month_ends_at_midnight_utc(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            key, now = await new_key(office), [1_796_083_199.0]  # the last second of November 2026
            desk = UsageDesk(office.store.usage, lambda: now[0])
            desk.count(key, "b.example", "ham")
            now[0] += 1
            assert desk.month == "2026-12"
            assert await desk.checks(key) == 0
            assert await office.store.usage.checks(key, "2026-11") == 1

    asyncio.run(scene())


class AwayUsage(Usage):
    """A store that does not answer."""

    def __init__(self) -> None:
        pass

    async def add(self, counted: object) -> NoReturn:
        raise StoreUnavailable("no answer")


def test_what_the_store_did_not_take_is_kept_for_later(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            key, desk = await new_key(office), UsageDesk(AwayUsage())
            desk.count(key, "b.example", "ham")
            with pytest.raises(StoreUnavailable):
                await desk.turn()
            await desk.close()
            desk.count(key, "b.example", "ham")
            desk._usage = office.store.usage
            assert await desk.checks(key) == 2

    asyncio.run(scene())


def test_a_blog_s_name_may_be_anything(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            key = await new_key(office)
            names = ["", "báo.example", "a" * 255, "%_\\"]
            await office.store.usage.add({Line(key, "2026-11", name): {"spam": 1} for name in names})
            found, _ = await office.store.usage.blogs(key, "2026-11", part="%_\\", limit=9)
            assert [one.blog for one in found] == ["%_\\"]

    asyncio.run(scene())


def test_coral_s_secrets_are_kept_by_site(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            desk = CoralDesk(office.store)
            made = await desk.add(SITE, "corsec_1234", COMMAND)
            assert await office.store.coral.secrets(SITE.id) == ["corsec_1234"]
            assert await office.store.coral.secrets("other") == []
            assert [one.shown for one in await desk.of(SITE)] == ["…1234"]
            await desk.remove(SITE, made.id, COMMAND)
            with pytest.raises(AccountError):
                await desk.remove(SITE, "x\0", COMMAND)

    asyncio.run(scene())
