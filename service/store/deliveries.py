"""What is on its way to webhooks: taken from the outbox, lent to whoever sends it, settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, RowMapping, Select, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service.ids import new_id
from service.store.tables import comments, decisions, outbox
from service.store.tables_webhooks import deliveries, webhooks
from service.store.transactions import Transactions
from service.store.webhooks import DeliveryState, Webhook, webhook_of

# A decision's event waits a little longer than it can be undone: whoever undoes at the last moment may commit after
# it, and another machine's clock may be ahead.
SETTLING_S = 2.0
_AT_ONCE = 500
_FAR = 5_000  # numbers of other sites' events after which a webhook's place is written down


class Ready(Struct, frozen=True, kw_only=True):
    """A delivery lent to whoever sends it: nobody else has try number *tries*. *secrets* sign it, the newest first."""

    number: int
    id: str
    tries: int
    first_at: float
    body: bytes
    url: str
    secrets: tuple[str, ...]


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of try number *tries*; a delivery that goes on waiting is tried again at *next_at*."""

    number: int
    tries: int
    state: DeliveryState
    next_at: float
    told: str


class Deliveries:
    """Deliveries of all sites, for whoever sends them; several processes may ask at the same time."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def spread(self, now: float) -> bool:
        """Give every webhook its deliveries of the events that it has not read; whether there may be more."""
        async with self._reading.begin() as connection:
            last = await connection.scalar(select(func.max(outbox.c.number))) or 0
            behind = webhooks.c.active & (webhooks.c.read_to < last)
            found = (await connection.execute(select(webhooks).where(behind))).mappings().all()
            unread = [row["id"] for row in found if await _has_news(connection, row, last)]
        return any([await self._spread_to(id_, last, now) for id_ in unread])

    async def due(self, now: float) -> Sequence[str]:
        """Webhooks to which something is to be sent."""
        theirs = (deliveries.c.webhook == webhooks.c.id) & _is_due(now)
        query = select(webhooks.c.id).where(webhooks.c.active, select(1).where(theirs).exists())
        async with self._reading.begin() as connection:
            return list(await connection.scalars(query))

    async def lend(self, webhook: str, now: float, lease_s: float, limit: int) -> list[Ready]:
        """At most *limit* deliveries, of a comment the first; nobody else is lent them before *lease_s* is over."""
        async with self._writing.begin() as connection:
            await connection.execute(delete(deliveries).where(_is_cancelled(webhook, now)))
            wanted = _first_of_each(webhook, now).limit(limit)
            wanted = wanted.with_for_update(of=deliveries, skip_locked=True)
            rows = (await connection.execute(wanted)).mappings().all()
            lent = {
                "tries": deliveries.c.tries + 1,
                "first_at": func.coalesce(deliveries.c.first_at, now),
                "tried_at": now,
                "next_at": now + lease_s,
            }
            mine = deliveries.c.number.in_([row["number"] for row in rows])
            await connection.execute(update(deliveries).where(mine).values(lent))
        return [_ready(row, now) for row in rows]

    async def settle(self, outcomes: Iterable[Outcome]) -> None:
        """Write down what came of them; a try that was lent to somebody else since is his."""
        rows = [
            {
                "its": one.number,
                "try": one.tries,
                "state": one.state,
                "next_at": one.next_at,
                "told": one.told,
            }
            for one in outcomes
        ]
        if not rows:
            return
        mine = (deliveries.c.number == bindparam("its")) & (deliveries.c.tries == bindparam("try"))
        waiting = deliveries.c.state == "waiting"
        values: dict[str, Any] = {name: bindparam(name) for name in ("state", "next_at", "told")}
        async with self._writing.begin() as connection:
            await connection.execute(update(deliveries).where(mine, waiting).values(values), rows)

    async def forget(self, before: Mapping[DeliveryState, float]) -> None:
        """Forget deliveries of each state that were last tried before its time."""
        async with self._writing.begin() as connection:
            for state, until in before.items():
                old = (deliveries.c.state == state) & (deliveries.c.tried_at < until)
                await connection.execute(delete(deliveries).where(old))

    async def _spread_to(self, webhook: str, last: int, now: float) -> bool:
        """Add the next deliveries of one webhook, unless another process does so this moment."""
        mine = select(webhooks).where(webhooks.c.id == webhook, webhooks.c.active)
        async with self._writing.begin() as connection:
            row = (await connection.execute(mine.with_for_update(skip_locked=True))).mappings().first()
            if row is None:
                return False
            told = (await connection.execute(_unread(row, last).limit(_AT_ONCE))).mappings().all()
            if told:
                rows = [_delivery(webhook, event, now) for event in told]
                await connection.execute(insert(deliveries), rows)
            full = len(told) == _AT_ONCE
            read_to = told[-1]["number"] if full else max(last, row["read_to"])
            place = update(webhooks).where(webhooks.c.id == webhook).values(read_to=read_to)
            await connection.execute(place)
            return full


async def tell(
    connection: AsyncConnection, site: str, event: str, data: Mapping[str, object], at: float
) -> None:
    """Give every webhook of *site* that wants *event*, which is no row of the outbox, its delivery."""
    mine = select(webhooks).where(webhooks.c.site == site, webhooks.c.active)
    rows = [
        _row(row["id"], event, _body(event, at, data), at, at)
        for row in (await connection.execute(mine)).mappings()
        if _wants(webhook_of(row), event)
    ]
    if rows:
        await connection.execute(insert(deliveries), rows)


def _wants(webhook: Webhook, event: str) -> bool:
    return not webhook.events or event in webhook.events


async def _has_news(connection: AsyncConnection, row: RowMapping, last: int) -> bool:
    """Whether an event is for this webhook, or so many are for others that its place is to be written down."""
    if last - row["read_to"] > _FAR:
        return True
    return (await connection.execute(_unread(row, last).limit(1))).first() is not None


def _unread(row: RowMapping, last: int) -> Select[Any]:
    """The events that a webhook has not read, in their order, with what it is told of them."""
    webhook = webhook_of(row)
    query = (
        select(outbox, comments.c.thread, comments.c.parent, decisions.c.action, decisions.c.reason)
        .select_from(outbox.join(comments, comments.c.id == outbox.c.comment))
        .outerjoin(decisions, decisions.c.id == outbox.c.decision)
        .where(outbox.c.number > row["read_to"], outbox.c.number <= last, outbox.c.site == webhook.site)
        .where(outbox.c.event.startswith("comment."), outbox.c.cancelled_at.is_(None))
        .order_by(outbox.c.number)
    )
    return query.where(outbox.c.event.in_(webhook.events)) if webhook.events else query


def _is_due(now: float) -> ColumnElement[bool]:
    return (deliveries.c.state == "waiting") & (deliveries.c.next_at <= now)


def _is_cancelled(webhook: str, now: float) -> ColumnElement[bool]:
    """Whose event nobody is to hear of any more: its decision was undone, or its comment erased."""
    told = select(1).where(outbox.c.number == deliveries.c.outbox, outbox.c.cancelled_at.is_(None)).exists()
    return (deliveries.c.webhook == webhook) & _is_due(now) & deliveries.c.outbox.is_not(None) & ~told


def _first_of_each(webhook: str, now: float) -> Select[Any]:
    """What is due to *webhook*, but for what must wait for an earlier event of its comment."""
    earlier = deliveries.alias("earlier")
    waits = select(1).where(
        earlier.c.webhook == deliveries.c.webhook,
        earlier.c.comment == deliveries.c.comment,
        earlier.c.outbox < deliveries.c.outbox,
        earlier.c.state == "waiting",
    )
    return (
        select(deliveries, webhooks.c.url, webhooks.c.secret, webhooks.c.old_secret, webhooks.c.old_until)
        .join(webhooks, webhooks.c.id == deliveries.c.webhook)
        .where(deliveries.c.webhook == webhook, webhooks.c.active, _is_due(now), ~waits.exists())
        .order_by(deliveries.c.next_at, deliveries.c.number)
    )


def _ready(row: RowMapping, now: float) -> Ready:
    old = (row["old_secret"],) if row["old_until"] is not None and now < row["old_until"] else ()
    return Ready(
        number=row["number"],
        id=row["id"],
        tries=row["tries"] + 1,
        first_at=now if row["first_at"] is None else row["first_at"],
        body=row["body"],
        url=row["url"],
        secrets=(row["secret"], *old),
    )


def _delivery(webhook: str, event: RowMapping, now: float) -> dict[str, Any]:
    """The delivery of a row of the outbox; it tells what will stay true, so that every try has the same bytes."""
    at, due_at = event["at"], event["at"] if event["due_at"] is None else event["due_at"]
    next_at = due_at + SETTLING_S if due_at > at else due_at
    decision = {"id": event["decision"], "action": event["action"], "reason": event["reason"]}
    data = {
        "number": event["number"],
        "site": event["site"],
        "comment": event["comment"],
        "thread": event["thread"],
        "parent": event["parent"],
        "decision": decision if event["decision"] else None,
    }
    row = _row(webhook, event["event"], _body(event["event"], at, data), at, next_at, now)
    return {**row, "comment": event["comment"], "outbox": event["number"]}


def _row(
    webhook: str, event: str, body: bytes, at: float, next_at: float, now: float | None = None
) -> dict[str, Any]:
    return {
        "id": f"msg_{new_id(at if now is None else now)}",
        "webhook": webhook,
        "comment": None,
        "outbox": None,
        "event": event,
        "state": "waiting",
        "body": body,
        "at": at,
        "next_at": next_at,
        "tries": 0,
        "told": "",
    }


def _body(event: str, at: float, data: Mapping[str, object]) -> bytes:
    message = {"type": event, "timestamp": datetime.fromtimestamp(at, UTC), "data": data}
    return msgspec.json.encode(message)
