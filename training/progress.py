"""Progress on standard error, so that standard output holds results alone."""

from collections.abc import Iterable
from typing import TypeVar

from rich.console import Console
from rich.progress import track

T = TypeVar("T")
console = Console(stderr=True)


def watched(items: Iterable[T], what: str) -> Iterable[T]:
    """Yield *items* under a bar that vanishes at the end; without a length it only moves."""
    return track(items, description=what, console=console, transient=True)
