"""Which of the author's words spoke for a label, so many that without them nothing would be found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from moderation.classifier import UNIT
from moderation.policy import Policy
from moderation.reading import Field, Reading, scores_of
from moderation.text.folding import fold
from moderation.text.tables import words
from moderation.verdict import Span


class Said(NamedTuple):
    """What the folded characters [start, end) said for (+) or against (-) a label, in the classifier's units."""

    start: int
    end: int
    share: int


# A word is marked when it said at least so many percent of what the strongest said; the next bar is for comments that
# still reach the threshold without the words over the one before. At the first one Vietnamese raters' words are
# covered best that leaves seven characters of ten unmarked; `moderation-train explanations` measures them all.
BARS = (15, 5, 0)
MOST = 50  # percent of the characters that a lower bar may mark; more would be the whole comment


def spans(reading: Reading, label: str, policy: Policy) -> tuple[Span, ...]:
    """The strongest words for *label* in the author's own text, neighbours joined, each with its share.

    Without them *policy* would find nothing of *label*, unless that took more than half of the comment.
    Empty when the classifier cannot tell. Linear in the text's length but for the sorting of its words.
    """
    text = reading.text
    shares = reading.classifier.shares(text.folded, reading.language, label)
    if not len(shares):
        return ()
    ranked, positive = _ranked(text.folded.text, shares), sum(share for share in shares if share > 0) or 1
    lowest = (policy.spam if label == "spam" else policy.toxicity).lowest
    marked: tuple[Span, ...] = ()
    for count in _counts(ranked, len(text.folded.text)):
        marked = tuple(_joined(text, sorted(ranked[:count]), positive))
        if _without(reading, label, marked) < lowest:
            break
    return marked


def _ranked(text: str, shares: Sequence[int]) -> list[Said]:
    """The words that spoke for the label, the strongest first."""
    said = (Said(start, end, sum(shares[start:end])) for start, end in words(text))
    return sorted((word for word in said if word.share > 0), key=lambda word: -word.share)


def _counts(ranked: Sequence[Said], length: int) -> list[int]:
    """How many words to mark, at first and where that was too few."""
    room = sum(100 * used <= MOST * length for used in accumulate(word.end - word.start for word in ranked))
    first, *lower = (_over(ranked, bar) for bar in BARS)
    return sorted({first, *(max(first, min(count, room)) for count in lower)})


def _over(ranked: Sequence[Said], bar: int) -> int:
    """How many words are over *bar*."""
    return sum(100 * word.share >= bar * ranked[0].share for word in ranked)


def _joined(field: Field, chosen: Iterable[Said], positive: int) -> Iterator[Span]:
    """One span for each run of chosen words that only a single character parts."""
    runs: list[Said] = []
    for word in chosen:
        if runs and word.start - runs[-1].end <= 1:
            runs[-1] = Said(runs[-1].start, word.end, runs[-1].share + word.share)
        else:
            runs.append(word)
    for start, end, share in runs:
        yield Span(*field.folded.span(start, end), share=min(1.0, round(share / positive, 4)))


def _without(reading: Reading, label: str, marked: Sequence[Span]) -> float:
    """The probability of *label* for what is left when the author takes the *marked* words out."""
    folded = fold(rest(reading.text.source, marked))
    scores = scores_of(reading.classifier, folded, reading.language) or {}
    return scores.get(label, 0) / UNIT


def rest(text: str, marked: Iterable[Span]) -> str:
    """*text* without the *marked* characters, whose spans are in order.

    >>> rest("you stupid fool", [Span(4, 11)])
    'you fool'
    """
    kept, at = [], 0
    for span in marked:
        kept.append(text[at : span.start])
        at = max(at, span.end)  # words that are one piece of the author's, such as "vcl", overlap
    return "".join([*kept, text[at:]])
