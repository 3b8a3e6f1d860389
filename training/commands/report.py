"""`moderation-train report`: one page about a weights file, to look at in a browser."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from moderation.classifier.shipped import PATH as SHIPPED
from training.data.folder import OPTION
from training.errors import TrainingError

OUT = Path("weights") / "report.html"

_ABOUT = """write one HTML page about a weights file: what it offers, how well it ranks and how honest its probabilities
are, by language, label, evasion, topic and term of identity; its worst mistakes, its data sets and its limits. Sets
whose files are not there are named and left out. The page quotes comments of the data sets: keep it to yourself."""


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "report", help="write a page about a weights file", description=_ABOUT
    )
    parser.add_argument(
        "--weights", metavar="FILE", type=Path, default=SHIPPED, help="default: the shipped file"
    )
    told = "which made the weights; default: the one of training/configs that learns from the same sets"
    parser.add_argument("--config", metavar="FILE", type=Path, help=told)
    parser.add_argument("--out", metavar="FILE", type=Path, default=OUT, help=f"default: {OUT}")
    told = "the folder with open/ and research/; default: $MODERATION_DATASETS"
    parser.add_argument(OPTION, metavar="FOLDER", type=Path, help=told)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure, then write the page and print where it is."""
    from training.data import root_from
    from training.report import report

    root = root_from(options.data, os.environ)
    _require_writable(options.out)
    html = report(options.weights, root, options.config)
    options.out.write_text(html, encoding="utf-8")
    print(options.out)
    return 0


def _require_writable(path: Path) -> None:
    """Before minutes are spent; a page that is there stays until there is a new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("a").close()
    except OSError as error:
        raise TrainingError(f"--out {path}: {error.strerror}; name a file that can be written") from None
