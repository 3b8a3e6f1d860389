"""`moderation explain`: which characters and words spoke for a score, which against, and which a finding marks."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from moderation.classifier import UNIT
from moderation.cli import judging, options

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from moderation.reading import Reading
    from moderation.text.folding import Folded
    from moderation.verdict import Span

_WORD = re.compile(r"\S+")
_MOST_WORDS = 10
_STRONG, _WEAK = 0.5, 0.1  # of the strongest character: bold, plain; below, no colour
_EPILOG = """Red characters spoke for the label, green ones against it. Underlined, or without colours in
⟦brackets⟧, is what a finding of the label marks. "for" and "against" are parts of all that spoke for the label.
exit status: 0; 2 when something cannot be used"""
_TITLES = {
    "vi": {"for": "nói lên", "against": "nói ngược", "word": "chữ", "label": "nhãn", "score": "điểm"},
    "en": {"for": "for", "against": "against", "word": "word", "label": "label", "score": "score"},
}
_UNKNOWN = {
    "vi": "Bộ phân loại không cho biết chữ nào đã nói lên điều này.",
    "en": "The classifier cannot tell which characters spoke for this.",
}


class Word(NamedTuple):
    """One word of the author's, where it stands, and what its characters spoke for (+) or against (-)."""

    text: str
    start: int
    end: int
    share: int


def add(commands: options.Commands) -> None:
    """Add the subcommand."""
    told = "show which characters spoke for a score"
    form = argparse.RawDescriptionHelpFormatter
    parser = commands.add_parser("explain", help=told, description=told, epilog=_EPILOG, formatter_class=form)
    options.add_text(parser)
    options.add_policy(parser)
    parser.add_argument("--label", default="toxicity", help="the score to explain (default: toxicity)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print scores, the coloured text, and the strongest words."""
    from moderation.checks import evidence
    from moderation.comment import comment_of
    from moderation.reading import read

    reading = read(comment_of(options.text(args)), judging.classifier())
    _require(args.label, reading.scores or {}, reading.language)
    _tell(reading, evidence.spans(reading, args.label, options.policy(args)), args)
    return 0


def by_source(folded: Folded, shares: Sequence[int]) -> list[int]:
    """The shares of folded characters laid on the author's own: each on the first one it came from."""
    laid = [0] * len(folded.source)
    for at, share in enumerate(shares):
        start, end = folded.span(at, at + 1)
        if start < end:
            laid[start] += share
    return laid


def words(source: str, shares: Sequence[int]) -> list[Word]:
    """The author's words in order, each with the sum of its characters' shares."""
    found = _WORD.finditer(source)
    return [Word(w[0], w.start(), w.end(), sum(shares[w.start() : w.end()])) for w in found]


def _require(label: str, scores: Mapping[str, int], language: str) -> None:
    from moderation.errors import ModerationError

    if label not in scores:
        offered = ", ".join(scores) or "none"
        told = f"--label {label} is not offered in language {language!r}; offered are {offered}"
        raise ModerationError(told)


def _tell(reading: Reading, spans: Iterable[Span], args: argparse.Namespace) -> None:
    from moderation.cli.screen import console, marked

    titles, out, folded = _TITLES[args.lang], console(), reading.text.folded
    shares = by_source(folded, reading.classifier.shares(folded, reading.language, args.label))
    colour = out.color_system is not None
    shown = marked(folded.source, ((span.start, span.end) for span in spans), colour=colour)
    out.print("  ", _painted(shown, shares) if colour else shown, sep="")
    if any(shares):
        found = _strongest(words(folded.source, shares), shares)
        out.print(_table(found, titles["word"], titles["for"], titles["against"]))
    else:
        out.print(_UNKNOWN[args.lang])
    scores = sorted((reading.scores or {}).items(), key=lambda item: -item[1])
    rows = [(label, f"{score / UNIT:.4f}") for label, score in scores]
    out.print(_table(rows, titles["label"], titles["score"]))


def _painted(painted: Text, shares: Sequence[int]) -> Text:
    strongest = max(map(abs, shares), default=0) or 1
    for at, share in enumerate(shares):
        weight = abs(share) / strongest
        if weight >= _WEAK:
            colour = "red" if share > 0 else "green"
            painted.stylize(f"bold {colour}" if weight >= _STRONG else colour, at, at + 1)
    return painted


def _strongest(found: Iterable[Word], shares: Sequence[int]) -> list[tuple[str, ...]]:
    spoke_for = sum(share for share in shares if share > 0) or 1
    ranked = sorted((word for word in found if word.share), key=lambda word: -abs(word.share))[:_MOST_WORDS]
    return [
        (word.text, f"{word.share / spoke_for:.0%}", "") if word.share > 0
        else (word.text, "", f"{-word.share / spoke_for:.0%}")
        for word in ranked
    ]  # fmt: skip


def _table(rows: Iterable[Sequence[str]], first: str, *numbers: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from moderation.cli.screen import visible

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(first)
    for title in numbers:
        table.add_column(title, justify="right")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    return table
