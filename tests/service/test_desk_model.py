"""The desk against a model in plain Python: whatever moderators do, in whatever order, both agree after each step."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Coroutine, Iterator
from itertools import count
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from moderation.errors import ModerationError
from service.model import CaseFilter, Said, Site, reasons
from tests.service.conftest import DATABASES, new_place
from tests.service.desk_model import STATUS, Model
from tests.service.desks import FINE, HELD, REFUSED, SITE, Office, opened

LONG = os.environ.get("MODERATION_TEST_BUDGET") == "long"
TWO_REASONS = "Gọi 0912 345 678, xem https://example.com/xe"
LEASE_S = 30.0
UNDO_S = 10.0
T = TypeVar("T")

Opened = tuple[asyncio.Runner, Office]
people = st.sampled_from(["mai", "an", "key:binh"])
actions = st.sampled_from([*STATUS, "escalate"])
which = st.integers(0, 50)
_numbers = count()


@pytest.fixture(scope="module", params=DATABASES)
def open_office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """One office for all examples, each of which has a site of its own."""
    with new_place(request, tmp_path_factory.mktemp("home")) as place, asyncio.Runner() as runner:
        manager = opened(place)
        office = runner.run(manager.__aenter__())
        yield runner, office
        runner.run(manager.__aexit__(None, None, None))


async def _refusal_or(work: Coroutine[Any, Any, T]) -> T | ModerationError:
    try:
        return await work
    except ModerationError as refusal:
        return refusal


class Moderators(RuleBasedStateMachine):
    """Moderators at one queue."""

    def __init__(self, runner: asyncio.Runner, office: Office) -> None:
        super().__init__()
        self.runner = runner
        self.office = office
        self.site = Site(id=f"model {next(_numbers)}", name="", policy=SITE.policy)
        self.model = Model(UNDO_S)
        self.seen: dict[tuple[str, str], int] = {}  # the number that each last got on each comment
        self.done(office.store.add_site(self.site))

    @property
    def now(self) -> float:
        return self.office.clock.now_ms / 1000

    def done(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def some(self, number: int) -> str:
        return list(self.model.comments)[number % len(self.model.comments)]

    @rule(text=st.sampled_from([FINE, HELD, REFUSED, TWO_REASONS]))
    def receive(self, text: str) -> None:
        self.office.clock.advance(
            ms=1
        )  # of cases that open together the next is one by chance, in a rerun another
        kept = self.done(self.office.receive(text, site=self.site)).kept
        self.model.receive(kept.id, kept.status, reasons(kept.verdict), self.now)

    @rule(s=st.sampled_from([0.001, 3.0, 9.999, 10.0, 30.0, 31.0]))
    def time_passes(self, s: float) -> None:
        self.office.clock.advance(s=s)

    @precondition(lambda self: self.model.comments)
    @rule(by=people, number=which)
    def claim(self, by: str, number: int) -> None:
        comment = self.some(number)
        expected = self.model.claim(comment, by, self.now, LEASE_S)
        work = self.office.desk.queue.claim(self.site, comment, by, lease_s=LEASE_S)
        case = self.done(_refusal_or(work))
        if isinstance(case, ModerationError):
            assert type(case).__name__ == expected
            return
        assert expected == "claimed"
        self.took(by, case)

    @rule(by=people)
    def claim_next(self, by: str) -> None:
        expected = self.model.next(self.now)
        case = self.done(self.office.desk.queue.claim_next(self.site, by, lease_s=LEASE_S))
        assert (case.id if case else None) == expected
        if case:
            assert self.model.claim(case.id, by, self.now, LEASE_S) == "claimed"
            self.took(by, case)

    def took(self, by: str, case: Any) -> None:
        held = self.model.comments[case.id].case
        assert held is not None
        assert (case.claim.by, case.claim.number, case.claim.until) == (by, held.number, held.until)
        self.seen[by, case.id] = case.claim.number

    @rule(by=people)
    def sign_out(self, by: str) -> None:
        expected = self.model.release(by)
        assert set(self.done(self.office.desk.queue.release(self.site, by))) == expected

    @precondition(lambda self: self.model.comments)
    @rule(by=people, action=actions, numbers=st.lists(which, min_size=1, max_size=4), fenced=st.booleans())
    def decide(self, by: str, action: str, numbers: list[int], fenced: bool) -> None:
        comments = list(dict.fromkeys(map(self.some, numbers)))
        claims = {one: self.seen.get((by, one), 0) for one in comments} if fenced else {}
        text = f"đã sửa lúc {self.now}" if action == "edit_and_publish" else None
        said = Said(action=action, text=text)  # type: ignore[arg-type]
        outcomes = self.done(self.office.desk.decisions.decide(self.site, comments, said, by, claims=claims))
        for comment, outcome in zip(comments, outcomes, strict=True):
            expected = self.model.decide(comment, action, by, self.now, claims.get(comment))
            if isinstance(outcome, ModerationError):
                assert type(outcome).__name__ == expected
            else:
                assert expected == "decided"
                self.model.decided(outcome.id, comment, action, text, self.now)

    @precondition(lambda self: self.model.decisions)
    @rule(by=people, numbers=st.lists(which, min_size=1, max_size=4))
    def undo(self, by: str, numbers: list[int]) -> None:
        known = list(self.model.decisions)
        ids = list(dict.fromkeys(known[number % len(known)] for number in numbers))
        outcomes = self.done(self.office.desk.decisions.undo(self.site, ids, by))
        told = dict(zip(ids, outcomes, strict=True))
        for id_ in sorted(ids, key=known.index, reverse=True):  # the last first, as the desk does
            outcome = told[id_]
            expected = self.model.undo(id_, self.now)
            got = type(outcome).__name__ if isinstance(outcome, ModerationError) else "undone"
            assert got == expected

    @invariant()
    def counts_are_those_of_the_cases(self) -> None:
        counts = self.done(self.office.desk.counts(self.site))
        waiting = self.model.open(self.now)
        codes = Counter(code for name in waiting for code in self.case(name).codes)
        assert counts.waiting.count == len(waiting)
        assert {code: found.count for code, found in counts.by_reason.items()} == codes

    @invariant()
    def each_state_lists_its_cases_oldest_first(self) -> None:
        for state in ("open", "waiting", "claimed", "escalated"):
            wanted = CaseFilter(state=state)  # type: ignore[arg-type]
            page, _ = self.done(self.office.desk.queue.page(self.site, wanted, limit=200))
            assert [case.id for case in page] == self.model.open(self.now, state)

    @invariant()
    def comments_are_as_the_last_decision_left_them(self) -> None:
        for name, one in self.model.comments.items():
            kept = self.done(self.office.desk.comment(self.site, name))
            assert (kept.status, kept.edited and kept.edited.text) == (one.status, one.edited)
            assert [said.id for said in kept.decisions if said.undone is None] == one.history

    def case(self, name: str) -> Any:
        return self.model.comments[name].case


def test_the_desk_agrees_with_the_model_whatever_moderators_do(open_office: Opened) -> None:
    runner, office = open_office
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: Moderators(runner, office),
        settings=settings(
            max_examples=120 if LONG else 12,
            stateful_step_count=50 if LONG else 20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
