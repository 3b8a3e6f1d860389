"""A site's policy: read, changed, taken back, tried."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec.structs import replace

from moderation.comment import Comment
from moderation.policy import Policy
from moderation.verdict import Verdict
from service.desk.desk import Desk
from service.model import PolicyVersion, Site
from service.store import Store


class PolicyDesk:
    """What an editor does with the policy of one site; *clock* gives seconds since 1970 UTC."""

    def __init__(self, store: Store, desk: Desk, clock: Callable[[], float] = time.time) -> None:
        self._policies = store.policies
        self._desk = desk
        self._clock = clock

    async def in_force(self, site: Site) -> tuple[PolicyVersion, Policy]:
        """The last version and its policy, as the store has them now."""
        (last,) = await self._policies.versions(site.id, limit=1)
        return await self._policies.version(site.id, last.number)

    async def versions(self, site: Site, *, limit: int, before: int | None) -> list[PolicyVersion]:
        """The newest first, older than *before*."""
        return await self._policies.versions(site.id, limit=limit, before=before)

    async def version(self, site: Site, number: int) -> tuple[PolicyVersion, Policy]:
        """One version and its policy. Raises `NotFound`."""
        return await self._policies.version(site.id, number)

    async def change(
        self, site: Site, policy: Policy, *, by: str, note: str, expected: int | None = None
    ) -> PolicyVersion:
        """Put *policy* in force. Raises `VersionConflict` when *expected* is given and not in force any more."""
        return await self._policies.change(
            site.id, policy, by=by, at=self._clock(), note=note, expected=expected
        )

    async def take_back(self, site: Site, number: int, *, by: str, note: str) -> PolicyVersion:
        """Put the policy of version *number* in force again, as a new version. Raises `NotFound`."""
        _, policy = await self._policies.version(site.id, number)
        return await self.change(site, policy, by=by, note=note)

    async def tried(self, site: Site, comment: Comment, policy: Policy) -> Verdict:
        """What *policy* would say to *comment*; nothing is counted or kept."""
        return await self._desk.check(replace(site, policy=policy), comment, dry_run=True)
