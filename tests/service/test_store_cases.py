"""The queue: its pages, and its counts, which always agree with it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.model import BadCursor, Case, CaseCounts, Count, Site, reasons
from tests.service.conftest import DATABASES, new_place
from tests.service.desks import FINE, HELD, REFUSED, SITE, Office, opened

TWO_REASONS = "Gọi 0912 345 678, xem https://example.com/xe"
TEXTS = (FINE, HELD, REFUSED, TWO_REASONS)

Opened = tuple[asyncio.Runner, Office]


@pytest.fixture(scope="module", params=DATABASES)
def open_office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """One office for all examples, each of which has a site of its own."""
    with new_place(request, tmp_path_factory.mktemp("home")) as place, asyncio.Runner() as runner:
        manager = opened(place)
        office = runner.run(manager.__aenter__())
        yield runner, office
        runner.run(manager.__aexit__(None, None, None))


_numbers = count()


async def _new_site(office: Office) -> Site:
    site = Site(id=f"site {next(_numbers)}", name="", policy=SITE.policy)
    await office.store.add_site(site)
    return site


async def _pages(office: Office, site: Site, limit: int, reason: str | None = None) -> list[list[Case]]:
    pages, after = [], None
    while True:
        page, after = await office.desk.cases(site, limit=limit, after=after, reason=reason)
        pages.append(page)
        if after is None:
            return pages


async def _all(office: Office, site: Site, reason: str | None = None) -> list[Case]:
    return [case for page in await _pages(office, site, 3, reason) for case in page]


receipts = st.tuples(st.sampled_from(TEXTS), st.just(0))
decisions = st.tuples(st.sampled_from(["publish", "reject"]), st.integers(0, 30))


@given(steps=st.lists(receipts | decisions, max_size=15))
def test_counts_agree_with_the_cases_whatever_happened(
    open_office: Opened, steps: list[tuple[str, int]]
) -> None:
    async def scene(office: Office) -> None:
        site = await _new_site(office)
        received: list[str] = []
        for word, which in steps:
            if word in TEXTS:
                received.append((await office.receive(word, site=site)).kept.id)
            elif received:
                comment = received[which % len(received)]
                await office.desk.decide(site, comment, word, "mai")
        await _agree(office, site)

    runner, office = open_office
    runner.run(scene(office))


async def _agree(office: Office, site: Site) -> None:
    cases = await _all(office, site)
    counts = await office.desk.counts(site)
    assert counts.waiting == Count(len(cases))
    by_reason = Counter(code for case in cases for code in reasons(case.verdict))
    assert counts.by_reason == {code: Count(number) for code, number in by_reason.items()}
    assert list(counts.by_reason) == sorted(by_reason)
    for code in counts.by_reason:
        filtered = await _all(office, site, code)
        assert filtered == [case for case in cases if code in reasons(case.verdict)]


def test_a_count_stops_where_it_is_no_longer_exact(
    open_office: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(office: Office) -> None:
        site = await _new_site(office)
        for text in (HELD, HELD, HELD, TWO_REASONS):
            await office.receive(text, site=site)
        counted = {"contacts.phone": Count(1), "links.over": Count(3, more=True)}
        assert await office.desk.counts(site) == CaseCounts(Count(3, more=True), counted)
        (first, *_), _ = await office.desk.cases(site, limit=1, after=None)
        await office.desk.decide(site, first.id, "publish", "mai")
        assert (await office.desk.counts(site)).waiting == Count(3)

    monkeypatch.setattr("service.store.queue.MOST_COUNTED", 3)
    runner, office = open_office
    runner.run(scene(office))


@given(arrivals=st.lists(st.integers(0, 2), max_size=9), limit=st.integers(1, 5))
def test_pages_show_every_case_once_oldest_first(
    open_office: Opened, arrivals: list[int], limit: int
) -> None:
    async def scene(office: Office) -> None:
        site = await _new_site(office)
        for wait_ms in arrivals:  # 0: several at the same moment
            office.clock.advance(ms=wait_ms)
            await office.receive(HELD, site=site)
        pages = await _pages(office, site, limit)
        assert all(len(page) == limit for page in pages[:-1])
        shown = [(case.opened_at, case.id) for page in pages for case in page]
        assert len(shown) == len(arrivals)
        assert shown == sorted(set(shown))

    runner, office = open_office
    runner.run(scene(office))


def test_a_page_goes_on_where_the_last_one_ended_whatever_was_decided_since(open_office: Opened) -> None:
    async def scene(office: Office) -> None:
        site = await _new_site(office)
        for _ in range(4):
            await office.receive(HELD, site=site)
        first, after = await office.desk.cases(site, limit=2, after=None)
        for case in first:
            await office.desk.decide(site, case.id, "publish", "mai")
        second, end = await office.desk.cases(site, limit=2, after=after)
        assert (len(second), end) == (2, None)
        assert not {case.id for case in first} & {case.id for case in second}

    runner, office = open_office
    runner.run(scene(office))


@pytest.mark.parametrize(
    "cursor", ["", "x", "_", "oldest_nan_1", "oldest_1e999_1", "oldest_1.5", "priority_1.5_a", "một_hai_ba"]
)
def test_a_place_that_no_page_gave_is_refused(open_office: Opened, cursor: str) -> None:
    runner, office = open_office
    with pytest.raises(BadCursor, match="no place in the list; pass on what the last page gave"):
        runner.run(office.desk.cases(SITE, limit=2, after=cursor))
