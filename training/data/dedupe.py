"""The same text twice: out of training when it is held out, once when two sets share it."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from training.data.example import Example
from training.folded import folded

Key = Callable[[str], str]


def bare(text: str) -> str:
    """Return the key for held-out texts: folded, without Vietnamese marks, white space and punctuation."""
    return skim(folded(text).bare)


def marked(text: str) -> str:
    """Return the key for merging: like `bare`, but with marks, for "các" and "cặc" are two words."""
    return skim(folded(text).text)


def skim(text: str) -> str:
    """Drop white space, punctuation and invisible characters; emoji stay, they often carry the label.

    >>> skim("a, b … 🐷!")
    'ab🐷'
    """
    kept = "".join(c for c in text if unicodedata.category(c)[0] not in "ZPC")
    return kept or "".join(text.split())


def without(examples: Iterable[Example], *held_out: Iterable[Example], key: Key = bare) -> list[Example]:
    """Return the examples whose text is in no held-out set, in order.

    The view without marks takes a few innocent texts along; a leak would cost more.
    """
    known = {key(example.text) for held in held_out for example in held}
    return [example for example in examples if key(example.text) not in known]


def unique(examples: Iterable[Example], *, key: Key = marked) -> list[Example]:
    """Merge examples of one language with equal keys into the first of them.

    A label is averaged by weight over those who know it: two sets that disagree are two more raters. What
    only one of them knows is kept. The merged example takes the highest weight and all sources' names.
    """
    same: dict[tuple[str, str], list[Example]] = {}
    for example in examples:
        same.setdefault((example.language, key(example.text)), []).append(example)
    return [_merged(copies) for copies in same.values()]


def _merged(copies: Sequence[Example]) -> Example:
    first = copies[0]
    if len(copies) == 1:
        return first
    labels = {
        label: _mean(label, copies) for label in dict.fromkeys(n for copy in copies for n in copy.labels)
    }
    source = "+".join(dict.fromkeys(copy.source for copy in copies))
    spans = next((copy.spans for copy in copies if copy.text == first.text and copy.spans is not None), None)
    return replace(
        first, labels=labels, source=source, spans=spans, weight=max(copy.weight for copy in copies)
    )


def _mean(label: str, copies: Sequence[Example]) -> float:
    votes = [(copy.labels[label], copy.weight) for copy in copies if label in copy.labels]
    return sum(value * weight for value, weight in votes) / sum(weight for _, weight in votes)
