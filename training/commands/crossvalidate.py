"""`moderation-train crossvalidate`: what is found of a part that nothing was learnt from, each left out in turn."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from moderation.classifier.shipped import PATH as SHIPPED
from training.commands.places import CONFIG, RESULTS, data_root
from training.data.folder import OPTION

_ABOUT = """leave a part out of a fit and measure on it: videos of YouTube's adverts, families of the generator's
adverts, pairs of ParaDetox's rewrites. Only the head in question is fitted; families take one fit each."""


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "crossvalidate", help="measure on what was left out of a fit", description=_ABOUT
    )
    parser.add_argument("parts", metavar="PART", nargs="*", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument(OPTION, metavar="FOLDER", type=Path, help="default: $MODERATION_DATASETS")
    parser.add_argument(
        "--config", metavar="FILE", type=Path, default=CONFIG, help="default: the shipped configuration"
    )
    parser.add_argument(
        "--weights",
        metavar="FILE",
        type=Path,
        default=SHIPPED,
        help="to compare with; default: the shipped file",
    )
    told = f"where to write PART.json; default: {RESULTS}"
    parser.add_argument("--results", metavar="FOLDER", type=Path, default=RESULTS, help=told)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure each part, write its results, and print them."""
    from training.errors import TrainingError

    if unknown := set(options.parts) - set(PARTS):
        raise TrainingError(f"no part {min(unknown)!r} to leave out; there are {', '.join(PARTS)}")
    for part in options.parts or PARTS:
        print(PARTS[part](options))
    return 0


def _youtube(options: argparse.Namespace) -> str:
    from training.evaluate import write
    from training.tables import videos_table
    from training.youtube import leave_one_video_out

    results = leave_one_video_out(data_root(options))
    write(results, options.results / "youtube.json")
    return videos_table(results)


def _families(options: argparse.Namespace) -> str:
    from training.config import read_config
    from training.evaluate import write
    from training.families import measure
    from training.tables import families_table

    results = measure(read_config(options.config), options.weights, data_root(options))
    write(results, options.results / "families.json")
    return families_table(results)


def _rewrites(options: argparse.Namespace) -> str:
    from training.config import read_config
    from training.evaluate import write
    from training.rewrites import measure
    from training.tables import rewrites_table

    results = measure(read_config(options.config), options.weights, data_root(options))
    write(results, options.results / "rewrites.json")
    return rewrites_table(results)


PARTS: Mapping[str, Callable[[argparse.Namespace], str]] = MappingProxyType(
    {"youtube": _youtube, "families": _families, "rewrites": _rewrites}
)
