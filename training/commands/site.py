"""`moderation-train site`: the site's own model, from its moderators' decisions."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.classifier import LABELS
from moderation.classifier.shipped import PATH as SHIPPED
from training.commands.places import RESULTS, data_root
from training.data.folder import OPTION
from training.errors import TrainingError

if TYPE_CHECKING:
    from training.site.model import Site

OUTPUT = Path("weights") / "site.weights"
STUDY = RESULTS / "site.json"

_ABOUT = """correct the shipped weights by what moderators decided, measure it on their later decisions, and write a
weights file when those are ranked better; otherwise say so and end with 1. Beside it stand the report with the
learning curve (.json) and its plot (.svg), written either way. docs/site-model.md tells more."""


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "site", help="correct the weights by a site's own decisions", description=_ABOUT
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--decisions", metavar="FILE", type=Path, help="JSON Lines, as docs/site-model.md says")
    told = f"measure the learning curve on ViCTSD instead, and write {STUDY}"
    what.add_argument("--study", action="store_true", help=told)
    parser.add_argument(
        "--weights", metavar="FILE", type=Path, default=SHIPPED, help="default: the shipped file"
    )
    parser.add_argument(
        OPTION, metavar="FOLDER", type=Path, help="for --study; default: $MODERATION_DATASETS"
    )
    _add_wish(parser.add_argument_group("for --decisions"))
    parser.set_defaults(run=run)


def _add_wish(group: Any) -> None:
    group.add_argument("--label", choices=LABELS, default="toxicity", help="default: toxicity")
    group.add_argument("--language", choices=("vi", "en"), help="default: that of most decisions")
    group.add_argument(
        "--later", metavar="SHARE", type=_share, default=0.2, help="to measure on; default: 0.2"
    )
    told = "of comments with the label, that probabilities are for; default: their share among the decisions"
    group.add_argument("--prior", metavar="SHARE", type=_share, help=told)
    group.add_argument("--output", metavar="FILE", type=Path, default=OUTPUT, help=f"default: {OUTPUT}")


def run(options: argparse.Namespace) -> int:
    """Learn from decisions, or measure how many it takes."""
    return _study(options) if options.study else _learn(options)


def _study(options: argparse.Namespace) -> int:
    from moderation.classifier.artifact import read
    from training.evaluate import write
    from training.site.study import study
    from training.tables import learning_table

    found = study(read(options.weights), data_root(options))
    write(found, STUDY)
    print(learning_table(found))
    return 0


def _learn(options: argparse.Namespace) -> int:
    from training.site.promotion import require_better
    from training.tables import site_report

    found = _learnt(options)
    _write_report(found, options.output)
    print(site_report(found.report))
    require_better(found.report.learning.points[-1].better)
    options.output.write_bytes(found.data)
    print(options.output)
    return 0


def _learnt(options: argparse.Namespace) -> Site:
    from moderation.classifier.artifact import read
    from training.data.folder import digest
    from training.site import decisions
    from training.site.model import Wish, learn

    wish = Wish(label=options.label, language=options.language, later=options.later, prior=options.prior)
    path: Path = options.decisions
    return learn(read(options.weights), decisions.read(path), {path.name: digest(path)}, wish)


def _write_report(found: Site, output: Path) -> None:
    from training.evaluate import write
    from training.site.plot import svg

    if output.suffix in (".json", ".svg"):
        raise TrainingError(f"--output {output}: its report takes that name; end it in .weights")
    write(found.report, output.with_suffix(".json"))
    output.with_suffix(".svg").write_text(svg(found.report.learning), encoding="utf-8")


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = 0.0
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no share; give a number between 0 and 1, such as 0.2")
    return share
