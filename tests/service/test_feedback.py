"""What sites say of comments in foreign words: kept, exported, forgotten."""

from __future__ import annotations

import asyncio

from service.desk.feedback import FeedbackDesk
from service.desk.retention import cutoffs
from service.model import Site
from service.store.retention import Cutoffs
from tests.fakes import policy_of
from tests.service.desks import SITE, Office, Place, opened

ELSEWHERE = Site(id="else", name="Elsewhere", policy=policy_of())


def desk_of(office: Office) -> FeedbackDesk:
    return FeedbackDesk(office.store.feedback, lambda: office.clock.now_ms / 1000)


async def labels(office: Office, site: Site = SITE) -> list[str]:
    return [one.label async for one in desk_of(office).all(site)]


def test_what_a_site_says_is_its_own_and_comes_out_in_order(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, SITE, ELSEWHERE) as office:
            for label in ("A", "B", "C"):
                await desk_of(office).say(SITE, "perspective", {label: 1.0}, "bad words", token="comment-1")
                office.clock.advance(s=1)
            assert await labels(office) == ["A", "B", "C"]
            assert await labels(office, ELSEWHERE) == []

    asyncio.run(scene())


def test_it_is_forgotten_as_soon_as_either_text_or_decisions_would_be(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            await desk_of(office).say(SITE, "perspective", {"OLD": 1.0}, "bad words")
            office.clock.advance(s=731 * 86_400)
            await desk_of(office).say(SITE, "perspective", {"NEW": 1.0}, "bad words")
            now = office.clock.now_ms / 1000
            old = cutoffs(SITE.policy.retention, now)
            await office.store.retention.forget(SITE.id, Cutoffs(published=0.0), limit=9, at=now)
            assert await labels(office) == ["OLD", "NEW"]
            await office.store.retention.forget(SITE.id, old, limit=9, at=now)
            assert await labels(office) == ["NEW"]

    asyncio.run(scene())


def test_it_goes_with_the_comment_that_it_is_about(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            kept = (await office.receive()).kept
            await desk_of(office).say(SITE, "perspective", {"ITS": 1.0}, kept.comment.text, token=kept.id)
            await desk_of(office).say(SITE, "perspective", {"OTHER": 1.0}, "bad words", token="another")
            now = office.clock.now_ms / 1000 + 1
            await office.store.retention.forget(SITE.id, Cutoffs(published=now), limit=9, at=now)
            assert await labels(office) == ["OTHER"]

    asyncio.run(scene())
