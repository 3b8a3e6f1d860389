"""`moderation-train evaluate`: the figures of a weights file, on our benchmarks or on a file of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from moderation.classifier.shipped import PATH as SHIPPED
from training.commands.places import RESULTS, data_root
from training.errors import TrainingError

_WRITTEN = RESULTS / "shipped.json"

_ABOUT = """print how well a weights file scores: without --data FILE on our benchmarks, and write results/;
with it on any CSV or TSV (delimiter comma, tab or semicolon, UTF-8, names in the first line)"""


def add(commands: Any) -> None:
    """Add the subcommand."""
    from training.positive import GRAMMAR

    parser: argparse.ArgumentParser = commands.add_parser(
        "evaluate",
        help="print the figures of a weights file, on our benchmarks or on any CSV or TSV",
        description=_ABOUT,
        epilog=f"EXPR says {GRAMMAR}\n\nmore in docs/guide.md",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--weights", metavar="FILE", type=Path, default=SHIPPED, help="default: the shipped file"
    )
    parser.add_argument(
        "--results", metavar="FILE", type=Path, help=f"write JSON there; benchmarks: {_WRITTEN}"
    )
    told = "a CSV or TSV; or the folder of our benchmarks, with open/ and research/; default: $MODERATION_DATASETS"
    parser.add_argument("--data", metavar="FILE", type=Path, help=told)
    _add_own(parser.add_argument_group("for a CSV or TSV"))
    parser.set_defaults(run=run)


def _add_own(group: Any) -> None:
    group.add_argument("--text", metavar="COLUMN", help="where the comment is")
    group.add_argument("--label", metavar="COLUMN", help="where its label is")
    group.add_argument(
        "--positive", metavar="EXPR", help="which labels are positive, see below; default: >=0.5"
    )
    group.add_argument("--head", metavar="LABEL", help="which score to measure; default: toxicity")
    group.add_argument("--language", choices=("vi", "en"), help="of every text; default: each text's own")
    group.add_argument(
        "--no-quotes", action="store_true", help="quotation marks are characters like any other"
    )
    group.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Measure on a file where --data names one, else on the benchmarks."""
    if options.data is not None and not options.data.is_dir():
        return _own(options)
    _refuse_own_options(options)
    return _benchmarks(options)


def _own(options: argparse.Namespace) -> int:
    from training.benchmark import Asked, benchmark
    from training.columns import Columns
    from training.evaluate import encoded, write
    from training.positive import DEFAULT
    from training.tables import benchmark_table

    if options.text is None or options.label is None:
        raise TrainingError(f"--data {options.data} needs --text COLUMN and --label COLUMN")
    columns = Columns(options.data, options.text, options.label, quotes=not options.no_quotes)
    asked = Asked(
        head=options.head or "toxicity", positive=options.positive or DEFAULT, language=options.language
    )
    found = benchmark(options.weights, columns, asked)
    if options.results:
        write(found, options.results)
    print(encoded(found).decode() if options.json else benchmark_table(found))
    return 0


def _refuse_own_options(options: argparse.Namespace) -> None:
    names = ("text", "label", "positive", "head", "language", "no_quotes", "json")
    given = [f"--{name.replace('_', '-')}" for name in names if getattr(options, name)]
    if given:
        place = f"{options.data} is a folder" if options.data else "there is none"
        raise TrainingError(f"{', '.join(given)}: needs --data FILE, a CSV or TSV; {place}")


def _benchmarks(options: argparse.Namespace) -> int:
    from training.evaluate import evaluate, write
    from training.tables import results_table

    results = evaluate(options.weights, data_root(options))
    write(results, options.results or _WRITTEN)
    print(results_table(results))
    return 0
