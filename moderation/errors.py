"""What the library raises; every message names the value, its place and the cure."""

from __future__ import annotations

from typing import NamedTuple


class ModerationError(Exception):
    """Base of every error that the library raises on purpose."""


class Fault(NamedTuple):
    """One setting that cannot stand: its dotted *key*, its *line* where it could be found, and the cure."""

    key: str
    line: int | None
    message: str


class PolicyError(ModerationError):
    """A policy file or setting that cannot be used; *faults* holds every setting at fault, in order."""

    def __init__(self, message: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(message)
        self.faults = faults


class CommentError(ModerationError):
    """A comment that cannot be judged at all, such as text with a NUL or a lone surrogate.

    *code* is stable (`text.nul`, `text.surrogate`, `comment.type`, `guest.ip`); *path* is the JSON path of the fault.
    """

    def __init__(self, code: str, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.code = code
        self.path = path


class WeightsError(ModerationError):
    """A weights file that is damaged, of an unknown format, or not what its manifest says."""


class CountersUnavailable(ModerationError):
    """The counter store did not answer; the policy's `outage.counters` decides what that means."""


class ClassifierUnavailable(ModerationError):
    """The classifier could not score; the policy's `outage.classifier` decides what that means."""
