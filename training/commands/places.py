"""Where commands find and leave their files unless told otherwise."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

CONFIG = Path(__file__).parents[1] / "configs" / "shipped.toml"
RESULTS = Path("results")


def data_root(options: argparse.Namespace) -> Path:
    """The folder with open/ and research/ that --data or the environment names. Raises `DataError`."""
    from training.data import root_from

    return root_from(options.data, os.environ)
