"""What browsers send that cannot be taken."""

from __future__ import annotations

from moderation.errors import ModerationError


class Refused(ModerationError):
    """What a browser sent cannot be taken; *code* names the problem."""

    def __init__(self, code: str, message: str, path: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.path = path
