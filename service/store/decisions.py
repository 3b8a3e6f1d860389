"""Decisions: taken, undone, settled with the counters, and given to whoever learns from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, RowMapping, Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation.errors import ModerationError
from service import events
from service.lessons import Final
from service.model import Choice, Decision, NotFound, NotUndoable, Undone
from service.ruling import STRIKES, Asked, Standing, decided, refusal
from service.ruling import undone as before_it
from service.store import tables
from service.store.rows import Values, decision_of, event_row
from service.store.standing import Change, change, locked
from service.store.tables import comments, decisions, outbox, unsettled
from service.store.transactions import Transactions
from service.tally import waited_s

_standings = msgspec.json.Decoder(Standing)
_SAID: tuple[Any, ...] = (
    *decisions.c,
    tables.undone.c.by.label("undone_by"),
    tables.undone.c.at.label("undone_at"),
)
_WITH_UNDONE = decisions.outerjoin(tables.undone, tables.undone.c.decision == decisions.c.id)


class Unsettled(NamedTuple):
    """A decision whose strike the counters have not heard of, with what they know its comment by."""

    decision: str
    action: Choice
    site: str
    text: str
    observed: str | None
    guest: str | None


class Decisions:
    """Decisions of all sites, over connections that write and connections that read."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def take(self, site: str, asked: Sequence[Asked]) -> dict[str, ModerationError]:
        """Take all decisions that can be taken, in one transaction; the others' refusals, by comment.

        A comment is in *asked* once. A refusal is `NotFound` or a `Conflict`.
        """
        async with self._writing.begin() as connection:
            standings = await locked(connection, site, (one.decision.comment for one in asked))
            refusals = {one.decision.comment: _refused(standings, one) for one in asked}
            taken = [one.decision for one in asked if refusals[one.decision.comment] is None]
            await _take(connection, site, taken, standings)
        return {comment: why for comment, why in refusals.items() if why is not None}

    async def undo(
        self, site: str, ids: Sequence[str], by: str, at: float
    ) -> dict[str, Decision | ModerationError]:
        """Undo all decisions of *ids* that can be undone, the last first, in one transaction.

        One that is undone already is given as it is, so that a retry is harmless. A refusal is `NotFound` or
        `NotUndoable`.
        """
        async with self._writing.begin() as connection:
            undoing = await _Undoing.begun(connection, site, ids, by, at)
            outcomes = {id_: undoing.undo(id_) for id_ in undoing.in_turn(ids)}
            await undoing.write(connection)
        return outcomes

    async def due(self, now: float, limit: int) -> list[Unsettled]:
        """Decisions that can no more be undone and whose strike is not settled, oldest first."""
        query = (
            select(decisions.c.id, decisions.c.action, comments.c.site, comments.c.text)
            .add_columns(comments.c.observed, comments.c.observed_guest)
            .join_from(unsettled, decisions, decisions.c.id == unsettled.c.decision)
            .join(comments, comments.c.id == decisions.c.comment)
            .where(unsettled.c.due_at <= now)
            .order_by(decisions.c.number)
            .limit(limit)
        )
        async with self._reading.begin() as connection:
            return [Unsettled(*row) for row in await connection.execute(query)]

    async def settled(self, ids: Iterable[str]) -> None:
        """Remember that the counters have heard of these decisions."""
        async with self._writing.begin() as connection:
            await connection.execute(delete(unsettled).where(unsettled.c.decision.in_(list(ids))))

    async def final(self, site: str, *, after: int, until: float, limit: int) -> list[Final]:
        """Decisions with a higher number than *after* that were not undone and were final at *until*, in order."""
        over = decisions.c.due_at.is_(None) | (decisions.c.due_at <= until)
        query = (
            select(*_SAID, comments.c.text.label("original"), comments.c.language)
            .select_from(_WITH_UNDONE.join(comments, comments.c.id == decisions.c.comment))
            .where(comments.c.site == site, decisions.c.number > after, over)
            .where(tables.undone.c.decision.is_(None))
            .order_by(decisions.c.number)
            .limit(limit)
        )
        async with self._reading.begin() as connection:
            rows = (await connection.execute(query)).mappings()
            return [Final(row["number"], decision_of(row), row["original"], row["language"]) for row in rows]


def decisions_where(condition: ColumnElement[bool]) -> Select[Any]:
    """Decisions in their order, each with who undid it; `rows.decision_of` reads them."""
    return select(*_SAID).select_from(_WITH_UNDONE).where(condition).order_by(decisions.c.number)


def _refused(standings: Mapping[str, Standing], one: Asked) -> ModerationError | None:
    standing = standings.get(one.decision.comment)
    if standing is None:
        return NotFound(f"the site has no comment {one.decision.comment!r}")
    return refusal(standing, one)


async def _take(
    connection: AsyncConnection, site: str, taken: Sequence[Decision], standings: Mapping[str, Standing]
) -> None:
    """Write *taken* and all that follows. Numbered tables come last, see `tables`."""
    if not taken:
        return
    changes = {
        one.comment: Change(standings[one.comment], decided(standings[one.comment], one)) for one in taken
    }
    await change(connection, site, changes)
    suggested = await _suggested(connection, changes)
    rows = [_row(site, one, changes[one.comment], suggested[one.comment]) for one in taken]
    await connection.execute(insert(decisions), rows)
    waiting = [{"decision": one.id, "due_at": one.due_at} for one in taken if one.action in STRIKES]
    if waiting:
        await connection.execute(insert(unsettled), waiting)
    told = [row for one in taken for row in _events(site, one, changes[one.comment])]
    await connection.execute(insert(outbox), told)


async def _suggested(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, str | None]:
    """What the classifier suggested about each comment."""
    query = select(comments.c.id, comments.c.suggested).where(comments.c.id.in_(list(ids)))
    return {id_: suggested for id_, suggested in await connection.execute(query)}  # noqa: C416


def _row(site: str, decision: Decision, change: Change, suggested: str | None) -> Values:
    fields = {name: getattr(decision, name) for name in Decision.__struct_fields__ if name != "undone"}
    waited = waited_s(change.before, change.after, decision)
    figures = {"site": site, "waited_s": waited, "suggested": suggested}
    return {**fields, **figures, "before": msgspec.json.encode(change.before)}


def _events(site: str, decision: Decision, change: Change) -> Iterable[Values]:
    tell = partial(event_row, site, decision.comment, at=decision.at, decision=decision.id, actor=decision.by)
    yield tell(events.DECIDED[decision.action], due_at=decision.due_at)
    yield tell("case.decided")
    if change.after.is_open and not change.before.is_open:
        yield tell("case.opened")


class _Undoing:
    """Several decisions on their way back, over the comments that they were about."""

    def __init__(self, site: str, by: str, at: float) -> None:
        self._site = site
        self._undone = Undone(by, at)
        self._rows: dict[str, RowMapping] = {}
        self._standings: dict[str, Standing] = {}
        self._met: dict[str, Standing] = {}
        self._in_force: defaultdict[str, list[str]] = defaultdict(list)
        self._done: list[Decision] = []

    @classmethod
    async def begun(
        cls, connection: AsyncConnection, site: str, ids: Sequence[str], by: str, at: float
    ) -> _Undoing:
        """Read and lock what *ids* are about."""
        undoing = cls(site, by, at)
        about = select(decisions.c.comment).where(decisions.c.id.in_(ids))
        standings = await locked(connection, site, (await connection.scalars(about)).all())
        said = await connection.execute(decisions_where(decisions.c.comment.in_(standings)))
        for row in said.mappings():
            undoing._rows[row["id"]] = row
            if row["undone_at"] is None:
                undoing._in_force[row["comment"]].append(row["id"])
        undoing._standings, undoing._met = standings, dict(standings)
        return undoing

    def in_turn(self, ids: Iterable[str]) -> list[str]:
        """*ids*, each once, the last decision first."""
        numbers = {id_: self._rows[id_]["number"] if id_ in self._rows else 0 for id_ in ids}
        return sorted(numbers, key=lambda id_: -numbers[id_])

    def undo(self, id_: str) -> Decision | ModerationError:
        """The decision as undone, or why it cannot be."""
        row = self._rows.get(id_)
        if row is None:
            return NotFound(f"the site has no decision {id_!r}")
        decision = decision_of(row)
        if decision.undone is not None:
            return decision
        try:
            self._put_back(decision, row["before"])
        except NotUndoable as refusal:
            return refusal
        undone = msgspec.structs.replace(decision, undone=self._undone)
        self._done.append(undone)
        return undone

    def _put_back(self, decision: Decision, before: bytes | None) -> None:
        if before is None or self._in_force[decision.comment][-1] != decision.id:
            raise NotUndoable("the comment was decided again since; take a new decision instead")
        standing = self._standings[decision.comment]
        was = before_it(standing, decision, _standings.decode(before), self._undone.at)
        self._standings[decision.comment] = was
        self._in_force[decision.comment].pop()

    async def write(self, connection: AsyncConnection) -> None:
        """Write what was undone."""
        if not self._done:
            return
        about = {one.comment for one in self._done}
        changes = {id_: Change(self._met[id_], self._standings[id_]) for id_ in sorted(about)}
        await change(connection, self._site, changes)
        ids, at = [one.id for one in self._done], self._undone.at
        await connection.execute(delete(unsettled).where(unsettled.c.decision.in_(ids)))
        gone = [{"decision": id_, "by": self._undone.by, "at": at} for id_ in ids]
        await connection.execute(insert(tables.undone), gone)
        unsent = outbox.c.decision.in_(ids) & (outbox.c.due_at > at)
        await connection.execute(update(outbox).where(unsent).values(cancelled_at=at))
        await connection.execute(insert(outbox), [self._event(one) for one in self._done])

    def _event(self, one: Decision) -> Values:
        at = self._undone.at
        return event_row(self._site, one.comment, "case.undone", at, decision=one.id, actor=self._undone.by)
