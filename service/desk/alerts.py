"""Tells a newsroom that its queue is too long or too old: once, by webhook and e-mail, and only when it is staffed."""

from __future__ import annotations

import logging

from msgspec import Struct

from moderation.staffing import staffed_from
from service.mail import Mailer, NotMailed
from service.model import Site
from service.store.alerts import MOST_COUNTED, Length
from service.store.sql import SqlStore

EVERY_S = 60.0
_EASED = 0.8  # of a limit; so that a queue that goes up and down at it is told of once

_log = logging.getLogger(__name__)


class Limits(Struct, frozen=True):
    """From how many cases on, and from what age of the oldest in seconds, a queue is overdue; None: never."""

    waiting: int | None = None
    oldest_s: float | None = None

    def over(self, length: Length, now: float, part: float = 1.0) -> bool:
        """Whether *length* reaches *part* of a limit."""
        age_s = 0.0 if length.oldest_at is None else now - length.oldest_at
        return (self.waiting is not None and length.waiting >= self.waiting * part) or (
            self.oldest_s is not None and age_s >= self.oldest_s * part
        )


class Alerts:
    """Looks at every site's queue each minute. Several processes may: one of them tells."""

    def __init__(
        self,
        store: SqlStore,
        limits: Limits,
        mailer: Mailer | None = None,
    ) -> None:
        self._store = store
        self._limits = limits
        self._mailer = mailer

    async def turn(self, now: float) -> None:
        """Tell of every queue that is overdue and was not told of; forget those that have eased."""
        for id_ in await self._store.sites.ids():
            site = await self._store.site(id_)
            if site is not None and staffed_from(site.policy, now) is None:
                await self._look_at(site, now)

    async def _look_at(self, site: Site, now: float) -> None:
        length = await self._store.alerts.length(site.id)
        if await self._store.alerts.raised(site.id):
            if not self._limits.over(length, now, _EASED):
                await self._store.alerts.ease(site.id)
        elif self._limits.over(length, now):
            await self._tell(site, length, now)

    async def _tell(self, site: Site, length: Length, now: float) -> None:
        oldest_s = 0 if length.oldest_at is None else round(now - length.oldest_at)
        told = {"site": site.id, "waiting": length.waiting, "oldest_s": oldest_s}
        if await self._store.alerts.raise_(site.id, told, now) and self._mailer is not None:
            try:
                await self._mailer.send(*_letter(site, length.waiting, oldest_s))
            except NotMailed as refusal:
                _log.warning("an alert was not mailed: %s", refusal)


def _letter(site: Site, waiting: int, oldest_s: int) -> tuple[str, str]:
    """Subject and text, Vietnamese and English."""
    number = f"{waiting:,}" + ("+" if waiting >= MOST_COUNTED else "")
    minutes = oldest_s // 60
    subject = f"{site.name}: {number} ý kiến đang chờ / comments waiting"
    vi = f"{number} ý kiến đang chờ duyệt ở {site.name}; ý kiến cũ nhất đã chờ {minutes} phút."
    en = f"Comments waiting at {site.name}: {number}. The oldest has waited for {minutes} minutes."
    return subject, f"{vi}\n\n{en}\n"
