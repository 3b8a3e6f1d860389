"""Scores and shares from integer weights: the same bits on every machine, and every logit explained to the last unit.

No float is used. A text's logit is `factor * sum(values * weights) + bias`, with one common factor 1/sqrt(columns) in
1/65,536; a probability is read from a table with integer interpolation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import isqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.classifier import artifact
from moderation.classifier.features import Terms, terms
from moderation.classifier.shares import placed, split
from moderation.text.folding import Folded

SHARE_UNIT = (
    60  # shares count sixtieths of a logit unit, so that 2, 3, 4 and 5 characters split a weight evenly
)

# One comment is scored, and then each of its labels is explained.
_terms = lru_cache(maxsize=4)(terms)
_places = lru_cache(maxsize=4)(placed)


class Shares(NamedTuple):
    """An exact account of one logit: sum(characters) + SHARE_UNIT * bias + unplaced == SHARE_UNIT * logit.

    *characters* has one integer for each character of the folded text; *unplaced* is what the dense facts said,
    and the blank that is all there is of an empty text.
    """

    characters: NDArray[np.int64]
    bias: int
    unplaced: int
    logit: int


def factor(columns: int) -> int:
    """The common factor of a text that sets *columns* columns: 65,536 / sqrt(columns), rounded down."""
    return isqrt((1 << 32) // max(columns, 1))


class Offered(NamedTuple):
    """What scores in one language: by label its offers, and the weights and biases of their *heads* alone.

    A small array of neighbouring numbers stays in the processor's cache, where all heads of a file do not.
    """

    labels: Mapping[str, Sequence[artifact.Offer]]
    heads: tuple[str, ...]
    weights: NDArray[np.int16]
    biases: tuple[int, ...]

    def probabilities(self, found: Terms, marked: bool) -> dict[str, int]:
        """By label in 1/10,000, the highest of its offers; *marked*: whether the text has marks on its letters."""
        sums = logits(found, self.weights, self.biases)
        by_head = dict(zip(self.heads, sums, strict=True))
        return {
            label: max(probability(by_head[offer.head], offer, marked) for offer in offers)
            for label, offers in self.labels.items()
        }


class IntegerClassifier:
    """Scores by the weights of one file."""

    def __init__(self, read: artifact.Artifact) -> None:
        self.digests = (read.digest,)
        self.manifest = read.manifest
        self._weights = read.weights
        self._column = {head: column for column, head in enumerate(read.manifest.heads)}
        offered = read.manifest.offers
        self._by_language = {language: self._offered([offers]) for language, offers in offered.items()}
        self._of_any = self._offered(offered.values())

    @classmethod
    def from_file(cls, path: Path) -> IntegerClassifier:
        """Raises `WeightsError` when the file is missing or not sound."""
        return cls(artifact.read(path))

    def score(self, text: Folded, language: str) -> Mapping[str, int]:
        """Probabilities in 1/10,000 by label, for the labels offered in *language*.

        A text in a language that is not offered is scored in every language that is, and the highest counts.
        """
        return self._in(language).probabilities(_terms(text), _is_marked(text))

    def logits(self, found: Terms) -> list[int]:
        """One integer for each head of the manifest."""
        return logits(found, self._weights, self.manifest.biases)

    def account(self, text: Folded, head: str) -> Shares:
        """How every character of *text* moved the logit of *head*; raises `KeyError` for one not in the file."""
        column = self._column[head]
        found, places = _terms(text), _places(text)
        unit = SHARE_UNIT * factor(len(found.columns))
        total = unit * int(found.values @ self._weights[found.columns, column].astype(np.int64))
        amounts = unit * self._weights[places.columns, column].astype(np.int64)
        characters = split(amounts, places)
        bias = self.manifest.biases[column]
        return Shares(characters, bias, total - int(characters.sum()), total // SHARE_UNIT + bias)

    def shares(self, text: Folded, language: str, label: str) -> list[int]:
        """How much each folded character spoke for (+) or against (-) *label*, in sixtieths of a logit unit.

        Empty when no head scores *label* in *language*.
        """
        offers = self._in(language).labels.get(label)
        if not offers:
            return []
        found, marked = self.logits(_terms(text)), _is_marked(text)
        best = max(offers, key=lambda offer: probability(found[self._column[offer.head]], offer, marked))
        characters: list[int] = self.account(text, best.head).characters.tolist()
        return characters

    def _in(self, language: str) -> Offered:
        """What scores in *language*: one offer a label where it is offered, else all there are."""
        return self._by_language.get(language, self._of_any)

    def _offered(self, offered: Iterable[Mapping[str, artifact.Offer]]) -> Offered:
        labels = _by_label(offered)
        heads = tuple(dict.fromkeys(offer.head for offers in labels.values() for offer in offers))
        columns = [self._column[head] for head in heads]
        biases = tuple(self.manifest.biases[column] for column in columns)
        return Offered(labels, heads, np.ascontiguousarray(self._weights[:, columns]), biases)


def logits(found: Terms, weights: NDArray[np.int16], biases: Sequence[int]) -> list[int]:
    """One integer for each column of *weights*."""
    sums = (found.values @ weights.take(found.columns, axis=0).astype(np.int64)).tolist()
    common = factor(len(found.columns))
    return [common * total + bias for total, bias in zip(sums, biases, strict=True)]


def _by_label(offered: Iterable[Mapping[str, artifact.Offer]]) -> dict[str, list[artifact.Offer]]:
    found: dict[str, list[artifact.Offer]] = {}
    for offers in offered:
        for label, offer in offers.items():
            found.setdefault(label, []).append(offer)
    return found


def _is_marked(text: Folded) -> bool:
    return text.text != text.bare


def probability(logit: int, offer: artifact.Offer, marked: bool = True) -> int:
    """The calibrated probability of *logit* in 1/10,000, by integer interpolation rounding down."""
    logits, probabilities = offer.logits, offer.probabilities
    logit -= 0 if marked else offer.unmarked
    right = bisect_right(logits, logit)
    if right in (0, len(logits)):
        return probabilities[min(right, len(logits) - 1)]
    low, high = logits[right - 1], logits[right]
    rise = probabilities[right] - probabilities[right - 1]
    return probabilities[right - 1] + rise * (logit - low) // (high - low)
