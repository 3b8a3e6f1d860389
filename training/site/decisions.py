"""Moderators' decisions as a site exports them: JSON Lines, one decision a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, TypeVar

import msgspec
from msgspec import Meta, Struct

from moderation.comment import comment_of
from moderation.errors import CommentError
from moderation.text.language import language_of
from training.data import Example
from training.errors import DataError
from training.folded import folded

SOURCE = "site decisions"
T = TypeVar("T")


class Decision(Struct, frozen=True, kw_only=True):
    """What a moderator said about a comment. Other keys of a line, such as `by` and `note`, are not read.

    *label* says why it was rejected, by one of our labels or in the site's own words; None: nobody said. Of several
    decisions on one *comment* (an id) the last is in force.
    """

    text: Annotated[str, Meta(min_length=1)]
    action: Literal["publish", "reject"]
    at: Annotated[datetime, Meta(tz=True)]
    label: str | None = None
    language: Literal["vi", "en"] | None = None
    comment: str | None = None


class Taught(NamedTuple):
    """Decisions as examples of one label in one language, in time order; those left out are counted by why."""

    examples: list[Example]
    left_out: dict[str, int]


def read(path: Path) -> list[Decision]:
    """The decisions in force, in time order. Raises `DataError` naming file, line and cure."""
    try:
        with path.open("rb") as file:
            decisions = [_decision(path, number, line) for number, line in enumerate(file, 1) if line.strip()]
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}; give the path of exported decisions") from None
    return in_force(decisions)


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """The last decision on each comment, in time order; equal times stay in the order given."""
    last: dict[object, Decision] = {}
    for number, decision in enumerate(sorted(decisions, key=lambda one: one.at)):
        key = number if decision.comment is None else decision.comment
        last.pop(key, None)
        last[key] = decision
    return list(last.values())


def taught(decisions: Iterable[Decision], label: str, language: str | None = None) -> Taught:
    """What *decisions* say about *label* in *language*, by default that of most of them.

    A published comment does not have it; a rejected one has it unless it was rejected for another label, which
    says nothing. Raises `DataError` when nothing is left.
    """
    known = [(decision, _language(decision)) for decision in decisions]
    spoken = language or _most(code for _, code in known if code in ("vi", "en"))
    left_out: Counter[str] = Counter()
    examples = []
    for decision, code in known:
        if reason := _silent(decision, code, label, spoken):
            left_out[reason] += 1
        else:
            examples.append(_example(decision, label, code))
    if not examples:
        raise DataError(f"no decision is about {label} in {spoken or 'vi or en'}; left out: {dict(left_out)}")
    return Taught(examples, dict(left_out))


_DECODER = msgspec.json.Decoder(Decision)


def _decision(path: Path, number: int, line: bytes) -> Decision:
    try:
        decision = _DECODER.decode(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
        comment_of(decision.text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, CommentError) as error:
        cure = 'write {"text": "…", "action": "reject", "at": "2026-01-31T08:30:00+07:00"}; see docs/site-model.md'
        raise DataError(f"{path}, line {number}: {error}; {cure}") from None
    return decision


def _silent(decision: Decision, code: str, label: str, language: str | None) -> str | None:
    """Why *decision* teaches nothing about *label* in *language*; None: it does."""
    if code != language:
        return f"in language {code}"
    if decision.action == "reject" and decision.label not in (None, label):
        return f"rejected for {decision.label}"
    return None


def _example(decision: Decision, label: str, language: str) -> Example:
    return Example(decision.text, language, SOURCE, {label: float(decision.action == "reject")})


def _language(decision: Decision) -> str:
    return decision.language or language_of(folded(decision.text))


def _most(items: Iterable[T]) -> T | None:
    return next((item for item, _ in Counter(items).most_common(1)), None)
