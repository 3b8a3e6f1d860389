"""What the people of a desk arrange: settings, templates, who is on duty, hand-over notes, cases given back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from service.care import Care
from service.desk.newsroom import Newsroom
from service.model import Site
from service.people import COMMAND, Actor, Moderator, Role, Session
from service.refused import Refused
from service.store.sessions import USUAL
from service.templates import SHIPPED, Template, usable
from tests.fakes import policy_of
from tests.service.desks import HELD, SITE, Office, Place, opened

OTHER = Site(id="other", name="The Other", policy=policy_of())
MINUTE_MS = 60_000
Scene = Callable[[Office, Newsroom], Awaitable[None]]


def played(place: Place, scene: Scene) -> None:
    async def play() -> None:
        async with opened(place, None, SITE, OTHER) as office:
            await scene(office, Newsroom(office.store, lambda: now_of(office)))

    asyncio.run(play())


def now_of(office: Office) -> float:
    return office.clock.now_ms / 1000


async def hired(office: Office, name: str, role: Role = "moderator", site: Site = SITE) -> Actor:
    person = Moderator(id=f"moderator_{name}", name=name)
    await office.store.people.add(site.id, person, role, COMMAND, now_of(office))
    return Actor(kind="moderator", id=person.id, name=name, role=role)


async def signed_in(office: Office, actor: Actor, name: str = "one") -> Session:
    id_ = f"session_{actor.id}_{name}"
    made = Session(id=id_, moderator=actor.id, created_at=now_of(office), seen_at=now_of(office))
    person = await office.store.people.moderator(actor.id)
    await office.store.sessions.open(made, id_, person, USUAL)
    return made


async def in_hand(office: Office, actor: Actor, site: Site = SITE) -> str:
    kept = (await office.receive(HELD, site=site)).kept
    await office.desk.queue.claim(site, kept.id, actor.by)
    return kept.id


async def waiting(office: Office, site: Site = SITE) -> list[str]:
    """Who has each open case in hand, "" for nobody."""
    page, _ = await office.desk.queue.page(site, limit=50)
    return sorted(case.claim.by if case.claim else "" for case in page)


async def there(newsroom: Newsroom, site: Site = SITE) -> list[tuple[str, int]]:
    return [(one.name, one.cases) for one in await newsroom.on_duty(site)]


def test_settings_are_kept_for_each_moderator_and_start_with_masks(place: Place) -> None:
    async def scene(office: Office, newsroom: Newsroom) -> None:
        lan, minh = await hired(office, "Lan"), await hired(office, "Minh")
        assert await newsroom.settings(lan.id) == Care(masked=True, break_every_min=60)
        for theme in ("dark", "light"):
            await newsroom.set_settings(lan.id, Care(theme=theme, keys={"publish": "đ"}))
        assert (await newsroom.settings(lan.id)).theme == "light"
        assert await newsroom.settings(minh.id) == Care()

    played(place, scene)


@pytest.mark.parametrize("keys", [{"publish": "Backspace"}, {"publish": "p", "reject": "P"}])
def test_a_key_that_is_typed_anyway_or_does_two_things_is_refused(keys: dict[str, str]) -> None:
    with pytest.raises(Refused, match="take another key"):
        Care(keys=keys).usable()


def test_templates_are_the_shipped_ones_until_a_site_writes_its_own(place: Place) -> None:
    async def scene(office: Office, newsroom: Newsroom) -> None:
        assert await newsroom.templates(SITE) == (SHIPPED, False)
        own = [Template(id="tip", title="Tin", vi="Cảm ơn bạn.")]
        await newsroom.set_templates(SITE, own, COMMAND)
        assert await newsroom.templates(SITE) == (tuple(own), True)
        assert await newsroom.templates(OTHER) == (SHIPPED, False)
        assert [one.what for one in await office.store.audit.page(SITE.id, limit=1)] == ["templates.changed"]

    played(place, scene)


def test_shipped_templates_say_something_in_both_languages() -> None:
    assert usable(SHIPPED) == SHIPPED
    assert all(one.vi and one.en for one in SHIPPED)


@pytest.mark.parametrize(
    ("second", "path"),
    [
        (Template(id="a", title="A", vi="x"), "$.templates[1].id"),
        (Template(id="b", title=" ", vi="x"), "$.templates[1].title"),
        (Template(id="b", title="B", vi=" "), "$.templates[1].vi"),
    ],
)
def test_a_template_that_cannot_be_chosen_is_refused_by_its_place(second: Template, path: str) -> None:
    with pytest.raises(Refused) as caught:
        usable([Template(id="a", title="A", vi="x"), second])
    assert caught.value.path == path


def test_on_duty_is_who_said_so_or_used_a_session_lately(place: Place) -> None:
    async def scene(office: Office, newsroom: Newsroom) -> None:
        lan, minh = await hired(office, "Lan"), await hired(office, "Minh")
        await hired(office, "Away")
        await signed_in(office, await hired(office, "Reader", "reader"))
        await signed_in(office, await hired(office, "Stranger", site=OTHER))
        await signed_in(office, minh)
        await newsroom.say(SITE, lan, on=True)
        await in_hand(office, lan)
        assert await there(newsroom) == [("Lan", 1), ("Minh", 0)]
        office.clock.now_ms += 11 * MINUTE_MS
        assert await there(newsroom) == []

    played(place, scene)


def test_saying_it_again_keeps_the_time_from_which_one_is_on_duty(place: Place) -> None:
    async def scene(office: Office, newsroom: Newsroom) -> None:
        lan = await hired(office, "Lan")
        began = now_of(office)
        for waited_minutes, since in ((0, began), (9, began), (9, began), (11, began + 29 * 60)):
            office.clock.now_ms += waited_minutes * MINUTE_MS
            await newsroom.say(SITE, lan, on=True)
            [one] = await newsroom.on_duty(SITE)
            assert (one.since, one.seen_at) == (since, now_of(office))

    played(place, scene)


def test_going_off_duty_gives_the_cases_of_that_site_back(place: Place) -> None:
    async def scene(office: Office, newsroom: Newsroom) -> None:
        lan = await hired(office, "Lan")
        await office.store.people.add(
            OTHER.id, Moderator(id="", name="Lan"), "moderator", COMMAND, now_of(office)
        )
        await signed_in(office, lan)
        mine = await in_hand(office, lan)
        await in_hand(office, lan, OTHER)
        assert await newsroom.say(SITE, lan, on=False) == [mine]
        assert (await waiting(office), await waiting(office, OTHER)) == ([""], [lan.by])
        assert (await there(newsroom), await there(newsroom, OTHER)) == ([], [("Lan", 1)])

    played(place, scene)


def test_signing_out_of_the_last_session_gives_cases_back_everywhere(place: Place) -> None:
    async def scene(office: Office, _: Newsroom) -> None:
        lan, minh = await hired(office, "Lan"), await hired(office, "Minh")
        sessions = [await signed_in(office, lan, name) for name in ("phone", "desk")]
        person = await office.store.people.moderator(lan.id)
        await in_hand(office, lan)
        await in_hand(office, minh)
        await in_hand(office, lan, OTHER)
        for session, left in zip(sessions, ([lan.by, minh.by], ["", minh.by]), strict=True):
            await office.store.sessions.close(person, session.id, lan, now_of(office))
            assert await waiting(office) == left
        assert await waiting(office, OTHER) == [""]
        told = "SELECT event, actor FROM outbox WHERE event = 'case.released'"
        assert await office.rows(told) == [("case.released", lan.by)] * 2

    played(place, scene)


def test_who_is_signed_out_or_removed_by_an_admin_holds_no_case(place: Place) -> None:
    async def scene(office: Office, _: Newsroom) -> None:
        lan = await hired(office, "Lan")
        await signed_in(office, lan)
        await in_hand(office, lan)
        await office.store.sessions.close_all(lan.id, COMMAND, now_of(office), SITE.id)
        assert await waiting(office) == [""]
        await in_hand(office, lan)
        await office.store.people.remove(SITE.id, lan.id, COMMAND, now_of(office))
        assert await waiting(office) == ["", ""]

    played(place, scene)


def test_handover_notes_are_paged_the_newest_first(place: Place) -> None:
    async def scene(office: Office, newsroom: Newsroom) -> None:
        lan = await hired(office, "Lan")
        for text in ("một", "hai", "ba"):
            office.clock.now_ms += MINUTE_MS
            await newsroom.hand_over(SITE, text, lan)
        await newsroom.hand_over(OTHER, "của trang khác", lan)
        found, following = await newsroom.handovers(SITE, limit=2, before=None)
        assert [(note.text, note.name, note.by) for note in found] == [
            ("ba", "Lan", lan.by),
            ("hai", "Lan", lan.by),
        ]
        found, following = await newsroom.handovers(SITE, limit=2, before=following)
        assert ([note.text for note in found], following) == (["một"], None)
        assert await newsroom.handovers(SITE, limit=2, before="\0") == ([], None)

    played(place, scene)
