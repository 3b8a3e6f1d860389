"""Perspective's analyze of the longest text that it takes, beside our own check of a usual comment, in turn."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import httpx
from rich.table import Table

from benchmarks.comments import comments
from benchmarks.tables import table

CALLS = 200
LONGEST = 20 * 1024  # bytes of UTF-8, as Perspective counts


def tables() -> Iterator[Table]:
    """Milliseconds over loopback, one call at a time; `make bench` has the tests' server at hand."""
    from tests.service.serving import bearer, process

    with (
        tempfile.TemporaryDirectory() as folder,
        process(Path(folder) / "home") as running,
        httpx.Client(base_url=running.address, headers=bearer(running.key)) as client,
    ):
        yield _measured(client, running.key)


def _measured(client: httpx.Client, key: str) -> Table:
    took: dict[str, list[float]] = {}
    for number in range(CALLS):
        for name, (path, body) in _calls(number, key).items():
            began = perf_counter()
            client.post(path, json=body).raise_for_status()
            took.setdefault(name, []).append(1_000 * (perf_counter() - began))
    return _told(took)


def _calls(number: int, key: str) -> dict[str, tuple[str, dict[str, object]]]:
    """One round; no text comes twice, since what was folded once is remembered."""
    analyze, attributes = f"/v1alpha1/comments:analyze?key={key}", {"TOXICITY": {}, "SPAM": {}}
    whole, spans = (comments("mixed", 200, seed=2 * number + one) for one in (0, 1))
    return {
        "POST /v1/check, a usual comment": ("/v1/check", {"text": comments("mixed", 1, seed=-1 - number)[0]}),
        "comments:analyze, 20 KB": (
            analyze,
            {"comment": {"text": longest(whole)}, "requestedAttributes": attributes},
        ),
        "comments:analyze, 20 KB, a span a sentence": (
            analyze,
            {"comment": {"text": longest(spans)}, "requestedAttributes": attributes, "spanAnnotations": True},
        ),
    }


def longest(texts: list[str]) -> str:
    """Comments side by side, as many as fit."""
    return " ".join(texts).encode()[: LONGEST - 4].decode("utf-8", "ignore")


def _told(took: dict[str, list[float]]) -> Table:
    found = table(f"Doors, {CALLS} calls each", "median ms", "p99 ms")
    for name, times in took.items():
        found.add_row(name, f"{median(times):.1f}", f"{quantiles(times, n=100)[98]:.1f}")
    return found
