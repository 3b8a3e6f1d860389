"""Figures over the wire: for plots, and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Literal, Self

from msgspec import Struct

from moderation.policy import Policy
from moderation.policy.days import day_of
from moderation.policy.model import WordEntry
from service.caught import as_listed
from service.desk.figures import Catch, Report, Work
from service.wire_decisions import moment

ACTIONS = ("publish", "review", "reject")


class DayFigure(Struct, frozen=True):
    """How many comments came on a day."""

    day: date
    comments: int


class HourFigure(Struct, frozen=True):
    """How many comments came in an hour of the day, 0 to 23, all days together."""

    hour: int
    comments: int


class Part(Struct, frozen=True):
    """A number and its share, 0..1, of all that are told of; *name* null: none, as a comment without a section."""

    name: str | None
    number: int
    share: float


class WorkFigures(Struct, frozen=True, kw_only=True):
    """The decisions of the time.

    *taken* does not count those *undone*. *closed* closed a case, which had been open for *median_s* seconds or less
    half of the times, and for *p90_s* nine times in ten; *within_hour* is the share of at most an hour.
    """

    taken: int
    undone: int
    actions: list[Part]
    closed: int
    median_s: float | None
    p90_s: float | None
    within_hour: float | None

    @classmethod
    def of(cls, work: Work) -> Self:
        """*work* with shares."""
        return cls(
            taken=work.actions.total(),
            undone=work.undone,
            actions=_parts(work.actions.most_common(), work.actions.total()),
            closed=work.closed,
            median_s=_tenths(work.waits.median_s),
            p90_s=_tenths(work.waits.p90_s),
            within_hour=_share(work.soon, work.closed),
        )


class Agreement(Struct, frozen=True, kw_only=True):
    """Of the decisions that publish or refuse what the classifier had scored, those that it would take too."""

    compared: int
    agreed: int
    share: float | None


class Mine(Struct, frozen=True):
    """How many decisions of today are your own; told to nobody else."""

    day: date
    decisions: int


class Stats(Struct, frozen=True, kw_only=True):
    """Figures of the comments that came from *start* up to *end*, and of the decisions taken then."""

    start: datetime
    end: datetime
    timezone: str
    comments: int
    days: list[DayFigure]
    hours: list[HourFigure]
    verdicts: list[Part]
    statuses: list[Part]
    reasons: list[Part]
    sections: list[Part]
    decisions: WorkFigures
    agreement: Agreement
    mine: Mine

    @classmethod
    def of(cls, report: Report) -> Self:
        """*report* as plots take it."""
        volume, work = report.volume, report.work
        every = volume.comments
        return cls(
            start=moment(report.period.start),
            end=moment(report.period.end),
            timezone=report.period.timezone,
            comments=every,
            days=[DayFigure(day, number) for day, number in volume.days.items()],
            hours=[HourFigure(hour, number) for hour, number in enumerate(volume.hours)],
            verdicts=_parts([(action, volume.actions[action]) for action in ACTIONS], every),
            statuses=_parts(volume.statuses.most_common(), every),
            reasons=_parts(volume.reasons, every),
            sections=_parts(volume.sections.most_common(), every),
            decisions=WorkFigures.of(work),
            agreement=Agreement(
                compared=work.comparable, agreed=work.agreed, share=_share(work.agreed, work.comparable)
            ),
            mine=Mine(report.mine_on, report.mine),
        )

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The same as lines of a table: what is counted, of what, how many, which share. Nobody's own is in it."""
        yield ("table", "name", "number", "share")
        yield from (("day", one.day, one.comments, None) for one in self.days)
        yield from (("hour", one.hour, one.comments, None) for one in self.hours)
        for table, parts in self._tables().items():
            yield from ((table, one.name, one.number, one.share) for one in parts)
        work = self.decisions
        yield ("decisions", "undone", work.undone, None)
        yield ("decisions", "closed", work.closed, None)
        yield ("wait", "median_s", work.median_s, None)
        yield ("wait", "p90_s", work.p90_s, None)
        yield ("wait", "within_hour", None, work.within_hour)
        yield ("agreement", "compared", self.agreement.compared, None)
        yield ("agreement", "agreed", self.agreement.agreed, self.agreement.share)

    def _tables(self) -> Mapping[str, list[Part]]:
        return {
            "verdict": self.verdicts,
            "status": self.statuses,
            "reason": self.reasons,
            "section": self.sections,
            "decision": self.decisions.actions,
        }


class CaughtEntry(Struct, frozen=True, kw_only=True):
    """An entry of the site's list, and in how many comments its text was found. *over*: its last day is over."""

    text: str
    marks: Literal["required", "optional"]
    action: str | None
    note: str
    sections: list[str]
    threads: list[str]
    expires: str
    over: bool
    comments: int

    @classmethod
    def of(cls, entry: WordEntry, words: Mapping[str, int], day: str) -> Self:
        """*entry* on that *day*."""
        names = ("text", "marks", "action", "note", "expires")
        fields: dict[str, Any] = {name: getattr(entry, name) for name in names}
        return cls(
            **fields,
            sections=list(entry.sections),
            threads=list(entry.threads),
            over=bool(entry.expires) and entry.expires < day,
            comments=words.get(as_listed(entry.text), 0),
        )


class CaughtWord(Struct, frozen=True, kw_only=True):
    """A word of the shipped list, of an override, or of a list before; and in how many comments it was found."""

    text: str
    comments: int


class CaughtWords(Struct, frozen=True, kw_only=True):
    """What listed words caught: the site's own entries in their order, then *others* that were found."""

    start: datetime
    end: datetime
    entries: list[CaughtEntry]
    others: list[CaughtWord]

    @classmethod
    def of(cls, catch: Catch, policy: Policy) -> Self:
        """*catch* beside the entries of *policy*."""
        day = day_of(policy.timezone, catch.until)
        own = policy.words.entries
        listed = {as_listed(one.text) for one in own}
        others = sorted((-number, text) for text, number in catch.words.items() if text not in listed)
        return cls(
            start=moment(catch.since),
            end=moment(catch.until),
            entries=[CaughtEntry.of(one, catch.words, day) for one in own],
            others=[CaughtWord(text=text, comments=-number) for number, text in others],
        )


def _parts(numbers: Iterable[tuple[str | None, int]], every: int) -> list[Part]:
    return [Part(name, number, _share(number, every) or 0.0) for name, number in numbers]


def _share(number: int, every: int) -> float | None:
    return round(number / every, 4) if every else None


def _tenths(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)
