"""What moderators and the law ask about guests: history, blocks, trust, export, erasing, holds and the register."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from moderation.comment import Comment
from service.desk.senders import Senders
from service.ids import is_plain
from service.model import BadCursor, Kept, NoGuest, NoHold, NoRemoval, NotFound, Site
from service.people import Actor
from service.store.guest_records import Card, Earlier, Erasure, Mark, Said
from service.store.holds import Hold
from service.store.removals import Removal, Request
from service.store.sql import SqlStore

_PAGE = 200
_CURSOR = re.compile(r"(-?[0-9]{1,12}\.[0-9]{1,9})_([0-9a-z]{1,64})")


class Records:
    """Works on one store; *senders* as the desk knows them. Everything raises `NotFound`."""

    def __init__(self, store: SqlStore, senders: Senders, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._senders = senders
        self._clock = clock

    async def find(self, site: Site, comment: Comment) -> str:
        """The id of whoever would have sent *comment*: a person who asks about himself has only token and address."""
        known = await self._senders.known(site, comment)
        if known.guest is None:
            raise NoGuest("the site knows no guest by that token and address")
        return known.guest

    async def card(self, site: Site, guest: str) -> Card:
        """What is known of a guest."""
        return await self._store.guest_records.card(site.id, _plain(guest, NoGuest))

    async def history(
        self, site: Site, guest: str, *, limit: int, before: str | None = None
    ) -> tuple[list[Kept], str | None]:
        """His comments, the newest first, and what to pass as *before* for more (None: no more)."""
        if not (is_plain(guest) and is_plain(before or "")):
            return [], None
        found = await self._store.guest_records.history(site.id, guest, limit=limit + 1, before=before)
        return found[:limit], found[limit - 1].id if len(found) > limit else None

    async def mark(
        self, site: Site, guest: str, action: Mark, for_s: float, reason: str, actor: Actor
    ) -> Card:
        """Block or trust a guest for so many seconds from now, or clear both."""
        now = self._clock()
        until = None if action == "clear" else now + for_s
        said = Said(action=action, until=until, by=actor.by, at=now, reason=reason)
        return await self._store.guest_records.mark(site.id, _plain(guest, NoGuest), said, actor)

    async def erase(self, site: Site, guest: str, actor: Actor) -> Erasure:
        """Erase all of a guest that no legal hold protects; the rest as soon as none does."""
        return await self._store.guest_records.ask_erasure(
            site.id, _plain(guest, NoGuest), actor, self._clock()
        )

    async def export(self, site: Site, guest: str) -> AsyncIterator[Card | Kept | Earlier]:
        """All that is kept of a guest: first his card, then his comments with their decisions, the newest first.

        What a comment said before its author edited it follows it.
        """
        yield await self.card(site, guest)
        before: str | None = None
        while True:
            page, before = await self.history(site, guest, limit=_PAGE, before=before)
            for kept in page:
                yield await self._store.comment(site.id, kept.id)
                for earlier in await self._store.guest_records.earlier([kept.id]):
                    yield earlier
            if before is None:
                return

    async def hold(
        self, site: Site, *, comment: str | None, guest: str | None, reason: str, actor: Actor
    ) -> Hold:
        """Put a comment or a guest under a legal hold."""
        _plain(comment or guest or "", NotFound if comment else NoGuest)
        given: Any = {"comment": comment, "guest": guest, "reason": reason, "actor": actor}
        return await self._store.holds.add(site.id, **given, at=self._clock())

    async def lift(self, site: Site, hold: str, actor: Actor) -> Hold:
        """Lift a hold, and erase what only it had kept from being erased."""
        lifted = await self._store.holds.lift(site.id, _plain(hold, NoHold), actor, self._clock())
        for guest in await self._store.guest_records.pending(site.id, _PAGE):
            await self._store.guest_records.go_on_erasing(site.id, guest, self._clock())
        return lifted

    async def holds(
        self, site: Site, *, limit: int, before: str | None = None
    ) -> tuple[list[Hold], str | None]:
        """Holds, the newest first, and what to pass as *before* for more (None: no more)."""
        if not is_plain(before or ""):
            return [], None
        found = await self._store.holds.page(site.id, limit=limit + 1, before=before)
        return found[:limit], found[limit - 1].id if len(found) > limit else None

    async def register(self, site: Site, request: Request, actor: Actor) -> Removal:
        """Write a removal request down; what becomes of its comments is a decision like any other."""
        for one in request.comments:
            _plain(one, NotFound)
        return await self._store.removals.add(site.id, request, actor, self._clock())

    async def removals(
        self, site: Site, *, limit: int, after: str | None = None, only_open: bool = False
    ) -> tuple[list[Removal], str | None]:
        """Requests, those due first first, and what to pass as *after* for more (None: no more).

        Raises `BadCursor`.
        """
        place = None if after is None else _place(after)
        found = await self._store.removals.page(site.id, limit=limit + 1, after=place, only_open=only_open)
        last = found[limit - 1] if len(found) > limit else None
        return found[:limit], f"{last.due_at!r}_{last.id}" if last else None

    async def every_removal(self, site: Site) -> AsyncIterator[Removal]:
        """The whole register, those due first first."""
        after: str | None = None
        while True:
            page, after = await self.removals(site, limit=_PAGE, after=after)
            for removal in page:
                yield removal
            if after is None:
                return

    async def met(self, site: Site, removal: str, actor: Actor) -> Removal:
        """Say that a removal request was met."""
        return await self._store.removals.done(site.id, _plain(removal, NoRemoval), actor, self._clock())


def _plain(id: str, missing: type[NotFound]) -> str:  # noqa: A002
    if not is_plain(id):
        raise missing(f"the site has nothing of id {id!r}")
    return id


def _place(cursor: str) -> tuple[float, str]:
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise BadCursor(f"{cursor!r} is no place in the list; pass on what the last page gave")
    return float(found[1]), found[2]
