"""Which cases are meant, and in which order, as conditions of a query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, FromClause, literal, select, tuple_

from service.model import BadCursor, CaseFilter, Order
from service.store.tables import cases, open_reasons
from service.store.words import thread_digest

_CURSOR = re.compile(r"(oldest|priority)_([0-9]{1,12}\.[0-9]{1,9})_([0-9a-z]{1,64})")

# Written into the query's text: a database takes an index over open cases only where it sees that they are open.
IS_OPEN = cases.c.state == literal("open", literal_execute=True)

Place: TypeAlias = tuple[ColumnElement[float], ColumnElement[str]]


class Chosen(NamedTuple):
    """Where to look, on what conditions, and in which order; *place* is never the same for two cases."""

    table: FromClause
    conditions: list[ColumnElement[bool]]
    place: Place


def chosen(site: str, wanted: CaseFilter, order: Order, now: float) -> Chosen:
    """The cases of *site* that are *wanted*. A reason or a label leads, as `open_reasons` is in both orders."""
    codes = _codes(wanted)
    others = [condition for code in codes[1:] for condition in [_has(site, code)]]
    conditions = [cases.c.site == site, *_state(wanted, now), *_facets(wanted), *_age(wanted, now), *others]
    if not codes:
        return Chosen(cases, conditions, _place(cases, order))
    led = [open_reasons.c.site == site, open_reasons.c.code == codes[0]]
    table = open_reasons.join(cases, cases.c.comment == open_reasons.c.comment)
    return Chosen(table, led + conditions, _place(open_reasons, order))


def later_than(cursor: str, order: Order, place: Place) -> ColumnElement[bool]:
    """Whatever comes after the case that *cursor* names. Raises `BadCursor`."""
    found = _CURSOR.fullmatch(cursor)
    if found is None or found[1] != order:
        raise BadCursor(f"{cursor!r} is no place in the list; pass on what the last page gave")
    return tuple_(*place) > tuple_(float(found[2]), found[3])


def cursor(order: Order, place: float, comment: str) -> str:
    """What `later_than` reads."""
    return f"{order}_{place!r}_{comment}"


def findable(wanted: CaseFilter) -> bool:
    """Whether a case can be like that at all; a NUL or a lone surrogate would trouble the database."""
    return all(_storable(value) for name in _TEXTS if (value := getattr(wanted, name)) is not None)


_TEXTS = ("reason", "label", "section", "language", "thread", "guest", "cluster")


def _storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _codes(wanted: CaseFilter) -> list[str]:
    label = None if wanted.label is None else _code_of(wanted.label)
    return [code for code in (wanted.reason, label) if code is not None]


def _code_of(label: str) -> str:
    return "spam.advert" if label == "spam" else f"toxicity.{label}"


def _has(site: str, code: str) -> ColumnElement[bool]:
    mine = (open_reasons.c.site == site) & (open_reasons.c.comment == cases.c.comment)
    return select(open_reasons.c.comment).where(mine, open_reasons.c.code == code).correlate(cases).exists()


def _place(table: FromClause, order: Order) -> Place:
    return table.c["opened_at" if order == "oldest" else "rank"], table.c["comment"]


def _state(wanted: CaseFilter, now: float) -> Iterator[ColumnElement[bool]]:
    yield cases.c.state == "closed" if wanted.state == "closed" else IS_OPEN
    match wanted.state:
        case "waiting":
            yield is_free(now)
        case "claimed":
            yield cases.c.claimed_by.is_not(None)
            yield cases.c.claimed_until > now
        case "escalated":
            yield cases.c.level == literal("editor", literal_execute=True)


def is_free(now: float) -> ColumnElement[bool]:
    """Whether nobody has the case in hand."""
    return cases.c.claimed_until.is_(None) | (cases.c.claimed_until <= now)


def _facets(wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    for name in ("section", "language", "guest", "cluster"):
        if (value := getattr(wanted, name)) is not None:
            yield cases.c[name] == value
    if wanted.thread is not None:
        yield cases.c.thread_sha256 == thread_digest(wanted.thread)


def _age(wanted: CaseFilter, now: float) -> Iterator[ColumnElement[bool]]:
    if wanted.age_over_s is not None:
        yield cases.c.opened_at <= now - wanted.age_over_s
    if wanted.age_under_s is not None:
        yield cases.c.opened_at > now - wanted.age_under_s
