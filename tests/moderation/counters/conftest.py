"""A server of its own for each test that kills, freezes or counts it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.valkey import Valkey


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Valkey]:
    with Valkey(tmp_path) as started:
        yield started


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
