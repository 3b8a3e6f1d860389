"""Figures for whoever is responsible: how much came, what became of it, how long it waited."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from msgspec import Struct

from service.model import Site
from service.people import Actor
from service.period import Period, period, today
from service.store.figures import Kind, Taken, Waits
from service.store.sql import SqlStore
from service.tally import SUGGESTED

_NONE = Waits(median_s=None, p90_s=None)


class Volume(Struct, frozen=True, kw_only=True):
    """How many comments came: by day, by hour of the day; what their verdicts said, what they stand as now."""

    days: dict[date, int]
    hours: list[int]
    actions: Counter[str]
    statuses: Counter[str]
    sections: Counter[str | None]
    reasons: list[tuple[str, int]]

    @property
    def comments(self) -> int:
        """All of them."""
        return sum(self.hours)


class Work(Struct, frozen=True, kw_only=True):
    """The decisions of that time. Those *undone* are in none of the other numbers.

    *closed* of them closed a case, *soon* within an hour of its opening. *comparable* are those that publish or refuse
    a comment that the classifier had scored, and *agreed* those that do as it suggested.
    """

    actions: Counter[str]
    undone: int
    closed: int
    soon: int
    comparable: int
    agreed: int
    waits: Waits = _NONE


class Report(Struct, frozen=True, kw_only=True):
    """All figures of a *period*; *mine* are the decisions of whoever asks on the day *mine_on*."""

    period: Period
    volume: Volume
    work: Work
    mine: int
    mine_on: date


class Catch(Struct, frozen=True):
    """A time, and in how many comments of it each listed word was found."""

    since: float
    until: float
    words: dict[str, int]


class Figures:
    """Reads one store; *clock* gives seconds since 1970 UTC."""

    def __init__(self, store: SqlStore, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    async def report(self, site: Site, since: str | None, until: str | None, actor: Actor) -> Report:
        """The figures between *since* and *until*, as `service.period` reads them. Raises `Refused`."""
        zone, now = site.policy.timezone, self._clock()
        asked = period(since, until, zone, now)
        day, began = today(zone, now)
        return Report(
            period=asked,
            volume=await self._volume(site, asked),
            work=await self._work(site, asked),
            mine=await self._store.figures.own(site.id, actor.by, began),
            mine_on=day,
        )

    async def caught(self, site: Site, days: int) -> Catch:
        """What listed words caught in the last *days*."""
        now = self._clock()
        since = now - days * 86_400
        return Catch(since, now, await self._store.catches.counts(site.id, since, now))

    async def _volume(self, site: Site, asked: Period) -> Volume:
        figures, quarters = self._store.figures, asked.quarters
        volume = await figures.volume(site.id, quarters)
        kinds = await figures.kinds(site.id, quarters)
        return Volume(
            days=asked.days(volume),
            hours=asked.hours(volume),
            actions=_sums((kind.action, kind.number) for kind in kinds),
            statuses=_sums((kind.status, kind.number) for kind in kinds),
            sections=_by_section(kinds),
            reasons=await figures.reasons(site.id, quarters),
        )

    async def _work(self, site: Site, asked: Period) -> Work:
        taken = await self._store.figures.taken(site.id, asked.start, asked.end)
        good = [one for one in taken if one.in_force]
        compared = [one for one in good if one.suggested and one.action in SUGGESTED]
        closed = sum(one.closed for one in good)
        return Work(
            actions=_sums((one.action, one.number) for one in good),
            undone=sum(one.number for one in taken if not one.in_force),
            closed=closed,
            soon=sum(one.soon for one in good),
            comparable=sum(one.number for one in compared),
            agreed=sum(one.number for one in compared if _agrees(one)),
            waits=await self._store.figures.waits(site.id, asked.start, asked.end, closed),
        )


def _agrees(one: Taken) -> bool:
    return SUGGESTED[one.action] == one.suggested


def _by_section(kinds: Sequence[Kind]) -> Counter[str | None]:
    sums: Counter[str | None] = Counter()
    for kind in kinds:
        sums[kind.section] += kind.number
    return sums


def _sums(numbers: Iterable[tuple[str, int]]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for name, number in numbers:
        sums[name] += number
    return sums
