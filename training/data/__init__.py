"""The data sets: one frozen `Example` out of fifteen file formats. Reasons for each mapping: docs/data.md."""

from training.data.dedupe import unique, without
from training.data.example import Example
from training.data.folder import root_from
from training.data.loading import load
from training.data.table import table

__all__ = ["Example", "load", "root_from", "table", "unique", "without"]
