"""One labelled text, whatever set it came from."""

from collections.abc import Iterable

from msgspec import Struct

Span = tuple[int, int]

LABELS = ("toxicity", "severe_toxicity", "insult", "profanity", "threat", "identity_attack", "sexual", "spam")


class Example(Struct, frozen=True):
    """One text and what its raters said about it."""

    text: str
    language: str  # "vi", "en" or "id"
    source: str  # the set's name; merged duplicates carry all names, joined by "+"
    labels: dict[str, float]  # 0..1, the share of raters where known; an absent label is unknown, not 0
    weight: float = 1.0  # how far the labels can be trusted, 0..1
    group: str = ""  # video, pair, brand, article: examples that share one must stay on one side of a split
    spans: tuple[Span, ...] | None = (
        None  # toxic characters as [start, end) code points of text; None = unmarked
    )
    raw: str = ""  # the source's own class, for scores in its own terms


def runs(positions: Iterable[int]) -> tuple[Span, ...]:
    """Join single positions into half-open spans, in order.

    >>> runs([4, 0, 1])
    ((0, 2), (4, 5))
    """
    spans: list[Span] = []
    for at in sorted(set(positions)):
        if spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + 1)
        else:
            spans.append((at, at + 1))
    return tuple(spans)
