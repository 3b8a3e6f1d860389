"""What every counter store promises about limits, retries and dry runs."""

from __future__ import annotations

import pytest

from tests.contracts.conftest import Bench
from tests.fakes import LONG, START_MS, observed, policy_of

FIVE = policy_of(rate={"guest": ["5/10m"]})


def test_of_sixty_comments_in_a_burst_the_policys_number_passes(bench: Bench) -> None:
    assert sum(bench.passes(observed(FIVE)) for _ in range(60)) == 5


def test_of_sixty_comments_evenly_spread_the_policys_number_passes_in_any_window(bench: Bench) -> None:
    passed = []
    for minute in range(60):
        if bench.passes(observed(FIVE)):
            passed.append(minute)
        bench.clock.advance(s=60)
    assert len(passed) == 30
    assert all(sum(start <= minute < start + 10 for minute in passed) == 5 for start in range(51))


def test_room_comes_back_exactly_when_a_window_has_passed(bench: Bench) -> None:
    policy = policy_of(rate={"guest": ["1/15s"]})
    bench.observe(observed(policy))
    bench.clock.advance(ms=14_999)
    assert not bench.passes(observed(policy))
    bench.clock.advance(ms=1)
    assert bench.passes(observed(policy))


def test_a_refused_comment_never_lengthens_the_wait(bench: Bench) -> None:
    policy = policy_of(rate={"guest": ["1/15s"]})
    bench.observe(observed(policy))
    waits = []
    for _ in range(3):
        bench.clock.advance(s=5)
        waits.append(bench.observe(observed(policy)).limits[0].wait_s)
    assert waits == [10, 5, 0]


def test_a_refused_comment_charges_no_other_limit(bench: Bench) -> None:
    policy = policy_of(rate={"guest": ["1/15s", "5/10m"], "address": ["9/1h"]})
    bench.observe(observed(policy))
    for _ in range(10):
        facts = bench.observe(observed(policy))
    assert [limit.remaining for limit in facts.limits] == [0, 4, 8]
    assert [limit.wait_s > 0 for limit in facts.limits] == [True, False, False]


def test_a_refused_comment_is_not_remembered_as_a_copy(bench: Bench) -> None:
    policy = policy_of(rate={"guest": ["1/15s"]})
    bench.observe(observed(policy))
    bench.observe(observed(policy, LONG))
    bench.clock.advance(s=15)
    assert bench.observe(observed(policy, LONG)).copies.same_guest == 0


def test_a_comment_that_an_address_limit_holds_still_counts_for_its_guest(bench: Bench) -> None:
    policy = policy_of(rate={"guest": ["9/1h"], "address": ["1/1h"]})
    bench.observe(observed(policy))
    facts = bench.observe(observed(policy))
    assert [(limit.name, limit.remaining) for limit in facts.limits] == [("guest", 7), ("address", 0)]


def test_a_flood_that_an_address_limit_holds_spends_no_room_of_the_thread(bench: Bench) -> None:
    policy = policy_of(rate={"address": ["1/1h"], "thread": {"limit": "3/1h", "action": "review"}})
    for number in range(20):
        bench.observe(observed(policy, token=f"flood {number}", thread="news"))
    assert bench.passes(observed(policy, ip="198.51.100.7", thread="news"))


def test_a_thread_whose_limit_rejects_refuses_without_a_trace(bench: Bench) -> None:
    policy = policy_of(rate={"guest": ["9/1h"], "thread": {"limit": "1/1h", "action": "reject"}})
    bench.observe(observed(policy, thread="news"))
    facts = bench.observe(observed(policy, thread="news"))
    assert [limit.remaining for limit in facts.limits] == [8, 0]


def test_a_limit_above_a_hundred_is_a_burst_and_then_a_rate(bench: Bench) -> None:
    policy = policy_of(rate={"guest": ["120/1m"]})
    assert sum(bench.passes(observed(policy)) for _ in range(200)) == 120
    bench.clock.advance(ms=499)
    assert bench.observe(observed(policy)).limits[0].wait_s == 0.001
    bench.clock.advance(ms=1)
    assert [bench.passes(observed(policy)) for _ in range(2)] == [True, False]


@pytest.mark.parametrize("given", [{"token": None, "ip": None}, {"token": "", "ip": None}])
def test_without_token_and_address_only_the_thread_is_limited(bench: Bench, given: dict[str, str]) -> None:
    policy = policy_of(rate={"guest": ["1/1h"], "address": ["1/1h"], "thread": {"limit": "2/1h"}})
    passed = [bench.passes(observed(policy, thread="news", **given)) for _ in range(3)]
    assert passed == [True, True, False]


def test_a_retry_gets_the_same_facts_and_charges_nothing(bench: Bench) -> None:
    first = bench.observe(observed(FIVE, LONG, id="one"))
    bench.clock.advance(s=599)
    assert bench.observe(observed(FIVE, LONG, id="one")) == first
    assert bench.observe(observed(FIVE)).limits[0].remaining == 3


def test_a_retry_after_the_reply_is_forgotten_never_meets_itself_as_a_copy(bench: Bench) -> None:
    bench.observe(observed(FIVE, LONG, id="one"))
    bench.clock.advance(s=601)
    assert bench.observe(observed(FIVE, LONG, id="one")).copies.same_guest == 0


def test_a_refused_comment_sent_again_is_looked_at_anew(bench: Bench) -> None:
    policy = policy_of(rate={"guest": ["1/15s"]})
    bench.observe(observed(policy))
    assert not bench.passes(observed(policy, id="draft"))
    bench.clock.advance(s=15)
    assert bench.passes(observed(policy, id="draft"))


def test_a_dry_run_tells_the_facts_and_leaves_no_trace(bench: Bench) -> None:
    for _ in range(9):
        facts = bench.observe(observed(FIVE, LONG, id="tried", dry_run=True))
    assert (facts.limits[0].remaining, facts.copies.same_guest) == (4, 0)
    assert bench.observe(observed(FIVE, LONG, id="tried")).limits[0].remaining == 4


def test_facts_carry_the_time_of_the_first_sight(bench: Bench) -> None:
    assert bench.observe(observed(FIVE)).received_at == START_MS / 1000


def test_sites_share_nothing(bench: Bench) -> None:
    policy = policy_of(rate={"guest": ["1/1h"]})
    bench.observe(observed(policy, LONG, id="one", site="a"))
    facts = bench.observe(observed(policy, LONG, id="one", site="b"))
    assert (facts.limits[0].wait_s, facts.copies.guests) == (0, 0)


def test_comments_of_one_tick_are_counted_in_their_order(bench: Bench) -> None:
    facts = bench.observe_together([observed(FIVE) for _ in range(8)])
    assert [seen.limits[0].remaining for seen in facts] == [4, 3, 2, 1, 0, 0, 0, 0]
    assert [seen.limits[0].wait_s > 0 for seen in facts] == [False] * 5 + [True] * 3


def test_a_clock_set_back_neither_opens_a_limit_nor_shuts_it_for_long(bench: Bench) -> None:
    policy = policy_of(rate={"guest": ["1/15s"]})
    bench.observe(observed(policy))
    bench.clock.advance(s=-3_600)
    facts = bench.observe(observed(policy))
    assert (facts.limits[0].wait_s, facts.received_at) == (15, bench.clock.now_ms / 1000)
    bench.clock.advance(s=15)
    assert bench.passes(observed(policy))
