"""What the counters are told about a comment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.errors import PolicyError
from moderation.identity import Keys, prefix
from moderation.observation import Observation
from moderation.policy.model import GuestPolicy
from tests.fakes import LONG, observed, policy_of

POLICY = policy_of(rate={"guest": ["5/10m"], "address": ["60/10m"], "thread": {"limit": "60/1m"}})


def names(seen: Observation) -> list[str]:
    return [meter.name for meter in seen.meters]


def test_a_token_and_an_address_are_limited_apart_and_together() -> None:
    seen = observed(POLICY, thread="news")
    assert names(seen) == ["guest", "address", "thread"]
    assert [meter.refuses for meter in seen.meters] == [True, False, False]


def test_an_address_alone_is_no_guest() -> None:
    seen = observed(POLICY, token=None)
    assert (seen.guest, names(seen)) == (None, ["address"])


def test_a_token_without_an_address_is_a_guest() -> None:
    assert names(observed(POLICY, ip=None)) == ["guest"]


def test_nobody_at_all_has_neither_limits_nor_copies() -> None:
    seen = observed(POLICY, LONG, token=None, ip=None)
    assert (seen.meters, seen.copy) == ((), None)


def test_the_same_token_elsewhere_is_another_guest() -> None:
    assert observed(POLICY).guest != observed(POLICY, ip="198.51.100.7").guest


def test_another_site_or_secret_makes_other_keys() -> None:
    one, two = Keys(b"1" * 16, "a"), Keys(b"2" * 16, "a")
    assert len({one.of("guest", "ann"), two.of("guest", "ann"), Keys(b"1" * 16, "b").of("guest", "ann")}) == 3


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_different_parts_never_make_the_same_key(one: list[str], other: list[str]) -> None:
    keys = Keys(b"1" * 16)
    assert (keys.of("guest", *one) == keys.of("guest", *other)) == (one == other)


@pytest.mark.parametrize("length", [0, 15, 65])
def test_a_secret_of_an_unfit_length_is_refused(length: int) -> None:
    with pytest.raises(PolicyError, match=f"has {length} bytes; give 16 to 64"):
        Keys(b"s" * length)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("203.0.113.9", "::ffff:203.0.113.9"),
        ("2001:db8:0:1::5", "2001:db8:0:1:ffff::9"),
        ("fe80::1%eth0", "fe80::1%eth1"),
    ],
)
def test_addresses_of_one_prefix_are_one(one: str, other: str) -> None:
    assert prefix(one, GuestPolicy()) == prefix(other, GuestPolicy())


@pytest.mark.parametrize(
    ("one", "other"),
    [("203.0.113.9", "203.0.113.8"), ("2001:db8:0:1::5", "2001:db8:0:2::5"), ("0.0.0.1", "::1")],
)
def test_addresses_of_different_prefixes_are_different(one: str, other: str) -> None:
    assert prefix(one, GuestPolicy()) != prefix(other, GuestPolicy())


def test_a_short_text_is_never_a_repeat() -> None:
    assert observed(POLICY, "Xin chia buồn cùng gia đình").copy is None
    assert observed(POLICY, "x" * 39).copy is None
    assert observed(POLICY, "x" * 40).copy is not None


def test_a_text_over_the_hard_cap_is_not_even_read() -> None:
    assert observed(POLICY, "a\u0300" * 3_000).copy is None


def test_no_text_is_remembered_when_repeats_are_off() -> None:
    off = policy_of(repeats={"same_guest": "off", "guests": {"action": "off"}})
    assert observed(off, LONG).copy is None


def test_a_limit_that_is_off_is_not_counted() -> None:
    off = policy_of(rate={"thread": {"limit": "60/1m", "action": "off"}})
    assert observed(off, thread="news").meters == ()


def test_nothing_the_guest_wrote_or_is_stands_in_the_observation() -> None:
    told = repr(observed(POLICY, LONG, token="a-token", thread="https://news.example/1"))
    assert not any(word in told for word in ("duong", "đường", "a-token", "203.0.113", "news.example"))
