"""Which of the author's words spoke for a label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moderation.reading import Field, Reading
from moderation.text.tables import words
from moderation.verdict import Span

ENOUGH = 0.85  # of all that spoke for the label; more words would mark the whole comment
LEAST = 0.25  # of what the strongest word said; weaker ones only happened to stand near


def spans(reading: Reading, label: str) -> tuple[Span, ...]:
    """The strongest words for *label* in the author's own text, neighbours joined, each with its share."""
    shares = reading.classifier.shares(reading.text.folded, reading.language, label)
    if not len(shares):
        return ()
    said = [(start, end, sum(shares[start:end])) for start, end in words(reading.text.folded.text)]
    positive = sum(share for share in shares if share > 0) or 1
    return tuple(_joined(reading.text, sorted(_strongest(said)), positive))


def _strongest(said: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Words from the strongest down, until enough has been said."""
    ranked = sorted((word for word in said if word[2] > 0), key=lambda word: -word[2])
    wanted, told = ENOUGH * sum(word[2] for word in ranked), 0
    for word in ranked:
        if told >= wanted or word[2] < LEAST * ranked[0][2]:
            return
        told += word[2]
        yield word


def _joined(field: Field, chosen: Sequence[tuple[int, int, int]], positive: int) -> Iterator[Span]:
    """One span for each run of chosen words that only a single character parts."""
    runs: list[tuple[int, int, int]] = []
    for start, end, said in chosen:
        if runs and start - runs[-1][1] <= 1:
            runs[-1] = (runs[-1][0], end, runs[-1][2] + said)
        else:
            runs.append((start, end, said))
    for start, end, said in runs:
        yield Span(*field.folded.span(start, end), share=min(1.0, round(said / positive, 4)))
