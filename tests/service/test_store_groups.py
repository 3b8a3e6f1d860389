"""Group commit: many comments a commit, each answered for itself."""

from __future__ import annotations

import asyncio

import msgspec
import pytest
from sqlalchemy import event

from moderation.errors import CommentError
from service.model import STATUS, Kept, Site, StoreUnavailable
from service.store import Clash, Retry, Submission
from service.store.groups import Groups
from tests.service.desks import FINE, HELD, SITE, Office, Place, opened, said


async def _submission(office: Office, number: int, site: Site = SITE) -> Submission:
    """A judged comment that nobody has kept yet."""
    comment = msgspec.structs.replace(said(f"{HELD} {number}"), guest=None)
    verdict = await office.desk.check(site, comment)
    kept = Kept(
        id=f"c{number}", status=STATUS[verdict.action], verdict=verdict, comment=comment, received_at=1.0
    )
    return Submission(site=site, kept=kept, retry=Retry(b"key %d" % number, b"body"))


def _unreadable(submission: Submission) -> Submission:
    comment = msgspec.structs.replace(submission.kept.comment, thread="\ud800")
    return msgspec.structs.replace(submission, kept=msgspec.structs.replace(submission.kept, comment=comment))


class Commits:
    """Counts the commits of an office's store."""

    def __init__(self, office: Office) -> None:
        self.number = 0
        event.listen(office.store._writing._engine.sync_engine, "commit", self._count)

    def _count(self, connection: object) -> None:
        self.number += 1


def test_comments_that_come_at_once_share_a_commit(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            await office.receive(HELD)  # the first one makes the secret by which guests are known
            commits = Commits(office)
            received = await asyncio.gather(*(office.receive(HELD) for _ in range(100)))
            assert commits.number == 1
            for answer in received:
                assert await office.desk.comment(SITE, answer.kept.id) == answer.kept

    asyncio.run(scene())


def test_comments_that_come_during_a_commit_share_the_next(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            commits = Commits(office)
            await asyncio.gather(*(_in_turn(office, 5) for _ in range(40)))
            assert 5 <= commits.number <= 40  # and not 200

    asyncio.run(scene())


async def _in_turn(office: Office, number: int) -> None:
    for _ in range(number):
        await office.receive(FINE)


def test_one_that_cannot_be_kept_spoils_no_other(place: Place) -> None:
    async def scene() -> list[object]:
        async with opened(place) as office:
            good = [await _submission(office, number) for number in range(5)]
            nowhere = await _submission(office, 5, Site(id="nowhere", name="", policy=SITE.policy))
            taken = msgspec.structs.replace(await _submission(office, 6), retry=good[0].retry)
            unreadable = _unreadable(await _submission(office, 7))
            commits = Commits(office)
            batch = [*good[:2], nowhere, taken, unreadable, *good[2:]]
            answers = await asyncio.gather(*map(office.store.submit, batch), return_exceptions=True)
            assert commits.number == 1
            assert (await office.desk.counts(SITE)).waiting.count == 5
            return [type(answer) for answer in answers if answer is not None]

    assert asyncio.run(scene()) == [Clash, Clash, CommentError]


def test_a_database_that_fails_fails_each_and_then_works_again(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            await _rename(office, "outbox", "away")
            answers = await asyncio.gather(*(office.receive(FINE) for _ in range(3)), return_exceptions=True)
            assert [type(answer) for answer in answers] == [StoreUnavailable] * 3
            await _rename(office, "away", "outbox")
            assert (await office.receive(FINE)).kept.status == "published"

    asyncio.run(scene())


async def _rename(office: Office, table: str, name: str) -> None:
    async with office.store._writing.begin() as connection:
        await connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")


def test_when_too_many_wait_the_next_is_told_at_once(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            groups = Groups(office.store._writing, room=3)
            submissions = [await _submission(office, number) for number in range(5)]
            answers = await asyncio.gather(*map(groups.keep, submissions), return_exceptions=True)
            assert [type(answer) for answer in answers[3:]] == [StoreUnavailable] * 2
            assert "3 comments wait for the disk already" in str(answers[3])
            assert answers[:3] == [None] * 3
            await groups.keep(submissions[3])

    asyncio.run(scene())


def test_who_stops_waiting_changes_nothing_for_the_others(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            sendings = [
                asyncio.create_task(office.store.submit(await _submission(office, n))) for n in range(6)
            ]
            await asyncio.sleep(0)
            for sending in sendings[::2]:
                sending.cancel()
            answers = await asyncio.gather(*sendings, return_exceptions=True)
            assert answers[1::2] == [None] * 3

    asyncio.run(scene())


def test_a_fault_of_ours_leaves_nobody_waiting(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise KeyError("a fault of ours")

    async def scene() -> None:
        async with opened(place) as office:
            with monkeypatch.context() as patch:
                patch.setattr("service.store.groups.keep", broken)
                with pytest.raises(StoreUnavailable, match="writer stopped"):
                    await office.receive(FINE)
            assert (await office.receive(FINE)).kept.status == "published"

    asyncio.run(scene())


def test_closing_keeps_what_waits_and_takes_no_more(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            waiting = [asyncio.create_task(office.receive(HELD)) for _ in range(9)]
            while len(office.store._groups._waiting) < len(waiting):
                await asyncio.sleep(0)
            await office.store.close()
            kept = {(await one).kept.id for one in waiting}
            with pytest.raises(StoreUnavailable, match="closing"):
                await office.receive(HELD)
        async with opened(place) as office:
            cases, _ = await office.desk.cases(SITE, limit=99, after=None)
            assert {case.id for case in cases} == kept

    asyncio.run(scene())


def test_a_decision_gets_its_turn_while_comments_pour_in(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.store.groups._GROUP", 2)  # so that there is always another group

    async def scene() -> None:
        async with opened(place) as office:
            comment = (await office.receive(HELD)).kept.id
            flood = [asyncio.create_task(_pour(office)) for _ in range(8)]
            async with asyncio.timeout(20):
                for _ in range(5):
                    await office.desk.decide(SITE, comment, "publish", "mai")
            for pouring in flood:
                pouring.cancel()
            await asyncio.gather(*flood, return_exceptions=True)

    asyncio.run(scene())


async def _pour(office: Office) -> None:
    while True:
        await office.receive(FINE)
