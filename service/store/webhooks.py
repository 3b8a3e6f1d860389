"""What is kept of webhooks, and what their site's people see of deliveries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType
from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    Subquery,
    delete,
    func,
    insert,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from service.people import AccountError, Actor
from service.store.audit import note
from service.store.tables import outbox
from service.store.tables_webhooks import deliveries, webhooks
from service.store.transactions import Transactions

DeliveryState = Literal["waiting", "sent", "parked"]
MOST_OF_A_SITE = 20
MOST_COUNTED = 10_000


class Webhook(Struct, frozen=True, kw_only=True):
    """Where a site wants to be told of *events*, all of them when none is named, unless it is not *active*."""

    id: str
    site: str
    url: str
    events: tuple[str, ...] = ()
    active: bool = True
    created_at: float = 0.0


class Watched(Struct, frozen=True, kw_only=True):
    """A webhook, and how many deliveries wait or are parked, each counted up to `MOST_COUNTED`."""

    webhook: Webhook
    waiting: int = 0
    parked: int = 0


class WebhookChange(Struct, frozen=True, kw_only=True):
    """What is to be changed; what is unset stays."""

    url: str | UnsetType = UNSET
    events: tuple[str, ...] | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class Delivery(Struct, frozen=True, kw_only=True):
    """One event on its way to a webhook, there, or given up (`parked`); *told* is what came of the last try."""

    number: int
    id: str
    event: str
    comment: str | None
    state: DeliveryState
    at: float
    tries: int
    tried_at: float | None
    next_at: float
    told: str


class Webhooks:
    """Lists, adds, changes and removes webhooks, each change with its line in the audit log."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def of_site(self, site: str) -> Sequence[Watched]:
        """Every webhook of *site*, the oldest first."""
        query = select(webhooks).where(webhooks.c.site == site).order_by(webhooks.c.created_at, webhooks.c.id)
        async with self._reading.begin() as connection:
            rows = (await connection.execute(query)).mappings().all()
            return [await _watched(connection, row) for row in rows]

    async def add(self, webhook: Webhook, secret: str, actor: Actor) -> Watched:
        """Keep a webhook; it is told of what happens from now on. Raises `AccountError` when there are too many."""
        row = {name: getattr(webhook, name) for name in Webhook.__struct_fields__}
        async with self._writing.begin() as connection:
            await _refuse_more(connection, webhook.site)
            kept = {**row, "events": " ".join(webhook.events), "secret": secret, "read_to": _last()}
            await connection.execute(insert(webhooks).values(kept))
            detail = {"url": webhook.url, "events": webhook.events}
            at = webhook.created_at
            await note(connection, webhook.site, actor, "webhook.added", webhook.id, detail, at=at)
        return Watched(webhook=webhook)

    async def change(
        self,
        site: str,
        id: str,  # noqa: A002
        change: WebhookChange,
        actor: Actor,
        at: float,
    ) -> Watched:
        """Change what is set. One that was not active hears nothing of what happened meanwhile."""
        async with self._writing.begin() as connection:
            before = await _held(connection, site, id)
            values = _changed(before, change)
            if values:
                await connection.execute(update(webhooks).where(webhooks.c.id == id).values(values))
                told = {name: value for name, value in values.items() if name != "read_to"}
                await note(connection, site, actor, "webhook.changed", id, told, at=at)
            return await _watched(connection, await _held(connection, site, id))

    async def renew(
        self,
        site: str,
        id: str,  # noqa: A002
        secret: str,
        old_until: float,
        actor: Actor,
        at: float,
    ) -> Watched:
        """Sign with *secret* from now on, and until *old_until* with the one before, too."""
        async with self._writing.begin() as connection:
            before = await _held(connection, site, id)
            values = {"secret": secret, "old_secret": before["secret"], "old_until": old_until}
            await connection.execute(update(webhooks).where(webhooks.c.id == id).values(values))
            await note(connection, site, actor, "webhook.renewed", id, {"old_until": old_until}, at=at)
            return await _watched(connection, before)

    async def remove(self, site: str, id: str, actor: Actor, at: float) -> None:  # noqa: A002
        """Forget a webhook and all that was on its way to it."""
        async with self._writing.begin() as connection:
            before = await _held(connection, site, id)
            await connection.execute(delete(deliveries).where(deliveries.c.webhook == id))
            await connection.execute(delete(webhooks).where(webhooks.c.id == id))
            await note(connection, site, actor, "webhook.removed", id, {"url": before["url"]}, at=at)

    async def deliveries(
        self,
        site: str,
        id: str,  # noqa: A002
        *,
        limit: int,
        state: DeliveryState | None = None,
        before: int | None = None,
    ) -> Sequence[Delivery]:
        """At most *limit* deliveries, the newest first, older than number *before*."""
        query = _listed(id).order_by(deliveries.c.number.desc()).limit(limit)
        if state is not None:
            query = query.where(deliveries.c.state == state)
        if before is not None:
            query = query.where(deliveries.c.number < before)
        async with self._reading.begin() as connection:
            await _found(connection, site, id)
            return [Delivery(**row) for row in (await connection.execute(query)).mappings()]

    async def again(
        self,
        site: str,
        id: str,  # noqa: A002
        ids: Iterable[str] | None,
        actor: Actor,
        at: float,
    ) -> int:
        """Try deliveries anew from *at* on, with a new day to arrive: those of *ids*, or all parked ones.

        How many that are; one that is being sent this moment is sent once more.
        """
        mine = deliveries.c.webhook == id
        chosen = deliveries.c.state == "parked" if ids is None else deliveries.c.id.in_(list(ids))
        anew = {"state": "waiting", "next_at": at, "first_at": None}
        async with self._writing.begin() as connection:
            await _held(connection, site, id)
            found = await connection.execute(update(deliveries).where(mine & chosen).values(anew))
            await note(connection, site, actor, "webhook.resent", id, {"count": found.rowcount}, at=at)
            return found.rowcount


def webhook_of(row: RowMapping) -> Webhook:
    """The webhook of a row of `webhooks`."""
    fields = {name: row[name] for name in Webhook.__struct_fields__}
    return Webhook(**{**fields, "events": tuple(row["events"].split())})


def _last() -> Any:
    """The number of the last event that is there."""
    return select(func.coalesce(func.max(outbox.c.number), 0)).scalar_subquery()


def _changed(before: RowMapping, change: WebhookChange) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if change.url is not UNSET:
        values["url"] = change.url
    if change.events is not UNSET:
        values["events"] = " ".join(change.events)
    if change.active is not UNSET:
        values["active"] = change.active
    values = {name: value for name, value in values.items() if value != before[name]}
    return {**values, "read_to": _last()} if values.get("active") else values


async def _refuse_more(connection: AsyncConnection, site: str) -> None:
    theirs = select(webhooks.c.id).where(webhooks.c.site == site)
    if len((await connection.scalars(theirs)).all()) >= MOST_OF_A_SITE:
        raise AccountError("webhook.many", f"the site has {MOST_OF_A_SITE} webhooks already")


async def _held(connection: AsyncConnection, site: str, id: str) -> RowMapping:  # noqa: A002
    """The webhook's row, held against others who change it or read events for it at the same time."""
    return await _row(connection, select(webhooks).where(_is(site, id)).with_for_update(), id)


async def _found(connection: AsyncConnection, site: str, id: str) -> RowMapping:  # noqa: A002
    return await _row(connection, select(webhooks).where(_is(site, id)), id)


async def _row(connection: AsyncConnection, query: Select[Any], id: str) -> RowMapping:  # noqa: A002
    row: RowMapping | None = (await connection.execute(query)).mappings().first()
    if row is None:
        raise AccountError("webhook.none", f"the site has no webhook {id!r}")
    return row


async def _watched(connection: AsyncConnection, row: RowMapping) -> Watched:
    parts = [_some(row["id"], state) for state in ("waiting", "parked")]
    counted = union_all(*(select(literal(name), func.count()).select_from(some) for name, some in parts))
    numbers: dict[str, int] = {name: number for name, number in (await connection.execute(counted)).all()}  # noqa: C416
    return Watched(webhook=webhook_of(row), **numbers)


def _some(webhook: str, state: DeliveryState) -> tuple[str, Subquery]:
    theirs = (deliveries.c.webhook == webhook) & (deliveries.c.state == state)
    return state, select(deliveries.c.number).where(theirs).limit(MOST_COUNTED).subquery()


def _listed(webhook: str) -> Select[Any]:
    columns = (deliveries.c[name] for name in Delivery.__struct_fields__)
    return select(*columns).where(deliveries.c.webhook == webhook)


def _is(site: str, id: str) -> ColumnElement[bool]:  # noqa: A002
    return (webhooks.c.site == site) & (webhooks.c.id == id)
