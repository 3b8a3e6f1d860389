"""Splitting each n-gram's contribution over the characters where it stands, to the last unit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.classifier.features import Offsets, occurrences
from moderation.text.folding import Folded

Amounts = NDArray[np.int64]


class Places(NamedTuple):
    """Where n-grams stand: one entry an occurrence.

    It has a column, and covers the folded characters [start, end); its column occurs so many *times* in the
    text, *rank* of them earlier. *length* is the text's.
    """

    columns: NDArray[np.int64]
    starts: Offsets
    ends: Offsets
    times: NDArray[np.int64]
    rank: NDArray[np.int64]
    length: int


def placed(text: Folded) -> Places:
    """Where the n-grams of *text* stand; the same for every label."""
    columns, starts, ends = occurrences(text)
    order = np.argsort(columns, kind="stable")
    ranked = columns[order]
    first = np.flatnonzero(np.concatenate(([True], ranked[1:] != ranked[:-1])))
    counts = np.diff(first, append=len(columns))
    times, rank = np.empty((2, len(columns)), dtype=np.int64)
    times[order] = np.repeat(counts, counts)
    rank[order] = np.arange(len(columns)) - np.repeat(first, counts)
    return Places(columns, starts, ends, times, rank, len(text.text))


def split(amounts: Amounts, places: Places) -> Amounts:
    """Each character's part of *amounts*, which has for every occurrence the whole amount of its column.

    A column's amount is split over its occurrences and each of those over its characters, both by largest
    remainder: the first ones get one unit more. Of an empty text there is nothing to split over.
    """
    if not places.length:
        return np.zeros(0, dtype=np.int64)
    each, more = np.divmod(amounts, places.times)
    each, more = np.divmod(each + (places.rank < more), places.ends - places.starts)
    steps = np.zeros(places.length + 1, dtype=np.int64)  # from one character to the next
    np.add.at(steps, places.starts, each + 1)
    np.add.at(steps, places.starts + more, -1)
    np.add.at(steps, places.ends, -each)
    return np.cumsum(steps)[:-1]
