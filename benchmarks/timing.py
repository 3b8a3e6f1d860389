"""CPU time of several ways to do the same, round by round in turn, so that a busy machine slows all alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import process_time_ns
from typing import NamedTuple, TypeVar

from moderation.text.recent import fold_recent

T = TypeVar("T")
Work = Callable[[T], object]

ROUNDS = 9


class Times(NamedTuple):
    """CPU time for one input in µs, one number a round."""

    rounds_us: tuple[float, ...]

    @property
    def median_us(self) -> float:
        """The middle of the rounds."""
        return median(self.rounds_us)

    @property
    def least_us(self) -> float:
        """The best of the rounds: what it takes when nothing disturbs."""
        return min(self.rounds_us)

    def ratio(self, other: Times) -> float:
        """How many times the other's time this takes: the middle of the ratios within each round."""
        return median(mine / theirs for mine, theirs in zip(self.rounds_us, other.rounds_us, strict=True))


def side_by_side(
    ways: Mapping[str, Work[T]], inputs: Callable[[int], Sequence[T]], rounds: int = ROUNDS
) -> dict[str, Times]:
    """Time each way on the inputs of each round; one round before goes uncounted, and the order changes.

    No way finds what another has just folded.
    """
    found: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        given, names = inputs(number), list(ways)
        for name in names[number % len(names) :] + names[: number % len(names)]:
            taken = _time_us(ways[name], given)
            if number:
                found[name].append(taken)
    return {name: Times(tuple(taken)) for name, taken in found.items()}


def _time_us(work: Work[T], given: Sequence[T]) -> float:
    fold_recent.cache_clear()
    started = process_time_ns()
    for one in given:
        work(one)
    return (process_time_ns() - started) / 1000 / len(given)
