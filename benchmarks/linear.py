"""Cost against length: the time for one character must not grow with the text, however hostile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, cycle, islice

from rich.table import Table

from benchmarks.classifier import classifier
from benchmarks.comments import comments
from benchmarks.tables import table
from benchmarks.timing import side_by_side
from moderation.comment import Comment
from moderation.facts import Facts
from moderation.judge import judge
from moderation.policy import Policy
from moderation.policy.model import typed

LENGTHS = (250, 1_000, 4_000, 16_000, 64_000, 256_000)
ROUNDS = 3


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda length: "".join(islice(cycle(piece), length))


TEXTS: dict[str, Callable[[int], str]] = {
    "Vietnamese": lambda length: comments("vi", 1, 0, length)[0],
    "English": lambda length: comments("en", 1, 0, length)[0],
    "one letter": _repeated("a"),
    "spaced letters": _repeated("d i t "),
    "dotted letters": _repeated("đ.ị.t."),
    "marks": _repeated("a" + "\u0301" * 50),
    "invisible": _repeated("n\u200bg\u200bu "),
    "digits": _repeated("0912 345 678 "),
    "links": _repeated("a.vn/b "),
    "e-mails": _repeated("a@b.vn "),
    "half an address": _repeated("a.b@"),
    "entities": _repeated("&amp;#110;"),
    "emoji": _repeated("👩‍👧"),
    "mixed scripts": _repeated("аpрle "),
    "masked": _repeated("f*ck đ*t "),
    "listed words": _repeated("địt mẹ "),
}


def tables() -> Iterator[Table]:
    """Time by character, a row a kind of text."""
    made = table(
        f"judge(): µs for one character, least of {ROUNDS} rounds",
        *(f"{length:,}" for length in LENGTHS),
        "longest to 4,000",
    )
    for name, text in TEXTS.items():
        by_length = {length: _us(text(length)) / length for length in LENGTHS}
        growth = by_length[LENGTHS[-1]] / by_length[4_000]
        made.add_row(name, *(f"{taken:.2f}" for taken in by_length.values()), f"{growth:.2f}")
    yield made


def _us(text: str) -> float:
    """Time for one text of this kind and length, each a little different from those before."""
    limits = {"max": 1_000_000, "max_bytes": 1_000_000, "max_code_points": 1_000_000}
    policy, scorer = typed({"length": limits}, Policy), classifier()
    numbers = count()

    def given(_: int) -> list[Comment]:
        texts = [f"{next(numbers)} {text}" for _ in range(max(1, 4_000 // len(text)))]
        return [Comment(text=one[: len(text)]) for one in texts]

    ways = {"judge": lambda one: judge(one, Facts(), policy, scorer)}
    return side_by_side(ways, given, ROUNDS)["judge"].least_us
