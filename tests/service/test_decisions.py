"""What moderators decide, alone or many at once, and take back."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from moderation.errors import ModerationError
from service.model import (
    Choice,
    Closed,
    Decision,
    Edit,
    Held,
    NotFound,
    NotUndoable,
    Said,
    Site,
    Stale,
    Undone,
)
from service.ruling import STRIKES
from tests.service.desks import FINE, HELD, REFUSED, SITE, Office, Place, opened
from tests.service.desks import said as said_by_ann

OTHER = Site(id="other", name="Other", policy=SITE.policy)
REASONED = Said(action="reject", reason="insult", message="Mời bạn viết lại.", note="lần thứ hai")
DECIDED = [
    ("publish", "published", "comment.published"),
    ("reject", "refused", "comment.rejected"),
    ("spam", "refused", "comment.rejected"),
    ("edit_and_publish", "published", "comment.edited"),
    ("forward", "forwarded", "comment.forwarded"),
    ("take_down", "removed", "comment.removed"),
    ("restore", "published", "comment.restored"),
]


async def _decided(
    office: Office, comment: str, said: Said | Choice, by: str = "mai", **more: Any
) -> Decision:
    said = Said(action=said) if isinstance(said, str) else said
    [outcome] = await office.desk.decisions.decide(SITE, [comment], said, by, **more)
    if isinstance(outcome, ModerationError):
        raise outcome
    return outcome


async def _undone(office: Office, decision: Decision, by: str = "mai") -> Decision:
    [outcome] = await office.desk.decisions.undo(SITE, [decision.id], by)
    if isinstance(outcome, ModerationError):
        raise outcome
    return outcome


async def _received(office: Office, text: str = HELD) -> str:
    office.clock.advance(ms=1)
    return (await office.receive(text)).kept.id


@pytest.mark.parametrize("text", [HELD, FINE, REFUSED])
@pytest.mark.parametrize(("action", "status", "event"), DECIDED)
def test_every_decision_is_possible_whatever_the_status(
    action: Choice, status: str, event: str, text: str, place: Place
) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            comment = await _received(office, text)
            new = "Chữ của tòa soạn" if action == "edit_and_publish" else None
            decision = await _decided(office, comment, Said(action=action, text=new))
            kept = await office.desk.comment(SITE, comment)
            assert (kept.status, kept.decisions) == (status, (decision,))
            assert (await office.desk.counts(SITE)).waiting.count == 0
            told = f"SELECT event FROM outbox WHERE decision = '{decision.id}' ORDER BY number"
            assert await office.rows(told) == [(event,), ("case.decided",)]

    asyncio.run(scene())


def test_a_decision_says_why_to_colleagues_and_to_the_author(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            comment = await _received(office)
            decision = await _decided(office, comment, REASONED)
            assert (decision.reason, decision.message, decision.note) == (
                "insult",
                "Mời bạn viết lại.",
                "lần thứ hai",
            )
            assert (await office.desk.comment(SITE, comment)).decisions == (decision,)

    asyncio.run(scene())


def test_an_edited_comment_keeps_what_its_author_wrote(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            comment = await _received(office)
            decision = await _decided(office, comment, Said(action="edit_and_publish", text="Bỏ đường dẫn"))
            kept = await office.desk.comment(SITE, comment)
            assert (kept.comment.text, kept.edited) == (HELD, Edit("Bỏ đường dẫn", decision.at))
            await _decided(office, comment, "take_down")
            await _decided(office, comment, "restore")
            assert (await office.desk.comment(SITE, comment)).edited == kept.edited
            await office.desk.decisions.undo(SITE, [decision.id], "mai")

    asyncio.run(scene())


@pytest.mark.parametrize(("text", "status"), [(HELD, "waiting"), (FINE, "published")])
def test_who_escalates_leaves_the_comment_as_it_is_and_a_case_for_an_editor(
    text: str, status: str, place: Place
) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            comment = await _received(office, text)
            decision = await _decided(office, comment, Said(action="escalate", note="nhờ anh xem"))
            [case], _ = await office.desk.cases(SITE, limit=9, after=None)
            assert (case.id, case.status, case.level, case.decisions) == (
                comment,
                status,
                "editor",
                (decision,),
            )

    asyncio.run(scene())


def test_of_many_comments_an_unknown_one_and_another_sites_spoil_only_themselves(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, SITE, OTHER) as office:
            first, second = await _received(office), await _received(office)
            foreign = (await office.receive(HELD, site=OTHER)).kept.id
            asked = [first, "nowhere", foreign, second, first, "\0"]
            outcomes = await office.desk.decisions.decide(SITE, asked, Said(action="publish"), "mai")
            kinds = [type(outcome) for outcome in outcomes]
            assert kinds == [Decision, NotFound, NotFound, Decision, Decision, NotFound]
            assert outcomes[0] == outcomes[4]
            assert (await office.desk.comment(OTHER, foreign)).status == "waiting"
            assert len((await office.desk.comment(SITE, first)).decisions) == 1

    asyncio.run(scene())


def test_of_two_with_claims_on_one_case_one_decides_and_the_other_is_told(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            comment = await _received(office)
            await office.desk.queue.claim(SITE, comment, "mai", lease_s=60)
            office.clock.advance(s=61)
            await office.desk.queue.claim(SITE, comment, "an")
            with pytest.raises(Stale, match="an has it in hand"):
                await _decided(office, comment, "publish", "mai", claims={comment: 1})
            await _decided(office, comment, "reject", "an", claims={comment: 2})
            with pytest.raises(Stale, match="an has decided it") as told:
                await _decided(office, comment, "publish", "mai", claims={comment: 1})
            assert told.value.holder == "an"
            assert (await office.desk.comment(SITE, comment)).status == "refused"

    asyncio.run(scene())


def test_what_somebody_has_in_hand_is_left_to_him_unless_it_is_overridden(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            comment = await _received(office)
            await office.desk.queue.claim(SITE, comment, "mai")
            with pytest.raises(Held, match="mai has it in hand"):
                await _decided(office, comment, "publish", "an")
            await _decided(office, comment, "reject", "an", override=True)
            with pytest.raises(Stale):
                await _decided(office, comment, "publish", "mai", claims={comment: 1})

    asyncio.run(scene())


def test_an_undone_decision_leaves_comment_case_and_claim_as_they_were(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            comment = await _received(office)
            await office.desk.queue.claim(SITE, comment, "mai", lease_s=60)
            [before], _ = await office.desk.cases(SITE, limit=9, after=None)
            counts = await office.desk.counts(SITE)
            decision = await _decided(office, comment, Said(action="edit_and_publish", text="x"))
            office.clock.advance(s=9.9)
            undone = await _undone(office, decision, "an")
            assert undone.undone == Undone("an", office.clock.now_ms / 1000)
            kept = await office.desk.comment(SITE, comment)
            assert (kept.status, kept.edited, kept.decisions) == ("waiting", None, (undone,))
            [case], _ = await office.desk.cases(SITE, limit=9, after=None)
            assert case == msgspec.structs.replace(before, decisions=(undone,))
            assert await office.desk.counts(SITE) == counts

    asyncio.run(scene())


def test_an_undone_decision_is_never_heard_of_outside(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            comment = await _received(office)
            decision = await _decided(office, comment, "reject")
            query = f"SELECT event, due_at - at, cancelled_at FROM outbox WHERE decision = '{decision.id}'"
            order = " ORDER BY number"
            assert await office.rows(query + order) == [
                ("comment.rejected", 10, None),
                ("case.decided", 0, None),
            ]
            await _undone(office, decision)
            now = office.clock.now_ms / 1000
            assert await office.rows(query + order) == [
                ("comment.rejected", 10, now),
                ("case.decided", 0, None),
                ("case.undone", 0, None),
            ]

    asyncio.run(scene())


def test_undoing_is_over_after_its_time(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            comment = await _received(office)
            decision = await _decided(office, comment, "reject")
            office.clock.advance(s=10)
            with pytest.raises(NotUndoable, match="the time for undoing it is over"):
                await _undone(office, decision)
            assert (await office.desk.comment(SITE, comment)).status == "refused"

    asyncio.run(scene())


def test_only_the_last_decision_can_be_undone_and_then_the_one_before_it(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            comment = await _received(office)
            first, second = (
                await _decided(office, comment, "reject"),
                await _decided(office, comment, "publish"),
            )
            with pytest.raises(NotUndoable, match="decided again since"):
                await _undone(office, first)
            outcomes = await office.desk.decisions.undo(SITE, [first.id, second.id], "mai")
            assert [type(outcome) for outcome in outcomes] == [Decision, Decision]
            assert (await office.desk.comment(SITE, comment)).status == "waiting"
            assert await office.desk.decisions.undo(SITE, [first.id], "an") == [outcomes[0]]

    asyncio.run(scene())


def test_many_decisions_are_undone_at_once_and_another_sites_are_not_there(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, SITE, OTHER) as office:
            comments = [await _received(office) for _ in range(3)]
            said = Said(action="spam")
            taken = await office.desk.decisions.decide(SITE, comments, said, "mai")
            ids = [one.id for one in taken if isinstance(one, Decision)]
            foreign = await office.desk.decisions.undo(OTHER, ids, "eve")
            assert [type(one) for one in foreign] == [NotFound] * 3
            undone = await office.desk.decisions.undo(SITE, [*ids, "nowhere", "\0"], "mai")
            assert [type(one) for one in undone] == [Decision] * 3 + [NotFound] * 2
            assert (await office.desk.counts(SITE)).waiting.count == 3

    asyncio.run(scene())


def test_all_copies_are_decided_in_one_call_but_the_one_that_somebody_has_in_hand(place: Place) -> None:
    async def scene() -> None:
        async with opened(place, None, SITE, OTHER) as office:
            comments = [await _received(office) for _ in range(4)]
            await _received(office, "Gọi 0912 345 678 ngay nhé cả nhà ơi")
            [first, *_], _ = await office.desk.cases(SITE, limit=9, after=None)
            assert (first.copies, first.cluster is None) == (4, False)
            await office.desk.queue.claim(SITE, comments[1], "an")
            decide = office.desk.decisions.decide_cluster
            assert await decide(OTHER, first.cluster or "", Said(action="spam"), "eve") == ([], False)
            outcomes, more = await decide(SITE, first.cluster or "", Said(action="spam"), "mai")
            assert [type(one) for one in outcomes] == [Decision, Held, Decision, Decision]
            assert not more
            assert (await office.desk.counts(SITE)).waiting.count == 2

    asyncio.run(scene())


def test_a_cluster_decides_no_case_that_was_decided_meanwhile(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            comment = await _received(office)
            [case], _ = await office.desk.cases(SITE, limit=9, after=None)
            members = office.store.queue.members

            async def slow(*arguments: Any) -> list[str]:
                found = await members(*arguments)
                await _decided(office, comment, "publish", "an")
                return found

            office.store.queue.members = slow  # type: ignore[method-assign]
            decide = office.desk.decisions.decide_cluster
            [outcome], _ = await decide(SITE, case.cluster or "", Said(action="spam"), "mai")
            assert isinstance(outcome, Closed)
            assert (await office.desk.comment(SITE, comment)).status == "published"

    asyncio.run(scene())


async def _strikes(office: Office) -> int:
    return (await office.desk.check(SITE, said_by_ann(FINE))).facts.strikes


async def _settled(office: Office) -> int:
    return await office.desk.strikes.turn(office.clock.now_ms / 1000)


def test_a_strike_waits_until_the_decision_cannot_be_undone(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            await _decided(office, await _received(office), "reject")
            office.clock.advance(s=9.9)
            assert (await _settled(office), await _strikes(office)) == (0, 0)
            office.clock.advance(s=0.1)
            assert (await _settled(office), await _strikes(office)) == (1, 1)
            assert await _settled(office) == 0

    asyncio.run(scene())


def test_an_undone_decision_gives_no_strike(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            await _undone(office, await _decided(office, await _received(office), "spam"))
            office.clock.advance(s=60)
            assert (await _settled(office), await _strikes(office)) == (0, 0)

    asyncio.run(scene())


@pytest.mark.parametrize("action", [action for action, strike in STRIKES.items() if strike == "take_back"])
def test_a_later_decision_takes_back_the_strike_of_an_earlier_one_and_of_the_verdict(
    action: Choice, place: Place
) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            comment = await _received(office, REFUSED)
            await asyncio.sleep(0)  # the verdict's own strike is settled beside the answer
            assert await _strikes(office) == 1
            await _decided(office, comment, "reject")
            text = "x" if action == "edit_and_publish" else None
            await _decided(office, comment, Said(action=action, text=text))
            office.clock.advance(s=10)
            assert (await _settled(office), await _strikes(office)) == (2, 0)

    asyncio.run(scene())
