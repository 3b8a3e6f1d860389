"""Group commit: what waits while one group reaches the disk is the next group."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation.errors import CommentError, ModerationError
from service.model import StoreUnavailable
from service.store import Clash, Submission
from service.store.transactions import WRONG, Transactions
from service.store.writing import announce, by_key, keep, prepare

_log = logging.getLogger(__name__)

ROOM = 2_000  # a few seconds' worth on a slow disk; who comes later is told at once
_GROUP = 256


Outcome: TypeAlias = ModerationError | str | None  # a refusal, or whose comment it is if anybody knows


class Waiting(Struct):
    """A submission and the future of whoever waits for it."""

    submission: Submission
    done: asyncio.Future[str | None]

    def tell(self, outcome: Outcome) -> None:
        """Answer, unless nobody waits any more."""
        if self.done.done():
            return
        if isinstance(outcome, ModerationError):
            self.done.set_exception(outcome)
        else:
            self.done.set_result(outcome)


class Groups:
    """Commits all that wait as one group; at most one task at a time does it, while there is work."""

    def __init__(self, transactions: Transactions, room: int = ROOM) -> None:
        self._transactions = transactions
        self._room = room
        self._waiting: list[Waiting] = []
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def keep(self, submission: Submission) -> str | None:
        """Say whose it is once it is on the disk. Raises `Clash`, and `StoreUnavailable` at once when full."""
        if self._closed:
            raise StoreUnavailable("the store is closing; try again")
        if len(self._waiting) >= self._room:
            raise StoreUnavailable(f"{self._room} comments wait for the disk already; try again in a second")
        one = Waiting(submission, asyncio.get_running_loop().create_future())
        self._waiting.append(one)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain())
        return await one.done

    async def close(self) -> None:
        """Commit what waits and take no more."""
        self._closed = True
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _drain(self) -> None:
        try:
            while self._waiting:
                group = self._waiting[:_GROUP]
                try:
                    outcomes = await self._together([one.submission for one in group])
                except StoreUnavailable as outage:
                    self._refuse_all(outage)
                    continue
                del self._waiting[: len(group)]
                for one, outcome in zip(group, outcomes, strict=True):
                    one.tell(outcome)
        finally:
            self._give_up()

    def _give_up(self) -> None:
        """Leave nobody waiting when the task ends by a fault of ours; when it ends well, nobody waits."""
        for one in self._waiting:
            one.tell(StoreUnavailable("the store's writer stopped; try again"))
        self._waiting.clear()

    def _refuse_all(self, outage: StoreUnavailable) -> None:
        """Tell everybody at once; in turn, each group would wait for the same outage anew."""
        _log.warning("%d comments were not kept", len(self._waiting), exc_info=outage)
        for one in self._waiting:
            one.tell(StoreUnavailable(*outage.args))
        self._waiting.clear()

    async def _together(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        try:
            async with self._transactions.begin() as connection:
                await prepare(connection, submissions)
                guests = await keep(connection, sorted(submissions, key=by_key))
                await announce(connection, submissions)
        except (*WRONG, UnicodeError):  # one of them is wrong, and took the others with it
            return await self._apart(submissions)
        return [guests.get(one.kept.id) for one in submissions]

    async def _apart(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        """Write each behind a savepoint of its own, all in one commit."""
        outcomes: dict[str, Outcome] = {}
        async with self._transactions.begin() as connection:
            await prepare(connection, submissions)
            for one in sorted(submissions, key=by_key):
                outcomes[one.kept.id] = await _tried(connection, one)
            kept = [one for one in submissions if not isinstance(outcomes[one.kept.id], ModerationError)]
            await announce(connection, kept)
        return [outcomes[one.kept.id] for one in submissions]


async def _tried(connection: AsyncConnection, submission: Submission) -> Outcome:
    try:
        async with connection.begin_nested():
            guests = await keep(connection, [submission])
    except IntegrityError:
        return Clash("the idempotency key is taken, or the site is gone")
    except (DataError, UnicodeError):  # what no database can take
        return CommentError("comment.unreadable", "$", "a field is not valid Unicode; send valid UTF-8")
    return guests.get(submission.kept.id)
