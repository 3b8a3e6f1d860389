"""`python -m benchmarks [NAME …]`: print the tables of every benchmark, or of those named."""

from __future__ import annotations

import argparse
import os

from rich.console import Console

from benchmarks import checks, counters, doors, http, imports, linear, scoring, store
from moderation.classifier.shipped import PATH

BENCHMARKS = {
    "checks": checks,
    "scoring": scoring,
    "linear": linear,
    "counters": counters,
    "imports": imports,
    "http": http,
    "store": store,
    "doors": doors,
}


def main() -> None:
    """Times are CPU time and hold for this machine only; the ratios travel."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}; default: all")
    named = parser.parse_args().names or list(BENCHMARKS)
    if unknown := set(named) - set(BENCHMARKS):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; choose from {', '.join(BENCHMARKS)}")
    console = Console()
    if not PATH.exists():
        console.print(f"{PATH.name} does not exist yet: random weights stand in for it")
    for name in named:
        for table in BENCHMARKS[name].tables():
            console.print(table)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
