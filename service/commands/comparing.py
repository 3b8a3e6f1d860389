"""`compare`: what Perspective said beside what we say."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from service.desk.scoring import Scoring
from service.doors.perspective_shadow import FILE
from service.operate.compare import THRESHOLDS, Comparison, Log, as_toml, compared, paired
from service.settings import Settings

_SHOWN = 100


def add_to(commands: Any) -> None:
    """Add the command to argparse's *commands*."""
    parser = commands.add_parser("compare", help="hold our scores against Perspective's, and fit a map")
    parser.add_argument("--door", choices=["perspective"], required=True, help="whose scores")
    parser.add_argument(
        "--log", type=Path, help="JSON Lines of text and scores; else what the shadow wrote down"
    )
    parser.add_argument("--site", help="only what was sent for this site")
    parser.add_argument("--threshold", type=_probability, action="append", help="may be given several times")
    parser.add_argument("--differing", type=int, default=5, help="how many that differ most are shown (5)")
    parser.set_defaults(run=_compare)


def _compare(args: argparse.Namespace, settings: Settings) -> int:
    """Print every attribute, and the map for the policy; 2 when nothing can be compared."""
    from moderation.classifier.shipped import shipped  # numpy, which no other command needs

    log = Log([args.log] if args.log else _shadowed(settings), args.site)
    pairs = paired(log.lines(), Scoring(shipped()))
    thresholds = sorted(args.threshold or THRESHOLDS)
    found = [compared(attribute, pairs[attribute], thresholds, args.differing) for attribute in sorted(pairs)]
    if log.bad:
        print(f"{log.bad:,} lines cannot be read and were left out")
    if not found:
        print('nothing to compare; a line is {"text": "…", "scores": {"TOXICITY": 0.9}}')
        return 2
    for one in found:
        _print(one)
    maps = {one.attribute: one.points for one in found if one.points}
    print(
        "\nFor the policy:\n\n" + as_toml(maps) if maps else "\nToo few comments to fit a map: 100 are needed"
    )
    return 0


def _shadowed(settings: Settings) -> list[Path]:
    file = settings.home / FILE
    return [one for one in (file.with_suffix(".1.jsonl"), file) if one.exists()]


def _print(one: Comparison) -> None:
    print(f"\n{one.attribute}: {one.pairs:,} comments, rank correlation {one.correlation:.3f}")
    print("  threshold   theirs     ours   ours by the map")
    for threshold, there, here, mapped in one.flagged:
        print(f"  {threshold:9.2f} {there:8.1%} {here:8.1%} {mapped:17.1%}")
    for pair in one.differ:
        text = " ".join(pair.text[:_SHOWN].split())
        print(f"  {pair.theirs:.2f} {pair.ours:.2f}  {''.join(c for c in text if c.isprintable())}")


def _probability(value: str) -> float:
    number = float(value)
    if not 0 < number < 1:
        raise ValueError(value)
    return number
