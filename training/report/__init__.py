"""One page that says of a weights file what it can do, how well, from what, and where it fails."""

from __future__ import annotations

from pathlib import Path

from training.data.catalogue import Catalogue, shipped
from training.report.document import page
from training.report.measuring import measure
from training.report.subject import read_subject


def report(weights: Path, root: Path, config: Path | None = None, catalogue: Catalogue | None = None) -> str:
    """The page as HTML, a function of the files alone; a set that is not under *root* is named as not measured.

    Raises `WeightsError`, `DataError` when *root* itself is wrong, and `TrainingError` when *config* did not make
    *weights*.
    """
    known = shipped() if catalogue is None else catalogue
    measured = measure(read_subject(weights, known, config), root, known)
    return page(measured, f"Report on {weights.name}")
