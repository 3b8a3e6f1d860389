"""Listed words: whole words only, in the text and in the display name, with and without Vietnamese marks."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from moderation import lists
from moderation.checks.report import listed, report
from moderation.facts import Facts
from moderation.policy import Policy, action_of
from moderation.policy.days import day_of
from moderation.reading import Field, Reading
from moderation.text.plain import Found
from moderation.text.wordlist import Entry, Match, WordList, entry, outside
from moderation.verdict import Action, Finding

_SHIPPED = ("words_vi.txt", "words_en.txt")


class _Words(NamedTuple):
    """The listed words of a policy, and the phrases in which they are harmless."""

    listed: WordList
    allowed: WordList


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Report listed words; one that shows only without its marks asks for review at most."""
    words = _counting(policy, facts.received_at)
    for field in reading.fields:
        matches = words.listed.matches(field.folded)
        if matches:
            yield from _reported(field, outside(matches, words.allowed.matches(field.folded)), policy)


def _reported(field: Field, matches: Sequence[Match], policy: Policy) -> Iterator[Finding]:
    marked = [(match, match.entry.action or policy.words.marked) for match in matches if match.marked]
    bare = [(match, match.entry.action or policy.words.unmarked) for match in matches if not match.marked]
    yield from _finding("words.listed", field, marked, Action.REJECT)
    yield from _finding("words.unmarked", field, bare, Action.REVIEW)


def _finding(
    code: str, field: Field, matches: Iterable[tuple[Match, str]], most: Action
) -> Iterator[Finding]:
    """One finding with the strictest of the actions, but none above *most*."""
    acting = [(match, action_of(action)) for match, action in matches if action != "off"]
    if acting:
        action = min(most, max(action for _, action in acting))
        found = _longest(field, (match for match, _ in acting))
        yield from report(code, action.value, field, found, **_named(one.value for one in found))


def _named(words: Iterable[str]) -> dict[str, str]:
    """The first words for a sentence; where that does not tell them all, each on a line of `entries`."""
    every = list(dict.fromkeys(" ".join(word.split()) for word in words))
    word = listed(every)
    return {"word": word} if word.split(", ") == every else {"word": word, "entries": "\n".join(every)}


def _longest(field: Field, matches: Iterable[Match]) -> list[Found]:
    """Where *matches* stand in the author's text, in order, without those that another one covers."""
    found: list[Found] = []
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        span = field.span(match.start, match.end)
        if not found or span.end > found[-1].end:
            found.append(Found(span.start, span.end, match.entry.word))
    return found


def _counting(policy: Policy, at: float) -> _Words:
    """What *policy* lists at *at*, in seconds since 1970 UTC; days are those of its time zone."""
    ends = policy.once(_last_days)
    over = bisect_left(ends, day_of(policy.timezone, at)) if ends else 0
    kept = policy.once(_kept)
    if over not in kept:
        kept[over] = _compiled(policy, ends[over - 1] if over else "")
    return kept[over]


def _last_days(policy: Policy) -> list[str]:
    """The days after which an entry or another counts no more, in order."""
    return sorted({one.expires for one in policy.words.entries if one.expires})


def _kept(_: Policy) -> dict[int, _Words]:
    return {}


def _compiled(policy: Policy, over: str) -> _Words:
    """What *policy* lists when the day *over* is over, "" before any such day.

    Its own entry takes the place of a shipped one that folds to the same. Entries for some sections or threads count
    only once `policy.overrides` has told where we are.
    """
    shipped, spared = _shipped() if policy.words.shipped else ((), ())
    own = [
        entry(one.text, required=one.marks == "required", action=one.action)
        for one in policy.words.entries
        if not (one.sections or one.threads) and (not one.expires or one.expires > over)
    ]
    given = {one.text: one for one in (*shipped, *own)}
    return _Words(WordList(given.values()), WordList((*spared, *map(entry, policy.words.allowed))))


@cache
def _shipped() -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The shipped (words, phrases that hold one and are harmless)."""
    rows = [[part.strip() for part in line.split("|")] for name in _SHIPPED for line in lists.lines(name)]
    words = tuple(_of_row(word, notes) for word, *notes in rows if "allowed" not in notes)
    return words, tuple(entry(word) for word, *notes in rows if "allowed" in notes)


def _of_row(word: str, notes: Sequence[str]) -> Entry:
    return entry(word, required="required" in notes, action="review" if "review" in notes else None)
