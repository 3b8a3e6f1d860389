"""What the people of a desk arrange among themselves: settings, templates, shifts, hand-over notes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import msgspec

from service.care import Care
from service.ids import is_plain
from service.model import Site
from service.people import Actor
from service.store.shifts import Handover, OnDuty
from service.store.sql import SqlStore
from service.templates import SHIPPED, Template, usable

_care = msgspec.json.Decoder(Care)
_templates = msgspec.json.Decoder(tuple[Template, ...])


class Newsroom:
    """Works on one store; *clock* gives seconds since 1970 UTC."""

    def __init__(self, store: SqlStore, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    async def settings(self, moderator: str) -> Care:
        """How *moderator* likes his desk."""
        found = await self._store.documents.settings(moderator)
        return Care() if found is None else _care.decode(found)

    async def set_settings(self, moderator: str, care: Care) -> Care:
        """Keep it. Raises `Refused`."""
        await self._store.documents.set_settings(moderator, msgspec.json.encode(care.usable()))
        return care

    async def templates(self, site: Site) -> tuple[Sequence[Template], bool]:
        """The sentences that moderators choose from, and whether they are the site's own."""
        found = await self._store.documents.templates(site.id)
        return (SHIPPED, False) if found is None else (_templates.decode(found), True)

    async def set_templates(self, site: Site, templates: Sequence[Template], actor: Actor) -> None:
        """Keep them in place of those before. Raises `Refused`."""
        document = msgspec.json.encode(usable(templates))
        await self._store.documents.set_templates(site.id, document, len(templates), actor, self._clock())

    async def on_duty(self, site: Site) -> Sequence[OnDuty]:
        """Who is there."""
        return await self._store.shifts.on_duty(site.id, self._clock())

    async def say(self, site: Site, actor: Actor, *, on: bool) -> Sequence[str]:
        """Say that one is on or off duty; who goes off gives the cases back that are told."""
        return await self._store.shifts.say(site.id, actor, on=on, now=self._clock())

    async def hand_over(self, site: Site, text: str, actor: Actor) -> Handover:
        """Leave a note to whoever comes next."""
        return await self._store.shifts.write(site.id, text, actor, self._clock())

    async def handovers(
        self, site: Site, *, limit: int, before: str | None
    ) -> tuple[Sequence[Handover], str | None]:
        """Notes, the newest first, and what to pass as *before* for more (None: no more)."""
        if not is_plain(before or ""):
            return [], None
        found = await self._store.shifts.notes(site.id, limit=limit + 1, before=before)
        return found[:limit], found[limit - 1].id if len(found) > limit else None
