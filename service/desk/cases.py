"""The queue as moderators use it: look, count, claim, give back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from service.ids import is_plain
from service.model import Case, CaseCounts, CaseFilter, NotFound, Order, Site
from service.store import Store
from service.store.queue import Claiming

LEASE_S = 300.0  # as long as somebody may look at one comment without a word from his browser
EVERY = CaseFilter()


class Cases:
    """The cases of all sites. *clock* gives seconds since 1970 UTC; claims end by it."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock

    async def page(
        self,
        site: Site,
        wanted: CaseFilter = EVERY,
        order: Order = "oldest",
        *,
        limit: int,
        after: str | None = None,
    ) -> tuple[list[Case], str | None]:
        """At most *limit* cases that are *wanted*, and what to pass as *after* for more (None: no more).

        A case that comes or goes between two pages moves no other. Raises `BadCursor`.
        """
        return await self._store.queue.page(
            site.id, wanted, order, limit=limit, after=after, now=self._clock()
        )

    async def counts(self, site: Site) -> CaseCounts:
        """How many cases are open, in all and by finding's code."""
        return await self._store.queue.counts(site.id)

    async def claim_next(
        self,
        site: Site,
        by: str,
        wanted: CaseFilter = EVERY,
        order: Order = "oldest",
        *,
        lease_s: float = LEASE_S,
    ) -> Case | None:
        """Take the first case that nobody has in hand, for *lease_s* seconds; None: there is none.

        Those that wait for an editor are left to him, unless escalated ones are *wanted*.
        """
        return await self._store.queue.claim_next(site.id, self._claiming(by, lease_s), wanted, order)

    async def claim(
        self, site: Site, comment: str, by: str, *, lease_s: float = LEASE_S, number: int | None = None
    ) -> Case:
        """Take one case in hand, or keep it for another *lease_s* seconds.

        *number* is the fencing number of a claim to go on with, which is refused once somebody else has claimed.
        Raises `NotFound`, `Held`, `Stale` and `Closed`.
        """
        if not is_plain(comment):
            raise NotFound(f"the site has no case {comment!r}")
        return await self._store.queue.claim(site.id, comment, self._claiming(by, lease_s), number)

    async def release(self, site: Site, by: str, claims: Mapping[str, int] | None = None) -> list[str]:
        """Give back *claims* (fencing number by case), or all that *by* has; the cases that were given back.

        What somebody else has claimed meanwhile stays his.
        """
        if claims is not None:
            claims = {comment: number for comment, number in claims.items() if is_plain(comment)}
        return await self._store.queue.release(site.id, by, self._clock(), claims)

    def _claiming(self, by: str, lease_s: float) -> Claiming:
        return Claiming(by=by, now=self._clock(), lease_s=lease_s)
