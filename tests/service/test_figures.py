"""Figures: what came, what became of it and how long it waited, always as many as a recount finds."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import msgspec
import pytest

from moderation.policy.load import of
from moderation.verdict import Verdict
from service.caught import caught_in
from service.desk.figures import Figures, Report
from service.desk.front import Front
from service.model import Choice, Decision, Said, Site, reasons
from service.people import Actor
from service.store.threads import Thread
from service.store.words import thread_digest
from service.wire_stats import CaughtWords, Stats
from tests.fakes import KEYS
from tests.service.desks import FINE, HELD, REFUSED, SITE, Office, Place, opened, said

LAN = Actor(kind="moderator", id="moderator_lan", name="Lan")
HOUR_MS = 3_600_000
THREAD = "https://baotinh.vn/a-1"
Scene = Callable[[Office], Awaitable[None]]


def played(place: Place, scene: Scene, *sites: Site) -> None:
    async def play() -> None:
        async with opened(place, None, *sites) as office:
            await scene(office)

    asyncio.run(play())


async def report(office: Office, since: str | None = None, until: str | None = None) -> Report:
    figures = Figures(office.store, lambda: office.clock.now_ms / 1000)
    return await figures.report(SITE, since, until, LAN)


async def decide(office: Office, comment: str, action: Choice, by: str = LAN.by) -> str:
    text = "Lời của tòa soạn" if action == "edit_and_publish" else None
    said = Said(action=action, reason="rude", text=text)
    [outcome] = await office.desk.decisions.decide(SITE, [comment], said, by)
    assert isinstance(outcome, Decision)
    return outcome.id


async def received(office: Office, text: str, number: int = 1) -> list[str]:
    return [(await office.receive(text)).kept.id for _ in range(number)]


def test_comments_count_by_day_hour_verdict_status_reason_and_section(place: Place) -> None:
    async def scene(office: Office) -> None:
        await office.store.threads.put(
            SITE.id, thread_digest(THREAD), Thread(url=THREAD, section="Thể thao"), 0.0
        )
        await received(office, FINE, 2)
        await received(office, REFUSED)
        office.clock.now_ms += 24 * HOUR_MS
        await office.desk.receive(SITE, said(HELD, thread=THREAD), idempotency_key=None, body_sha256=b"")
        found = Stats.of(await report(office))
        assert [one.comments for one in found.days][-2:] == [3, 1]
        assert (found.comments, sum(one.comments for one in found.hours)) == (4, 4)
        assert [(one.name, one.number, one.share) for one in found.verdicts] == [
            ("publish", 2, 0.5),
            ("review", 1, 0.25),
            ("reject", 1, 0.25),
        ]
        assert {one.name: one.number for one in found.statuses} == {
            "published": 2,
            "refused": 1,
            "waiting": 1,
        }
        assert {one.name: one.number for one in found.reasons} == {"links.over": 1, "toxicity.toxicity": 1}
        assert [(one.name, one.number) for one in found.sections] == [(None, 3), ("Thể thao", 1)]

    played(place, scene)


def test_comments_of_another_site_or_time_do_not_count(place: Place) -> None:
    other = Site(id="other", name="The Other", policy=SITE.policy)

    async def scene(office: Office) -> None:
        await office.receive(FINE, site=other)
        await received(office, FINE)
        office.clock.now_ms += 8 * 24 * HOUR_MS
        assert (await report(office)).volume.comments == 0
        await received(office, HELD)
        assert (await report(office)).volume.comments == 1

    played(place, scene, SITE, other)


def test_waits_are_those_of_decisions_that_close_a_case(place: Place) -> None:
    async def scene(office: Office) -> None:
        waiting = await received(office, HELD, 10)
        for minutes, comment in zip((1, 2, 3, 4, 5, 6, 7, 8, 90, 90), waiting, strict=True):
            office.clock.now_ms += minutes * 60_000
            await decide(office, comment, "publish")
        await decide(office, waiting[0], "take_down")  # its case is closed already
        work = Stats.of(await report(office)).decisions
        assert (work.taken, work.closed, work.median_s, work.p90_s) == (11, 10, 15 * 60.0, 126 * 60.0)
        assert work.within_hour == 0.8

    played(place, scene)


def test_an_escalated_case_waits_until_it_is_decided(place: Place) -> None:
    async def scene(office: Office) -> None:
        [waiting] = await received(office, HELD)
        office.clock.now_ms += HOUR_MS
        await decide(office, waiting, "escalate")
        assert (await report(office)).work.closed == 0
        office.clock.now_ms += HOUR_MS
        await decide(office, waiting, "publish")
        assert (await report(office)).work.waits.median_s == 2 * 3_600.0

    played(place, scene)


def test_an_undone_decision_is_in_no_other_number(place: Place) -> None:
    async def scene(office: Office) -> None:
        [waiting] = await received(office, HELD)
        decision = await decide(office, waiting, "publish")
        await office.desk.decisions.undo(SITE, [decision], LAN.by)
        work = (await report(office)).work
        assert (work.undone, work.actions, work.closed, work.comparable) == (1, Counter(), 0, 0)
        assert work.waits.median_s is None
        await decide(office, waiting, "reject")
        work = (await report(office)).work
        assert (work.undone, work.actions, work.closed, work.comparable) == (1, {"reject": 1}, 1, 1)

    played(place, scene)


@pytest.mark.parametrize(
    ("text", "action", "agrees"),
    [
        (HELD, "publish", True),
        (HELD, "edit_and_publish", True),
        (HELD, "spam", False),
        (REFUSED, "restore", False),
        (REFUSED, "take_down", True),
        (HELD, "forward", None),
        ("…", "publish", None),  # nothing to score
    ],
)
def test_a_decision_agrees_when_it_does_as_the_classifier_suggests(
    place: Place, text: str, action: Choice, agrees: bool | None
) -> None:
    async def scene(office: Office) -> None:
        [comment] = await received(office, text)
        await decide(office, comment, action)
        work = (await report(office)).work
        assert (work.comparable, work.agreed) == (agrees is not None, bool(agrees))

    played(place, scene)


def test_my_own_number_is_todays_and_mine_alone(place: Place) -> None:
    async def scene(office: Office) -> None:
        waiting = await received(office, HELD, 4)
        await decide(office, waiting[0], "publish")
        office.clock.now_ms += 24 * HOUR_MS
        await decide(office, waiting[1], "publish")
        await decide(office, waiting[2], "publish", by="moderator:moderator_minh")
        undone = await decide(office, waiting[3], "publish")
        await office.desk.decisions.undo(SITE, [undone], LAN.by)
        assert (await report(office)).mine == 1

    played(place, scene)


async def recount(office: Office) -> tuple[Counter[tuple[str, str]], Counter[str], Counter[str]]:
    """The numbers that the verdicts themselves give: by status and action, by code, by word."""
    kinds: Counter[tuple[str, str]] = Counter()
    codes: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for status, verdict in await office.rows("SELECT status, verdict FROM comments"):
        kept = msgspec.json.decode(verdict, type=Verdict)
        kinds[status, kept.action.value] += 1
        codes.update(reasons(kept))
        words.update(caught_in(kept))
    return kinds, codes, words


WORDED = Site(
    id="news", name="The News", policy=of({"words": {"entries": [{"text": "xấu xa", "action": "review"}]}})
)


def test_figures_are_what_a_recount_finds_after_edits_erasures_and_decisions(place: Place) -> None:
    async def scene(office: Office) -> None:
        ids = [
            (await office.receive(text, site=WORDED)).kept.id
            for text in (FINE, HELD, "thật xấu xa", "xấu xa quá", REFUSED, FINE)
        ]
        await decide(office, ids[1], "publish")
        await decide(office, ids[2], "restore")
        front = Front(office.store, office.desk, KEYS.secret, lambda: office.clock.now_ms / 1000)
        for comment, text in ((ids[0], "giờ thì xấu xa"), (ids[3], HELD)):
            office.clock.now_ms += HOUR_MS
            await front.edit(WORDED, comment, text)
        await office.store.readers.withdraw("news", ids[2], "author", 0.0)
        found = await report(office)
        kinds, codes, words = await recount(office)
        kept = await office.store.figures.kinds("news", found.period.quarters)
        assert Counter({(one.status, one.action): one.number for one in kept}) == kinds
        assert dict(found.volume.reasons) == codes
        now = office.clock.now_ms / 1000
        assert await office.store.catches.counts("news", 0.0, now + 1) == words == {"xấu xa": 1}

    played(place, scene, WORDED)


def test_each_entry_of_the_list_tells_in_how_many_comments_it_was_found(place: Place) -> None:
    entries = [{"text": "xấu  xa"}, {"text": "cũ", "expires": "2026-01-01"}]
    site = Site(id="news", name="The News", policy=of({"words": {"entries": entries}}))

    async def scene(office: Office) -> None:
        for text in ("xấu xa", "thật xấu xa, xau xa", "what the fuck", FINE):
            await office.receive(text, site=site)
        figures = Figures(office.store, lambda: office.clock.now_ms / 1000 + 1)
        found = CaughtWords.of(await figures.caught(site, 30), site.policy)
        assert [(one.text, one.comments, one.over) for one in found.entries] == [
            ("xấu  xa", 2, False),
            ("cũ", 0, True),
        ]
        assert [(one.text, one.comments) for one in found.others] == [("fuck", 1)]
        office.clock.now_ms += 31 * 24 * HOUR_MS
        assert (await figures.caught(site, 30)).words == {}

    played(place, scene, site)
