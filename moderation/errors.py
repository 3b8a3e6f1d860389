"""What the library raises; every message names the value, its place and the cure."""


class ModerationError(Exception):
    """Base of every error that the library raises on purpose."""


class PolicyError(ModerationError):
    """A policy file or setting that cannot be used."""


class CommentError(ModerationError):
    """A comment that cannot be judged at all, such as text with a NUL or a lone surrogate.

    *code* is stable (`text.nul`, `text.surrogate`, `text.type`); *path* is the JSON path of the fault.
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
