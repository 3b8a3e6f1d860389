"""The versions of each site's policy."""

from __future__ import annotations

from sqlalchemy import Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation.policy import Policy, digest
from service.model import NotFound, NoVersion, PolicyVersion, VersionConflict
from service.store import writing
from service.store.rows import policy_of
from service.store.tables import policies, policy_versions, sites
from service.store.transactions import Transactions

_FIELDS = tuple(policy_versions.c[name] for name in PolicyVersion.__struct_fields__)
_MOST_NUMBER = 2**31 - 1  # what the column holds; no version has it


class Policies:
    """Reads versions and adds new ones; none is ever changed or taken away."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def versions(self, site: str, *, limit: int, before: int | None = None) -> list[PolicyVersion]:
        """At most *limit* versions, the newest first, older than *before* where that is given."""
        query = _of(site).order_by(policy_versions.c.number.desc()).limit(limit)
        if before is not None:
            query = query.where(policy_versions.c.number < before)
        async with self._reading.begin() as connection:
            rows = await connection.execute(query)
            return [PolicyVersion(**row) for row in rows.mappings()]

    async def version(self, site: str, number: int) -> tuple[PolicyVersion, Policy]:
        """One version and its policy. Raises `NoVersion`."""
        query = (
            _of(site)
            .add_columns(policies.c.document)
            .join(policies)
            .where(policy_versions.c.number == min(max(number, 0), _MOST_NUMBER))
        )
        async with self._reading.begin() as connection:
            row = (await connection.execute(query)).mappings().first()
        if row is None:
            raise NoVersion(f"the site's policy has no version {number}")
        fields = {name: row[name] for name in PolicyVersion.__struct_fields__}
        return PolicyVersion(**fields), policy_of(row["document"])

    async def change(
        self, site: str, policy: Policy, *, by: str, at: float, note: str, expected: int | None
    ) -> PolicyVersion:
        """Put *policy* in force as a new version; the same one again changes nothing and is no version.

        Raises `VersionConflict` when *expected* is given and not in force, `NotFound` without such a site.
        """
        async with self._writing.begin() as connection:
            now = await _in_force(connection, site)
            if expected not in (None, now.number):
                raise VersionConflict(now.number)
            wanted = policy.once(digest)
            if now.digest == wanted:
                return now
            new = PolicyVersion(number=now.number + 1, digest=wanted, by=by, at=at, note=note)
            await writing.keep_policies(connection, {wanted: policy})
            await add(connection, site, new)
            return new


async def add(connection: AsyncConnection, site: str, version: PolicyVersion) -> None:
    """Write *version*, whose policy is kept, and put it in force."""
    fields = {name: getattr(version, name) for name in version.__struct_fields__}
    await connection.execute(insert(policy_versions).values(site=site, **fields))
    await connection.execute(update(sites).where(sites.c.id == site).values(policy=version.digest))


async def _in_force(connection: AsyncConnection, site: str) -> PolicyVersion:
    """The last version, held against others who change the policy at the same time."""
    await connection.execute(select(sites.c.id).where(sites.c.id == site).with_for_update())
    query = _of(site).order_by(policy_versions.c.number.desc()).limit(1)
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        raise NotFound(f"there is no site {site!r}")
    return PolicyVersion(**row)


def _of(site: str) -> Select[tuple[object, ...]]:
    return select(*_FIELDS).where(policy_versions.c.site == site)
