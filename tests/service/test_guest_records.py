"""What moderators and the law do with guests, on both databases and over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest
from sqlalchemy import insert, select

from service.desk.records import Records
from service.desk.retention import AT_ONCE, Retention
from service.model import Kept, NoGuest, NoHold, NotFound, Site
from service.people import Actor
from service.store.guest_records import Card, Earlier
from service.store.readers import Report
from service.store.removals import Request
from service.store.tables import comments
from service.store.tables_guests import legal_holds
from service.store.tables_readers import edits
from tests.fakes import policy_of
from tests.service.desks import FINE, HELD, SITE, Office, Place, opened, said
from tests.service.test_guests import codes, sent

MAI = Actor(kind="moderator", id="mai", name="Mai")
DAY = 86_400


class Newsroom:
    """An office with its records and its retention, by one clock."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.records = Records(office.store, office.desk.senders, self.now)
        self.retention = Retention(office.store, office.desk.senders, self.now)

    def now(self) -> float:
        return self.office.clock.now_ms / 1000

    async def later(self, days: float) -> int:
        """Let days pass, then forget all that has become too old; how much that was."""
        self.office.clock.advance(s=days * DAY)
        return await self.retention.all()

    async def text(self, kept: Kept) -> str:
        return (await self.office.desk.comment(SITE, kept.id)).comment.text


@asynccontextmanager
async def newsroom(place: Place, *sites: Site) -> AsyncIterator[Newsroom]:
    async with opened(place, None, *(sites or (SITE,))) as office:
        yield Newsroom(office)


def keeping(**lengths: str) -> Site:
    """The site, keeping for so long."""
    return msgspec.structs.replace(SITE, policy=policy_of(retention=lengths))


def guest_of(kept: Kept) -> str:
    assert kept.guest is not None
    return kept.guest


def test_a_moderator_sees_what_a_guest_wrote_newest_first(place: Place) -> None:
    async def scene() -> None:
        async with newsroom(place) as room:
            first = await sent(room.office)
            room.office.clock.advance(s=1)
            second = await sent(room.office, HELD)
            await sent(room.office, token="bo")
            card = await room.records.card(SITE, guest_of(first))
            assert card.comments == {"published": 1, "waiting": 1}
            page, following = await room.records.history(SITE, guest_of(first), limit=1)
            assert [one.id for one in page] == [second.id]
            assert following == second.id
            rest, following = await room.records.history(SITE, guest_of(first), limit=1, before=following)
            assert ([one.id for one in rest], following) == ([first.id], None)

    asyncio.run(scene())


def test_a_blocked_guest_is_refused_until_his_time_is_over(place: Place) -> None:
    async def scene() -> None:
        async with newsroom(place) as room:
            guest = guest_of(await sent(room.office))
            await room.records.mark(SITE, guest, "block", 3_600, "rude", MAI)
            assert (await sent(room.office, "Xin chào")).status == "refused"
            assert (await sent(room.office, "Xin chào", token="bo")).status == "published"
            room.office.clock.advance(s=3_601)
            assert (await sent(room.office, "Chào buổi sáng")).status == "published"

    asyncio.run(scene())


def test_a_blocked_address_only_holds_those_who_share_it(place: Place) -> None:
    async def scene() -> None:
        async with newsroom(place) as room:
            address = guest_of(await sent(room.office, token=None))
            await room.records.mark(SITE, address, "block", 3_600, "", MAI)
            assert (await sent(room.office, "Xin chào")).status == "waiting"

    asyncio.run(scene())


def test_trust_spares_a_guest_the_wait_and_ends(place: Place) -> None:
    async def scene() -> None:
        site = msgspec.structs.replace(SITE, policy=policy_of(mode="hold_flagged", guest={"trust_after": 9}))
        async with newsroom(place, site) as room:
            first = await sent(room.office, site=site)
            assert codes(first.verdict) == ["guest.new"]
            await room.records.mark(site, guest_of(first), "trust", 3_600, "", MAI)
            assert (await sent(room.office, "Bài hay", site=site)).status == "published"
            room.office.clock.advance(s=3_601)
            assert (await sent(room.office, "Hay lắm", site=site)).status == "waiting"

    asyncio.run(scene())


def test_clearing_ends_both_and_what_was_said_stays_on_the_card(place: Place) -> None:
    async def scene() -> None:
        async with newsroom(place) as room:
            guest = guest_of(await sent(room.office))
            await room.records.mark(SITE, guest, "block", 3_600, "rude", MAI)
            room.office.clock.advance(s=1)
            card = await room.records.mark(SITE, guest, "clear", 0, "sorry", MAI)
            assert (card.blocked_until, card.trusted_until) == (None, None)
            assert [(one.action, one.reason, one.by) for one in card.marks] == [
                ("clear", "sorry", MAI.by),
                ("block", "rude", MAI.by),
            ]
            lines = await room.office.store.audit.page(SITE.id, limit=9, subject=guest)
            assert [line.what for line in lines] == ["guest.clear", "guest.block"]

    asyncio.run(scene())


def test_a_guest_is_found_by_what_he_knows_of_himself(place: Place) -> None:
    async def scene() -> None:
        async with newsroom(place) as room:
            guest = guest_of(await sent(room.office))
            asking = said(".", guest={"ip": "203.0.113.9", "token": "ann"})
            assert await room.records.find(SITE, asking) == guest
            with pytest.raises(NoGuest):
                await room.records.find(SITE, said(".", guest={"token": "stranger"}))

    asyncio.run(scene())


@pytest.mark.parametrize("guest", ["nobody", "\0", "ngườ"])
def test_who_is_not_there_is_told_so(place: Place, guest: str) -> None:
    async def scene() -> None:
        async with newsroom(place) as room:
            with pytest.raises(NoGuest):
                await room.records.card(SITE, guest)
            with pytest.raises(NoGuest):
                await room.records.mark(SITE, guest, "block", 60, "", MAI)
            with pytest.raises(NoGuest):
                await room.records.erase(SITE, guest, MAI)

    asyncio.run(scene())


def test_an_export_holds_all_of_one_guest_and_nothing_of_another(place: Place) -> None:
    async def scene() -> None:
        async with newsroom(place) as room:
            mine = []
            for number in range(3):
                mine.append(await sent(room.office, f"{FINE} {number}"))
                room.office.clock.advance(s=1)
            await sent(room.office, "của người khác", token="bo")
            await room.office.desk.decide(SITE, mine[0].id, "reject", "mai", "thô")
            card, *kept = [one async for one in room.records.export(SITE, guest_of(mine[0]))]
            assert isinstance(card, Card)
            assert all(isinstance(one, Kept) for one in kept)
            assert [one.id for one in kept] == [one.id for one in reversed(mine)]
            assert [len(one.decisions) for one in kept if isinstance(one, Kept)] == [0, 0, 1]

    asyncio.run(scene())


def test_an_erased_guest_leaves_nothing_of_his_own_anywhere(place: Place) -> None:
    async def scene() -> None:
        async with newsroom(place) as room:
            own = "số của tôi 0912345678"
            kept = [await sent(room.office, own), await sent(room.office, FINE)]
            await room.office.desk.decide(SITE, kept[0].id, "reject", "mai", "0912345678 là số nhà")
            done = await room.records.erase(SITE, guest_of(kept[0]), MAI)
            assert (done.comments, done.done_at) == (2, room.now())
            assert [(await room.office.desk.comment(SITE, one.id)).status for one in kept] == ["erased"] * 2
            for table in (
                "comments",
                "cases",
                "decisions",
                "guests",
                "guest_keys",
                "searchable",
                "guest_marks",
            ):
                for row in await room.office.rows(f"SELECT * FROM {table}"):
                    assert "0912345678" not in str(row)
                    assert guest_of(kept[0]) not in str(row)
            counts = await room.office.desk.counts(SITE)
            assert counts.waiting.count == 0
            told = await room.office.rows("SELECT comment FROM outbox WHERE event = 'comment.erased'")
            assert {comment for (comment,) in told} == {one.id for one in kept}

    asyncio.run(scene())


def test_erasing_again_gives_the_same_answer(place: Place) -> None:
    async def scene() -> None:
        async with newsroom(place) as room:
            guest = guest_of(await sent(room.office))
            first = await room.records.erase(SITE, guest, MAI)
            room.office.clock.advance(s=60)
            assert await room.records.erase(SITE, guest, MAI) == first

    asyncio.run(scene())


def test_events_that_nobody_heard_of_are_cancelled_by_erasing(place: Place) -> None:
    async def scene() -> None:
        async with newsroom(place) as room:
            kept = await sent(room.office, HELD)
            decision = await room.office.desk.decide(SITE, kept.id, "publish", "mai")
            await room.records.erase(SITE, guest_of(kept), MAI)
            query = (
                f"SELECT cancelled_at FROM outbox WHERE decision = '{decision.id}' AND event LIKE 'comment.%'"
            )
            assert await room.office.rows(query) == [(room.now(),)]

    asyncio.run(scene())


def test_a_legal_hold_is_stronger_than_erasing_and_that_than_retention(place: Place) -> None:
    async def scene() -> None:
        site = keeping(published="10d")
        async with newsroom(place, site) as room:
            evidence, other = await sent(room.office, site=site), await sent(room.office, "Hay", site=site)
            bo = await sent(room.office, "Của Bo", token="bo", site=site)
            hold = await room.records.hold(SITE, comment=evidence.id, guest=None, reason="án 12", actor=MAI)
            asked = await room.records.erase(SITE, guest_of(evidence), MAI)
            assert (asked.comments, asked.done_at) == (1, None)  # at once, long before the ten days
            assert (await room.text(evidence), await room.text(other)) == (FINE, "")
            await room.later(days=11)
            assert (await room.text(evidence), await room.text(bo)) == (FINE, "")
            await room.records.lift(SITE, hold.id, MAI)
            assert await room.text(evidence) == ""
            assert (await room.records.erase(SITE, guest_of(evidence), MAI)).done_at == room.now()

    asyncio.run(scene())


def test_a_hold_on_a_guest_keeps_all_that_he_wrote_and_will_write(place: Place) -> None:
    async def scene() -> None:
        site = keeping(published="10d")
        async with newsroom(place, site) as room:
            kept = await sent(room.office, site=site)
            hold = await room.records.hold(SITE, comment=None, guest=guest_of(kept), reason="án", actor=MAI)
            later = await sent(room.office, "Rồi sau đó", site=site)
            await room.later(days=30)
            assert [await room.text(one) for one in (kept, later)] == [FINE, "Rồi sau đó"]
            lifted = await room.records.lift(SITE, hold.id, MAI)
            assert (lifted.lifted_by, await room.records.lift(SITE, hold.id, MAI)) == (MAI.by, lifted)
            await room.later(days=0)
            assert [await room.text(one) for one in (kept, later)] == ["", ""]

    asyncio.run(scene())


def test_what_waits_for_a_moderator_is_never_too_old(place: Place) -> None:
    async def scene() -> None:
        site = keeping(published="1d", refused_text="1d")
        async with newsroom(place, site) as room:
            waiting = await sent(room.office, HELD, site=site)
            await room.later(days=400)
            assert await room.text(waiting) == HELD

    asyncio.run(scene())


def test_each_kind_is_kept_for_its_own_time(place: Place) -> None:
    async def scene() -> None:
        site = keeping(published="forever", refused_text="5d", decisions="9d", address_hash="3d")
        async with newsroom(place, site) as room:
            fine, refused = (
                await sent(room.office, site=site),
                await sent(room.office, "bad words", site=site),
            )
            await room.office.desk.decide(site, fine.id, "restore", "mai")
            await room.later(days=4)
            assert await room.office.rows("SELECT * FROM guest_keys") == []
            assert await room.text(refused) == "bad words"
            await room.later(days=2)
            assert (await room.text(refused), await room.text(fine)) == ("", FINE)
            assert len((await room.office.desk.comment(site, fine.id)).decisions) == 1
            await room.later(days=4)
            assert (await room.office.desk.comment(site, fine.id)).decisions == ()

    asyncio.run(scene())


def test_retention_takes_many_turns_over_many_comments(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.desk.retention.AT_ONCE", 3)
    assert AT_ONCE > 3

    async def scene() -> None:
        site = keeping(published="1d")
        async with newsroom(place, site) as room:
            kept = [await sent(room.office, f"{FINE} {n}", token=str(n), site=site) for n in range(8)]
            await room.later(days=2)
            assert [await room.text(one) for one in kept] == [""] * 8

    asyncio.run(scene())


def test_a_new_secret_keeps_limits_history_export_and_erasing(place: Place) -> None:
    async def scene() -> None:
        policy = {"rate": {"guest": ["2/365d"]}, "retention": {"hash_key": "30d", "address_hash": "90d"}}
        site = msgspec.structs.replace(SITE, policy=policy_of(**policy))
        async with newsroom(place, site) as room:
            before = await sent(room.office, site=site)
            await room.later(days=31)
            await room.later(days=1)
            assert await room.office.rows("SELECT count(*) FROM hash_keys") == [(2,)]
            after = await sent(room.office, "Một tháng sau", site=site)
            assert after.guest == before.guest
            assert "rate.guest" in codes((await sent(room.office, "Lại nữa", site=site)).verdict)
            page, _ = await room.records.history(SITE, guest_of(before), limit=9)
            assert len(page) == 3
            asking = said(".", guest={"ip": "203.0.113.9", "token": "ann"})
            assert await room.records.find(site, asking) == before.guest
            assert (await room.records.erase(SITE, guest_of(before), MAI)).comments == 3

    asyncio.run(scene())


def test_an_old_secret_goes_when_it_leads_to_nobody_any_more(place: Place) -> None:
    async def scene() -> None:
        site = keeping(hash_key="30d", address_hash="40d")
        async with newsroom(place, site) as room:
            await sent(room.office, site=site)
            await room.later(days=31)
            await room.later(days=1)
            await sent(room.office, "Một tháng sau", token="bo", site=site)
            assert await room.office.rows("SELECT count(*) FROM hash_keys") == [(2,)]
            await room.later(days=10)
            assert await room.office.rows("SELECT generation FROM hash_keys") == [(2,)]

    asyncio.run(scene())


def test_a_guest_with_more_comments_than_one_transaction_erases_is_erased_whole(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.store.guest_records.AT_ONCE", 3)

    async def scene() -> None:
        async with newsroom(place) as room:
            kept = [await sent(room.office, f"{FINE} {n}") for n in range(7)]
            done = await room.records.erase(SITE, guest_of(kept[0]), MAI)
            assert (done.comments, done.done_at) == (7, room.now())
            assert [await room.text(one) for one in kept] == [""] * 7

    asyncio.run(scene())


def test_what_a_call_had_no_time_to_erase_retention_does(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.store.guest_records.AT_ONCE", 1)
    monkeypatch.setattr("service.store.guest_records._MOST_TURNS", 2)

    async def scene() -> None:
        async with newsroom(place) as room:
            kept = [await sent(room.office, f"{FINE} {n}") for n in range(3)]
            asked = await room.records.erase(SITE, guest_of(kept[0]), MAI)
            assert (asked.comments, asked.done_at) == (2, None)
            await room.later(days=0)
            assert [await room.text(one) for one in kept] == [""] * 3
            assert (await room.records.erase(SITE, guest_of(kept[0]), MAI)).done_at is not None

    asyncio.run(scene())


def test_a_hold_that_comes_while_a_comment_is_being_erased_keeps_it(place: Place) -> None:
    async def scene() -> None:
        async with newsroom(place) as room:
            kept = await sent(room.office)
            async with room.office.store._writing.begin() as connection:
                await connection.execute(
                    select(comments.c.id).where(comments.c.id == kept.id).with_for_update()
                )
                row = {"id": "h", "site": SITE.id, "comment": kept.id, "by": "mai", "at": 0.0, "reason": "án"}
                await connection.execute(insert(legal_holds).values(row))
                erasing = asyncio.create_task(room.records.erase(SITE, guest_of(kept), MAI))
                while place.database.startswith("postgresql") and not await waits_for_a_lock(room.office):
                    await asyncio.sleep(0)
            assert ((await erasing).comments, await room.text(kept)) == (0, FINE)

    asyncio.run(scene())


async def waits_for_a_lock(office: Office) -> bool:
    query = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    return bool(await office.rows(query))


def test_a_hold_on_a_guest_of_whom_nothing_is_left_keeps_him_known(place: Place) -> None:
    async def scene() -> None:
        site = keeping(published="10d")
        async with newsroom(place, site) as room:
            guest = guest_of(await sent(room.office, site=site))
            await room.later(days=11)
            await room.records.hold(SITE, comment=None, guest=guest, reason="án", actor=MAI)
            assert (await room.records.erase(SITE, guest, MAI)).done_at is None
            assert (await sent(room.office, "Rồi sau đó", site=site)).guest == guest

    asyncio.run(scene())


def test_a_block_lasts_longer_than_the_hashes_of_others(place: Place) -> None:
    async def scene() -> None:
        site = keeping(address_hash="3d")
        async with newsroom(place, site) as room:
            guest = guest_of(await sent(room.office, site=site))
            await sent(room.office, token="bo", site=site)
            await room.records.mark(SITE, guest, "block", 30 * DAY, "spam", MAI)
            await room.later(days=10)
            assert await room.office.rows("SELECT guest FROM guest_keys") == [(guest,)]
            assert (await sent(room.office, "Tôi đây", site=site)).status == "refused"
            await room.later(days=40)
            assert await room.office.rows("SELECT guest FROM guest_keys") == []

    asyncio.run(scene())


def test_who_reported_is_forgotten_with_the_hashes_and_the_report_stays(place: Place) -> None:
    async def scene() -> None:
        site = keeping(address_hash="3d")
        async with newsroom(place, site) as room:
            kept = await sent(room.office, site=site)
            for reader in ("hash one", "hash two"):
                told = Report(comment=kept.id, reporter=reader, reason="rude", note="", at=room.now())
                await room.office.store.readers.report(SITE.id, told, count=9, hide=False)
            assert await room.later(days=2) == 0
            await room.later(days=2)
            reporters = [name for (name,) in await room.office.rows("SELECT reporter FROM reports")]
            assert len(reporters) == 2
            assert not {"hash one", "hash two"} & set(reporters)
            assert await room.later(days=2) == 0

    asyncio.run(scene())


def test_an_export_tells_what_a_comment_said_before_it_was_edited(place: Place) -> None:
    async def scene() -> None:
        async with newsroom(place) as room:
            kept = await sent(room.office)
            row = {"comment": kept.id, "at": 5.0, "text": "Lúc đầu", "verdict": b"{}"}
            async with room.office.store._writing.begin() as connection:
                await connection.execute(insert(edits).values(row))
            *_, last = [one async for one in room.records.export(SITE, guest_of(kept))]
            assert last == Earlier(comment=kept.id, at=5.0, text="Lúc đầu")
            await room.records.erase(SITE, guest_of(kept), MAI)
            assert await room.office.rows("SELECT * FROM edits") == []

    asyncio.run(scene())


def test_strikes_for_refused_comments_hold_a_guest_and_ease_with_time(place: Place) -> None:
    async def scene() -> None:
        strikes = {"count": 2, "within": "1h", "ease_after": "2h"}
        site = msgspec.structs.replace(SITE, policy=policy_of(guest={"strikes": strikes}))
        async with newsroom(place, site) as room:
            for text in ("bad words", "more bad words"):
                assert (await sent(room.office, text, site=site)).status == "refused"
                await asyncio.gather(*room.office.desk._settling)
            assert codes((await sent(room.office, "Xin chào", site=site)).verdict) == ["guest.strikes"]
            assert (await sent(room.office, "Chào cả nhà", token="bo", site=site)).status == "published"
            room.office.clock.advance(s=7_201)
            assert (await sent(room.office, "Chào buổi sáng", site=site)).status == "published"

    asyncio.run(scene())


def request(due_in: float, *comments: str, now: float = 0.0) -> Request:
    return Request(
        asked_by="Sở TTTT",
        document="123/CV",
        received_at=now,
        due_at=now + due_in,
        note="",
        comments=comments,
    )


def test_the_register_lists_requests_by_when_they_are_due(place: Place) -> None:
    async def scene() -> None:
        async with newsroom(place) as room:
            kept = await sent(room.office)
            late = await room.records.register(SITE, request(9 * DAY, kept.id), MAI)
            soon = await room.records.register(SITE, request(DAY), MAI)
            page, following = await room.records.removals(SITE, limit=1)
            assert (page, following is None) == ([soon], False)
            assert (await room.records.removals(SITE, limit=1, after=following))[0] == [late]
            met = await room.records.met(SITE, soon.id, MAI)
            assert met.done_by == MAI.by
            assert await room.records.met(SITE, soon.id, MAI) == met
            assert await room.records.removals(SITE, limit=9, only_open=True) == ([late], None)
            with pytest.raises(NotFound, match="no comment 'gone'"):
                await room.records.register(SITE, request(DAY, "gone"), MAI)

    asyncio.run(scene())


@pytest.mark.parametrize("id_", ["none", "\0"])
def test_a_hold_needs_something_to_hold(place: Place, id_: str) -> None:
    async def scene() -> None:
        async with newsroom(place) as room:
            with pytest.raises(NotFound):
                await room.records.hold(SITE, comment=id_, guest=None, reason="án", actor=MAI)
            with pytest.raises(NoGuest):
                await room.records.hold(SITE, comment=None, guest=id_, reason="án", actor=MAI)
            with pytest.raises(NoHold):
                await room.records.lift(SITE, id_, MAI)

    asyncio.run(scene())
