"""Who counts as one guest, and what is known of him when he writes again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace

from moderation.verdict import Verdict
from service.desk.senders import Senders
from service.model import Kept, Site, StoreUnavailable
from tests.fakes import KEYS, policy_of
from tests.service.desks import FINE, HELD, SITE, Office, Place, opened, said

TRUSTING = Site(id="news", name="The News", policy=policy_of(mode="hold_flagged", guest={"trust_after": 1}))


async def sent(office: Office, text: str = FINE, *, site: Site = SITE, **guest: Any) -> Kept:
    """A comment by whom *guest* tells of, Ann unless it says otherwise."""
    comment = said(text, guest={"ip": "203.0.113.9", "token": "ann", **guest})
    return (await office.desk.receive(site, comment, idempotency_key=None, body_sha256=b"")).kept


def codes(verdict: Verdict) -> list[str]:
    return [finding.code for finding in verdict.findings]


def test_address_and_token_together_make_a_guest(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            ann = (await sent(office)).guest
            assert ann is not None
            assert (await sent(office)).guest == ann
            assert (await sent(office, token="bo")).guest != ann
            assert (await sent(office, ip="203.0.113.10")).guest != ann
            assert (await sent(office, user_agent="another browser")).guest == ann

    asyncio.run(scene())


def test_three_hundred_tokens_behind_one_address_are_not_one_guest(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            kept = await asyncio.gather(*(sent(office, token=f"phone {n}") for n in range(300)))
            assert len({one.guest for one in kept}) == 300
            assert await office.rows("SELECT count(*), count(DISTINCT guest) FROM guest_keys") == [(300, 300)]

    asyncio.run(scene())


def test_who_comes_without_a_token_is_his_address(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            first = await sent(office, token=None)
            assert first.guest == (await sent(office, token=None)).guest != (await sent(office)).guest
            assert await office.rows("SELECT kind FROM guests ORDER BY kind") == [("address",), ("token",)]

    asyncio.run(scene())


def test_who_tells_nothing_is_nobody(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            assert (await sent(office, token=None, ip=None)).guest is None
            assert await office.rows("SELECT * FROM guests") == []

    asyncio.run(scene())


def test_one_guest_of_two_sites_is_two(place: Place) -> None:
    async def scene() -> None:
        other = replace(SITE, id="other")
        async with opened(place, None, SITE, other) as office:
            assert (await sent(office)).guest != (await sent(office, site=other)).guest

    asyncio.run(scene())


def test_many_comments_of_a_new_guest_in_one_group_make_one_guest(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            kept = await asyncio.gather(*(sent(office, f"{FINE} {n}") for n in range(20)))
            assert len({one.guest for one in kept}) == 1
            assert await office.rows("SELECT count(*) FROM guests") == [(1,)]

    asyncio.run(scene())


def test_two_processes_that_meet_a_new_guest_make_one(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as one, opened(place) as two:
            kept = await asyncio.gather(
                *(sent(office, f"{FINE} {n}") for n in range(8) for office in (one, two))
            )
            assert len({each.guest for each in kept}) == 1
            assert await one.rows("SELECT count(*) FROM guests") == [(1,)]

    asyncio.run(scene())


def test_a_guest_is_kept_with_his_comment_and_its_case(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            kept = await sent(office, HELD)
            assert await office.desk.comment(SITE, kept.id) == kept
            [case], _ = await office.desk.cases(SITE, limit=9, after=None)
            assert case.guest == kept.guest

    asyncio.run(scene())


def test_addresses_and_tokens_are_kept_nowhere(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            await sent(office, HELD, token="a token to look for")
            for table in ("guests", "guest_keys", "comments", "cases", "hash_keys"):
                for row in await office.rows(f"SELECT * FROM {table}"):
                    assert "203.0.113.9" not in str(row)
                    assert "a token to look for" not in str(row)

    asyncio.run(scene())


def test_a_new_guest_is_held_until_enough_of_his_comments_were_approved(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, TRUSTING) as office:
            first = await sent(office, site=TRUSTING)
            assert codes(first.verdict) == ["guest.new"]
            second = await sent(office, "Bài hay", site=TRUSTING)
            assert (second.verdict.facts.approved, second.verdict.facts.held) == (0, 1)
            await office.desk.decide(TRUSTING, first.id, "publish", "mai")
            third = await sent(office, "Đúng vậy", site=TRUSTING)
            assert (third.verdict.facts.approved, third.verdict.facts.held, third.status) == (
                1,
                1,
                "published",
            )
            assert (await sent(office, token="bo", site=TRUSTING)).status == "waiting"

    asyncio.run(scene())


def test_nobody_earns_trust_for_all_of_an_address(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, TRUSTING) as office:
            first = await sent(office, token=None, site=TRUSTING)
            await office.desk.decide(TRUSTING, first.id, "publish", "mai")
            assert codes((await sent(office, token=None, site=TRUSTING)).verdict) == ["guest.new"]

    asyncio.run(scene())


def test_a_batch_and_a_check_know_the_guest_too(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, TRUSTING) as office:
            first = await sent(office, site=TRUSTING)
            await office.desk.decide(TRUSTING, first.id, "publish", "mai")
            known, stranger = said(FINE), said(FINE, guest={"token": "bo"})
            verdicts = await office.desk.check_batch(TRUSTING, [known, stranger])
            assert [one.facts.approved for one in verdicts] == [1, 0]
            assert (await office.desk.check(TRUSTING, known, dry_run=True)).facts.approved == 1

    asyncio.run(scene())


def test_while_the_store_is_out_the_policy_says_what_happens(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def out(_: Any) -> Any:
        raise StoreUnavailable("no answer")

    async def scene() -> None:
        async with opened(place) as office:
            monkeypatch.setattr(office.store.guests, "known", out)
            verdict = await office.desk.check(SITE, said(FINE))
            assert (codes(verdict), verdict.degraded) == (["outage.store"], True)

    asyncio.run(scene())


@pytest.mark.parametrize("number", [1, 7])
def test_senders_of_one_moment_are_looked_up_together(place: Place, number: int) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            senders = Senders(Counting(office.store), KEYS.secret, lambda: office.clock.now_ms / 1000)  # type: ignore[arg-type]
            await senders.of(SITE, said(FINE))
            asked = (senders.known(SITE, said(FINE, guest={"token": str(n)})) for n in range(number))
            assert len(await asyncio.gather(*asked)) == number
            assert senders._store.guests.times == 1  # type: ignore[attr-defined]

    asyncio.run(scene())


def test_a_fault_while_senders_are_looked_up_reaches_everybody_who_asked(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: Any) -> Any:
        raise RuntimeError("no such table")

    async def scene() -> None:
        async with opened(place) as office:
            monkeypatch.setattr(office.store.guests, "known", broken)
            asked = (office.desk.senders.known(SITE, said(FINE, guest={"token": str(n)})) for n in range(3))
            found = await asyncio.gather(*asked, return_exceptions=True)
            assert [type(one) for one in found] == [RuntimeError] * 3

    asyncio.run(asyncio.wait_for(scene(), timeout=30))


class Counting:
    """A store that counts how often it is asked about guests."""

    def __init__(self, store: Any) -> None:
        self.hash_keys = store.hash_keys
        self.guests = self
        self.times = 0
        self._guests = store.guests

    async def known(self, asked: Any) -> Any:
        self.times += 1
        return await self._guests.known(asked)
