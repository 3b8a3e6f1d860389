"""What the desk decides about a comment, and what it keeps of it."""

from __future__ import annotations

import asyncio
import logging

import pytest

from moderation.counters.memory import MemoryCounters
from moderation.facts import Facts
from moderation.observation import Observation, Settlement
from moderation.verdict import Action, Verdict
from service.model import NotFound, Site, StoreUnavailable
from service.store.tables import metadata
from tests.fakes import LONG, BrokenCounters, policy_of
from tests.service.desks import FINE, HELD, REFUSED, SITE, Place, opened, said

LIMITED = Site(id="limited", name="Limited", policy=policy_of(rate={"guest": ["1/15s"]}))


def codes(verdict: Verdict) -> list[str]:
    return [finding.code for finding in verdict.findings]


class NoStrikes(MemoryCounters):
    """Counts, but cannot settle."""

    def settle_now(self, settlement: Settlement) -> None:
        BrokenCounters().settle_now(settlement)


class Ticks(MemoryCounters):
    """Remembers which texts came in which order."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    async def observe(self, observation: Observation) -> Facts:
        self.seen.append(observation.copy.digest if observation.copy else "")
        await asyncio.sleep(0)
        return self.observe_now(observation)


@pytest.mark.parametrize(
    ("text", "status", "cases"), [(FINE, "published", 0), (HELD, "waiting", 1), (REFUSED, "refused", 0)]
)
def test_a_comment_is_published_waits_or_is_refused(text: str, status: str, cases: int, place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            kept = (await office.receive(text)).kept
            assert kept.status == status
            assert await office.desk.comment(SITE, kept.id) == kept
            assert (await office.desk.counts(SITE)).waiting.count == cases

    asyncio.run(scene())


def test_a_comment_is_kept_without_the_guest_who_sent_it(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            kept = (await office.receive(HELD)).kept
            assert kept.comment == said(HELD, guest=None)
            for table in metadata.sorted_tables:
                assert "203.0.113.9" not in repr(await office.rows(f"SELECT * FROM {table.name}"))

    asyncio.run(scene())


def test_a_check_keeps_nothing_and_counts(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, LIMITED) as office:
            first, second = [await office.desk.check(LIMITED, said(FINE)) for _ in range(2)]
            assert (codes(first), codes(second)) == ([], ["rate.guest"])
            assert (await office.desk.counts(LIMITED)).waiting.count == 0

    asyncio.run(scene())


def test_a_dry_run_does_not_even_count(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, LIMITED) as office:
            for _ in range(3):
                assert codes(await office.desk.check(LIMITED, said(FINE), dry_run=True)) == []
            for _ in range(3):
                await office.desk.check(SITE, said(REFUSED), dry_run=True)
            assert (await office.desk.check(SITE, said(FINE))).facts.strikes == 0

    asyncio.run(scene())


def test_a_batch_is_judged_in_order_and_observed_in_one_tick(place: Place) -> None:
    async def scene() -> None:
        counters = Ticks()
        async with opened(place, counters) as office:
            verdicts = await office.desk.check_batch(SITE, [said(LONG), said(REFUSED), said(LONG)])
            assert [verdict.action for verdict in verdicts] == [
                Action.PUBLISH,
                Action.REJECT,
                Action.REJECT,
            ]
            assert codes(verdicts[2]) == ["repeats.same_guest"]
            assert [bool(digest) for digest in counters.seen] == [True, False, True]

    asyncio.run(scene())


def test_a_long_batch_is_asked_in_parts_and_keeps_its_order(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            texts = [f"{LONG} {number} {number * 7919:x}" for number in range(70)]
            texts[40] = texts[0]
            verdicts = await office.desk.check_batch(SITE, [said(text) for text in texts])
            assert len(verdicts) == 70
            exact = [number for number, verdict in enumerate(verdicts) if verdict.facts.copies.exact]
            assert exact == [40]

    asyncio.run(scene())


def test_three_refused_texts_hold_the_next_comment(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            for _ in range(3):
                assert (await office.receive(REFUSED)).kept.status == "refused"
            assert codes((await office.receive(FINE)).kept.verdict) == ["guest.strikes"]

    asyncio.run(scene())


def test_a_comment_too_soon_is_refused_and_earns_no_strike(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, LIMITED) as office:
            statuses = [(await office.receive(FINE, site=LIMITED)).kept.status for _ in range(5)]
            assert statuses == ["published", *["refused"] * 4]
            office.clock.advance(s=15)
            assert (await office.receive(FINE, site=LIMITED)).kept.verdict.facts.strikes == 0

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("outage", "status"), [("publish", "published"), ("review", "waiting"), ("reject", "refused")]
)
def test_counters_that_do_not_answer_mean_what_the_policy_says(
    outage: str, status: str, place: Place
) -> None:
    async def scene() -> None:
        site = Site(id="s", name="S", policy=policy_of(outage={"counters": outage}))
        async with opened(place, BrokenCounters(), site) as office:
            kept = (await office.receive(FINE, site=site)).kept
            assert (kept.status, kept.verdict.degraded) == (status, True)
            assert kept.verdict.facts == Facts(received_at=kept.received_at, failed=("counters",))

    asyncio.run(scene())


def test_a_strike_that_cannot_be_settled_costs_no_comment(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> None:
        async with opened(place, NoStrikes()) as office:
            assert (await office.receive(REFUSED)).kept.status == "refused"

    asyncio.run(scene())
    assert "a strike was not counted" in caplog.text


def test_a_decision_is_followed_by_others_and_none_is_forgotten(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            comment = (await office.receive(HELD)).kept.id
            first = await office.desk.decide(SITE, comment, "publish", "mai", "ổn")
            assert (await office.desk.counts(SITE)).waiting.count == 0
            second = await office.desk.decide(SITE, comment, "reject", "an")
            kept = await office.desk.comment(SITE, comment)
            assert (kept.status, kept.decisions) == ("refused", (first, second))

    asyncio.run(scene())


def test_a_published_comment_can_be_taken_down(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            kept = (await office.receive(FINE)).kept
            await office.desk.decide(SITE, kept.id, "reject", "mai")
            assert (await office.desk.comment(SITE, kept.id)).status == "refused"

    asyncio.run(scene())


@pytest.mark.parametrize("word", ["x", "", "\ud800", "\0", "é"])
def test_what_is_not_there_is_not_found_whatever_it_is_called(word: str, place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            with pytest.raises(NotFound, match="no comment"):
                await office.desk.comment(SITE, word)
            with pytest.raises(NotFound, match="no comment"):
                await office.desk.decide(SITE, word, "publish", "mai")
            assert await office.desk.cases(SITE, limit=1, after=None, reason=word) == ([], None)

    asyncio.run(scene())


def test_no_log_line_holds_a_comment(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    async def scene() -> None:
        async with opened(place, BrokenCounters()) as office:
            kept = (await office.receive(HELD, key="k")).kept
            await office.desk.decide(SITE, kept.id, "publish", "mai", "ghi chú")
            async with office.store._writing.begin() as connection:
                await connection.exec_driver_sql("ALTER TABLE comments RENAME TO gone")
            with pytest.raises(StoreUnavailable) as outage:
                await office.receive(HELD)
            logging.getLogger("test").error("answered 503", exc_info=outage.value)

    with caplog.at_level(logging.DEBUG):
        asyncio.run(scene())
    assert "answered 503" in caplog.text
    assert "example.com" not in caplog.text
