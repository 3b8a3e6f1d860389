"""What is kept comes back as it was, with all that a replay needs, and only to its own site."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from moderation.comment import Comment
from moderation.judge import judge
from moderation.policy import digest
from moderation.policy.load import PRESETS, preset
from service.likeness import likeness
from service.model import Case, Decision, NotFound, Site
from service.store.rows import policy_of as policy_from
from tests.fakes import BadWordClassifier, policy_of
from tests.service.desks import FINE, HELD, SITE, Place, opened, said

OTHER = Site(id="other", name="Other", policy=policy_of(mode="hold_all"))


def test_a_comment_outlives_the_process_that_kept_it(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            comment = said(
                "Vâng 👍🏽 e\u0301\u200b\n\t", thread="https://example.com/a", parent="p", language="vi"
            )
            kept = (await office.desk.receive(SITE, comment, idempotency_key=None, body_sha256=b"")).kept
        async with opened(place) as office:
            found = await office.desk.comment(SITE, kept.id)
            assert found == kept
            assert found.comment == msgspec.structs.replace(comment, guest=None)

    asyncio.run(scene())


def test_a_verdict_is_kept_as_its_exact_bytes_and_replays_to_them(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            kept = (await office.receive(HELD)).kept
            query = "SELECT verdict, document FROM comments JOIN policies ON digest = policy"
            [(verdict, document)] = await office.rows(query)
        assert isinstance(document, bytes)
        comment, facts = kept.comment, kept.verdict.facts
        again = judge(comment, facts, policy_from(document), BadWordClassifier())
        assert verdict == kept.verdict.json() == again.json()

    asyncio.run(scene())


@pytest.mark.parametrize("name", PRESETS)
def test_a_policy_comes_back_with_its_digest_and_is_decoded_once(name: str, place: Place) -> None:
    async def scene() -> None:
        site = Site(id="s", name="S", policy=preset(name))
        async with opened(place, None, site) as office:
            first, second = await office.store.site("s"), await office.store.site("s")
            assert first is not None
            assert second is not None
            assert first == site
            assert digest(first.policy) == digest(site.policy)
            assert first.policy is second.policy

    asyncio.run(scene())


def test_a_site_added_again_is_renamed_and_keeps_its_policy(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            await office.store.add_site(Site(id=SITE.id, name="Newer", policy=OTHER.policy))
            assert await office.store.site(SITE.id) == msgspec.structs.replace(SITE, name="Newer")

    asyncio.run(scene())


def test_a_site_gets_a_new_policy_and_the_old_one_stays_for_replays(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            kept = (await office.receive(FINE)).kept
            change = office.store.policies.change
            await change(SITE.id, OTHER.policy, by="ann", at=1.0, note="", expected=None)
            assert await office.store.site(SITE.id) == msgspec.structs.replace(SITE, policy=OTHER.policy)
            known = {one for (one,) in await office.rows("SELECT digest FROM policies")}
            assert known == {kept.verdict.policy, digest(OTHER.policy)}

    asyncio.run(scene())


def test_a_verdict_by_a_policy_that_is_not_the_sites_own_keeps_that_policy(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            trying = msgspec.structs.replace(SITE, policy=policy_of(length={"max": 7}))
            kept = (await office.receive(FINE, site=trying)).kept
            assert (kept.verdict.policy,) in await office.rows("SELECT digest FROM policies")

    asyncio.run(scene())


def test_there_is_no_site_that_nobody_added(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            assert await office.store.site("nowhere") is None

    asyncio.run(scene())


def test_a_site_sees_and_decides_only_its_own(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, SITE, OTHER) as office:
            kept = (await office.receive(HELD)).kept
            with pytest.raises(NotFound):
                await office.desk.comment(OTHER, kept.id)
            with pytest.raises(NotFound):
                await office.desk.decide(OTHER, kept.id, "publish", "eve")
            assert await office.desk.cases(OTHER, limit=9, after=None) == ([], None)
            assert (await office.desk.counts(OTHER)).waiting.count == 0
            assert await office.desk.comment(SITE, kept.id) == kept

    asyncio.run(scene())


def test_a_case_shows_what_a_moderator_decides_by(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            kept = (await office.receive(HELD)).kept
            case = Case(
                id=kept.id,
                comment=Comment(text=HELD, author="Ann"),
                verdict=kept.verdict,
                opened_at=kept.received_at,
                state="open",
                reasons=("links.over",),
                cluster=likeness(SITE.id, HELD, near=0.85).id,
                guest=kept.guest,
            )
            assert await office.desk.cases(SITE, limit=9, after=None) == ([case], None)

    asyncio.run(scene())


def test_every_change_of_status_is_an_event_in_order(place: Place) -> None:
    async def scene() -> tuple[list[tuple[Any, ...]], Decision]:
        async with opened(place) as office:
            for text in (FINE, "bad words", HELD):
                kept = (await office.receive(text)).kept
            decision = await office.desk.decide(SITE, kept.id, "publish", "mai")
            return await office.rows("SELECT event, decision FROM outbox ORDER BY number"), decision

    events, decision = asyncio.run(scene())
    assert events == [
        ("comment.published", None),
        ("comment.rejected", None),
        ("comment.held", None),
        ("case.opened", None),
        ("comment.published", decision.id),
        ("case.decided", decision.id),
    ]


def test_the_store_says_that_it_answers(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            await office.store.ping()

    asyncio.run(scene())
