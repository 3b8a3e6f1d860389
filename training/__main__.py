"""`moderation-train`: what `_parser` lists."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from moderation.classifier.shipped import PATH as SHIPPED
from moderation.errors import WeightsError
from training.commands import crossvalidate, evaluate, report, site
from training.commands.places import CONFIG, RESULTS, data_root
from training.errors import TrainingError

Run = Callable[[argparse.Namespace], int]


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when it did its work, 1 when the data or a file stood in the way, 2 for wrong usage."""
    options = _parser().parse_args(argv)
    try:
        code: int = options.run(options)
    except (TrainingError, WeightsError) as error:
        print(f"moderation-train: {error}", file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="moderation-train", description="Train and measure the classifier.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _command(commands, "data", _data, "list the data sets: rows, labels, licences, digests")
    fit = _command(commands, "fit", _fit, "train, quantise, calibrate, and write a weights file")
    fit.add_argument("--config", type=Path, default=CONFIG, help="default: the shipped configuration")
    fit.add_argument("--output", type=Path, help="default: weights/NAME.weights")
    fit.add_argument(
        "--keep", metavar="FILE", type=Path, help="take its weights as they are, and only calibrate them"
    )
    fit.add_argument(
        "--anew", metavar="HEAD", action="append", default=[], help="with --keep: but learn this head again"
    )
    evaluate.add(commands)
    robust = _command(commands, "robustness", _robustness, "print what evasions cost, and write results/")
    robust.add_argument("--weights", type=Path, default=SHIPPED, help="default: the shipped file")
    robust.add_argument("--results", type=Path, default=RESULTS / "robustness.json")
    robust.add_argument("--json", action="store_true", help="print the results as JSON instead of tables")
    report.add(commands)
    explain = _command(
        commands, "explanations", _explanations, "print how well findings mark, and write results/"
    )
    explain.add_argument("--weights", type=Path, default=SHIPPED, help="default: the shipped file")
    explain.add_argument("--results", type=Path, default=RESULTS / "explanations.json")
    thresholds = _command(commands, "thresholds", _thresholds, "print what Perspective's thresholds flag")
    thresholds.add_argument("--weights", type=Path, default=SHIPPED, help="default: the shipped file")
    thresholds.add_argument("--results", type=Path, default=RESULTS / "perspective.json")
    site.add(commands)
    crossvalidate.add(commands)
    research = _command(commands, "research", _research, "print the figures of the research build")
    research.add_argument("--weights", type=Path, default=Path("weights/research.weights"))
    research.add_argument("--results", type=Path, default=RESULTS / "research.json")
    identity = commands.add_parser("identity", help="print how alike each term of identity is treated")
    identity.add_argument("--weights", type=Path, default=SHIPPED, help="default: the shipped file")
    identity.set_defaults(run=_identity)
    docs = commands.add_parser("docs", help="write the figures of results/ into README and docs/")
    docs.set_defaults(run=_docs)
    return parser


def _command(commands: Any, name: str, run: Run, about: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about, description=about)
    parser.add_argument(
        "--data", type=Path, help="the folder with open/ and research/; default: $MODERATION_DATASETS"
    )
    parser.set_defaults(run=run)
    made: argparse.ArgumentParser = parser
    return made


def _data(options: argparse.Namespace) -> int:
    from training.data import table
    from training.tables import data_table

    print(data_table(table(data_root(options))))
    return 0


def _fit(options: argparse.Namespace) -> int:
    from moderation.classifier.artifact import read
    from training.config import read_config
    from training.fit import calibrated, fit

    config = read_config(options.config)
    path = options.output or Path("weights") / f"{config.name}.weights"
    path.parent.mkdir(parents=True, exist_ok=True)
    root = data_root(options)
    if options.anew and options.keep is None:
        raise TrainingError("--anew HEAD learns one head of a file again; name the file with --keep")
    kept = options.keep and read(options.keep)
    path.write_bytes(calibrated(config, root, kept, options.anew) if kept else fit(config, root))
    print(path)
    return 0


def _robustness(options: argparse.Namespace) -> int:
    from training.evaluate import write
    from training.robustness import measure
    from training.tables import robustness_table

    results = measure(options.weights, data_root(options))
    write(results, options.results)
    print(options.results.read_text("utf-8") if options.json else robustness_table(results))
    return 0


def _thresholds(options: argparse.Namespace) -> int:
    from training.evaluate import write
    from training.tables import thresholds_table
    from training.thresholds import measure

    results = measure(options.weights, data_root(options))
    write(results, options.results)
    print(thresholds_table(results))
    return 0


def _explanations(options: argparse.Namespace) -> int:
    from training.evaluate import write
    from training.explanations import measure
    from training.tables import explanations_table

    results = measure(options.weights, data_root(options))
    write(results, options.results)
    print(explanations_table(results))
    return 0


def _research(options: argparse.Namespace) -> int:
    from training.evaluate import write
    from training.research import measure
    from training.tables import research_table

    results = measure(options.weights, data_root(options))
    write(results, options.results)
    print(research_table(results))
    return 0


def _identity(options: argparse.Namespace) -> int:
    from training.identity import measure_weights
    from training.tables import identity_table

    print(identity_table(measure_weights(options.weights)))
    return 0


def _docs(_options: argparse.Namespace) -> int:
    from training.tables import rewrite_docs

    rewrite_docs(Path())
    return 0


if __name__ == "__main__":
    sys.exit(main())
