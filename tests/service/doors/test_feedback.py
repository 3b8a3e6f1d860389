"""Feedback through foreign APIs, on every database: kept once a text, exported with decisions, forgotten in time."""

from __future__ import annotations

import asyncio

from service.desk.feedback import MOST_TEXT, FeedbackDesk
from service.lessons import Lesson
from service.model import Site
from service.store.feedback import Feedback
from service.store.retention import Cutoffs
from tests.fakes import policy_of
from tests.service.desks import SITE, Office, Place, opened

OTHER = Site(id="other", name="Other", policy=policy_of())


def said(text: str, *, spam: bool = True) -> Feedback:
    action = "reject" if spam else "publish"
    return Feedback(
        door="akismet", text=text, action=action, label="spam" if spam else None, told={"said": "x"}
    )


def desk_of(office: Office) -> FeedbackDesk:
    return FeedbackDesk(office.store.feedbacks, lambda: office.clock.now_ms / 1000)


async def lessons(desk: FeedbackDesk, site: Site = SITE) -> list[Lesson]:
    return [one async for one in desk.lessons(site)]


def test_of_one_text_the_last_word_counts(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, SITE, OTHER) as office:
            desk = desk_of(office)
            for spam in (True, False, True, False):
                await desk.keep(SITE, said("vay tiền", spam=spam))
            await desk.keep(SITE, said("mua bán"))
            found = [(one.text, one.action, one.label) for one in await lessons(desk)]
            assert found == [("vay tiền", "publish", None), ("mua bán", "reject", "spam")]
            assert await lessons(desk, OTHER) == []

    asyncio.run(scene())


def test_what_teaches_nothing_is_not_kept(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            desk = desk_of(office)
            for text in ("", " \n", "a" * (MOST_TEXT + 1)):
                await desk.keep(SITE, said(text))
            assert await lessons(desk) == []

    asyncio.run(scene())


def test_it_is_forgotten_with_decisions(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            desk = desk_of(office)
            await desk.keep(SITE, said("cũ"))
            office.clock.advance(s=10)
            now = office.clock.now_ms / 1000
            await desk.keep(SITE, said("mới"))
            gone = await office.store.retention.forget(SITE.id, Cutoffs(decisions=now), limit=9, at=now)
            assert gone == 1
            assert [one.text for one in await lessons(desk)] == ["mới"]

    asyncio.run(scene())
