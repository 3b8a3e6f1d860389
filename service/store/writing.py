"""What is written, statement by statement, inside a transaction that the caller began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Table, delete, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation.policy import Policy, digest
from moderation.policy.model import encoded
from service.model import Site
from service.store import IDEMPOTENCY_KEPT_S, Submission
from service.store.clusters import forget_old, keep_new, place
from service.store.guests import settle
from service.store.rows import Values, arrival_rows, rows_of
from service.store.tables import idempotency, outbox, policies, policy_versions, sites


async def prepare(connection: AsyncConnection, submissions: Sequence[Submission]) -> None:
    """Keep the policies that judged *submissions*; forget idempotency keys and clusters whose time is over."""
    now = max(one.kept.received_at for one in submissions)
    await _forget_keys(connection, now - IDEMPOTENCY_KEPT_S)
    await forget_old(connection, now)
    await keep_policies(connection, {one.kept.verdict.policy: one.site.policy for one in submissions})


async def keep(connection: AsyncConnection, submissions: Sequence[Submission]) -> dict[str, str]:
    """Add *submissions* with as many statements as for one; whose they are, by comment.

    They are in the order of `by_key`, so that two processes with the same keys never wait for each other.
    """
    guests = await settle(connection, submissions)
    placed = await place(connection, submissions)
    for table, rows in rows_of(submissions, placed.clusters, guests):
        if rows:
            await connection.execute(insert(table), rows)
    await keep_new(connection, placed)
    return guests


async def announce(connection: AsyncConnection, submissions: Sequence[Submission]) -> None:
    """Add their events, as the last thing in a transaction: see `tables.outbox`."""
    if submissions:
        rows = [row for one in submissions for row in arrival_rows(one)]
        await connection.execute(insert(outbox), rows)


def by_key(submission: Submission) -> tuple[str, bytes]:
    """In what order idempotency keys are taken."""
    return submission.site.id, submission.retry.key_sha256 if submission.retry else b""


async def keep_site(connection: AsyncConnection, site: Site, at: float) -> None:
    """Add *site* with its first policy; one that is there gets the new name, and keeps the policy it has."""
    first = site.policy.once(digest)
    renamed = update(sites).where(sites.c.id == site.id).values(name=site.name)
    if (await connection.execute(renamed)).rowcount:
        return
    await keep_policies(connection, {first: site.policy})
    if await _added(connection, sites, {"id": site.id, "name": site.name, "policy": first}):
        version = {"site": site.id, "number": 1, "digest": first, "by": "settings", "at": at, "note": ""}
        await connection.execute(insert(policy_versions).values(version))
    else:
        await connection.execute(renamed)


async def _forget_keys(connection: AsyncConnection, until: float) -> None:
    """Forget idempotency keys up to *until*; those that another process is just forgetting are its own."""
    key = (idempotency.c.site, idempotency.c.key_sha256)
    over = select(*key).where(idempotency.c.at <= until).with_for_update(skip_locked=True)
    await connection.execute(delete(idempotency).where(tuple_(*key).in_(over)))


async def keep_policies(connection: AsyncConnection, needed: Mapping[str, Policy]) -> None:
    """Add the documents of those of *needed*, by digest, that are not kept yet."""
    known = await connection.scalars(select(policies.c.digest).where(policies.c.digest.in_(needed)))
    for one in sorted(needed.keys() - set(known)):
        await _added(connection, policies, {"digest": one, "document": encoded(needed[one])})


async def _added(connection: AsyncConnection, table: Table, row: Values) -> bool:
    """Add *row*, unless another process was quicker by a moment."""
    try:
        async with connection.begin_nested():
            await connection.execute(insert(table).values(row))
    except IntegrityError:
        return False
    return True
