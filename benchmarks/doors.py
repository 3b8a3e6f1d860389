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
    texts = comments("mixed", 200, seed=1)
    short = {"text": texts[0]}
    asked = {"comment": {"text": longest(texts)}, "requestedAttributes": {"TOXICITY": {}, "SPAM": {}}}
    calls = {
        "POST /v1/check, a usual comment": ("/v1/check", short),
        "comments:analyze, 20 KB": (f"/v1alpha1/comments:analyze?key={key}", asked),
        "comments:analyze, 20 KB, a span a sentence": (
            f"/v1alpha1/comments:analyze?key={key}",
            {**asked, "spanAnnotations": True},
        ),
    }
    took: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(CALLS):
        for name, (path, body) in calls.items():
            began = perf_counter()
            client.post(path, json=body).raise_for_status()
            took[name].append(1_000 * (perf_counter() - began))
    return _told(took)


def longest(texts: list[str]) -> str:
    """Comments side by side, as many as fit."""
    whole = " ".join(texts * 200).encode()[: LONGEST - 4]
    return whole.decode("utf-8", "ignore")


def _told(took: dict[str, list[float]]) -> Table:
    found = table(f"Doors, {CALLS} calls each", "median ms", "p99 ms")
    for name, times in took.items():
        found.add_row(name, f"{median(times):.1f}", f"{quantiles(times, n=100)[98]:.1f}")
    return found
