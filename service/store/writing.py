"""What is written, statement by statement, inside a transaction that the caller began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation.policy import Policy, digest
from moderation.policy.model import encoded
from service.model import DECIDED, Decision, NotFound, Site
from service.store import IDEMPOTENCY_KEPT_S, Submission
from service.store.rows import event_row, rows_of
from service.store.tables import (
    cases,
    comments,
    decisions,
    idempotency,
    outbox,
    policies,
    policy_versions,
    sites,
)


async def keep(connection: AsyncConnection, submissions: Sequence[Submission]) -> None:
    """Add *submissions* with as many statements as for one, and forget idempotency keys whose day is over."""
    now = max(one.kept.received_at for one in submissions)
    await connection.execute(delete(idempotency).where(idempotency.c.at <= now - IDEMPOTENCY_KEPT_S))
    await keep_policies(connection, {one.kept.verdict.policy: one.site.policy for one in submissions})
    for table, rows in rows_of(submissions):
        if rows:
            await connection.execute(insert(table), rows)


async def keep_site(connection: AsyncConnection, site: Site, at: float) -> None:
    """Add *site* with its first policy; one that is there gets the new name, and keeps the policy it has."""
    renamed = await connection.execute(update(sites).where(sites.c.id == site.id).values(name=site.name))
    if renamed.rowcount:
        return
    first = site.policy.once(digest)
    await keep_policies(connection, {first: site.policy})
    await connection.execute(insert(sites).values(id=site.id, name=site.name, policy=first))
    version = {"site": site.id, "number": 1, "digest": first, "by": "settings", "at": at, "note": ""}
    await connection.execute(insert(policy_versions).values(version))


async def decide(connection: AsyncConnection, site: str, decision: Decision) -> None:
    """Append *decision* with its event, set the comment's status and close its case."""
    status = DECIDED[decision.action]
    theirs = (comments.c.site == site) & (comments.c.id == decision.comment)
    changed = await connection.execute(update(comments).where(theirs).values(status=status))
    if not changed.rowcount:
        raise NotFound(f"the site has no comment {decision.comment!r}")
    fields = {name: getattr(decision, name) for name in decision.__struct_fields__}
    await connection.execute(insert(decisions).values(fields))
    await connection.execute(update(cases).where(cases.c.comment == decision.comment).values(state="closed"))
    event = event_row(site, decision.comment, status, decision.at, decision.id)
    await connection.execute(insert(outbox).values(event))


async def keep_policies(connection: AsyncConnection, needed: Mapping[str, Policy]) -> None:
    """Add the documents of those of *needed*, by digest, that are not kept yet."""
    known = await connection.scalars(select(policies.c.digest).where(policies.c.digest.in_(needed)))
    missing = needed.keys() - set(known)
    if missing:
        rows = [{"digest": one, "document": encoded(needed[one])} for one in sorted(missing)]
        await connection.execute(insert(policies), rows)
