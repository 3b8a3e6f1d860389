"""The desk by hand: comments, cases and claims in plain dictionaries, nothing of the service's own rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

STATUS = {
    "publish": "published",
    "reject": "refused",
    "spam": "refused",
    "forward": "forwarded",
    "take_down": "removed",
    "restore": "published",
    "edit_and_publish": "published",
}


@dataclass
class ModelCase:
    opened_at: float
    codes: tuple[str, ...]
    is_open: bool = True
    level: str = "moderator"
    number: int = 0
    holder: str | None = None
    until: float = 0.0

    def held_by(self, now: float) -> str | None:
        return self.holder if self.is_open and self.until > now else None


@dataclass
class ModelComment:
    status: str
    case: ModelCase | None = None
    edited: str | None = None
    history: list[str] = field(default_factory=list)  # decisions not undone


@dataclass
class ModelDecision:
    comment: str
    at: float
    before: dict[str, Any]
    undone: bool = False


class Model:
    """What must be so after each step; every method says what the service should answer."""

    def __init__(self, undo_s: float) -> None:
        self.undo_s = undo_s
        self.comments: dict[str, ModelComment] = {}
        self.decisions: dict[str, ModelDecision] = {}

    def receive(self, comment: str, status: str, codes: tuple[str, ...], now: float) -> None:
        case = ModelCase(now, codes) if status == "waiting" else None
        self.comments[comment] = ModelComment(status, case)

    def open(self, now: float, state: str = "open") -> list[str]:
        """Comments with an open case in that state, oldest first."""
        wanted = {
            "open": lambda case: True,
            "waiting": lambda case: case.held_by(now) is None,
            "claimed": lambda case: case.held_by(now) is not None,
            "escalated": lambda case: case.level == "editor",
        }[state]
        cases = [(one.case.opened_at, name) for name, one in self.comments.items() if self._open(one)]
        return [name for _, name in sorted(cases) if wanted(self.comments[name].case)]

    def next(self, now: float) -> str | None:
        free = [name for name in self.open(now, "waiting") if self._level(name) == "moderator"]
        return free[0] if free else None

    def claim(self, comment: str, by: str, now: float, lease_s: float) -> str:
        case = self.comments[comment].case
        if case is None:
            return "NotFound"
        if not case.is_open:
            return "Closed"
        if case.held_by(now) not in (None, by):
            return "Held"
        if case.held_by(now) is None:
            case.number += 1
        case.holder, case.until = by, now + lease_s
        return "claimed"

    def release(self, by: str) -> set[str]:
        given = {name for name, one in self.comments.items() if self._open(one) and one.case.holder == by}
        for name in given:
            self.comments[name].case.holder = None
        return given

    def decide(self, comment: str, action: str, by: str, now: float, fence: int | None) -> str:
        one = self.comments[comment]
        if fence is not None:
            case = one.case
            if not (case and case.is_open and case.holder == by and case.number == fence):
                return "Stale"
        elif one.case and one.case.held_by(now) not in (None, by):
            return "Held"
        return "decided"

    def decided(self, decision: str, comment: str, action: str, text: str | None, now: float) -> None:
        one = self.comments[comment]
        case = None if one.case is None else dict(vars(one.case))
        before = {"status": one.status, "edited": one.edited, "case": case}
        self.decisions[decision] = ModelDecision(comment, now, before)
        one.history.append(decision)
        if action == "escalate":
            self._escalate(one, now)
            return
        one.status = STATUS[action]
        one.edited = text or one.edited
        if one.case:
            one.case.is_open, one.case.holder, one.case.level = False, None, "moderator"

    def undo(self, decision: str, now: float) -> str:
        said = self.decisions[decision]
        one = self.comments[said.comment]
        if said.undone:
            return "undone"
        if now >= said.at + self.undo_s or one.history[-1] != decision:
            return "NotUndoable"
        one.status, one.edited = said.before["status"], said.before["edited"]
        self._put_back(one, said.before["case"], now)
        one.history.pop()
        said.undone = True
        return "undone"

    def _escalate(self, one: ModelComment, now: float) -> None:
        if one.case is None:
            one.case = ModelCase(now, ())
        elif not one.case.is_open:
            one.case = ModelCase(now, (), number=one.case.number)
        one.case.level, one.case.holder = "editor", None

    def _put_back(self, one: ModelComment, case: dict[str, Any] | None, now: float) -> None:
        number = one.case.number if one.case else 0
        if case is None:
            if one.case:
                one.case.is_open, one.case.holder, one.case.level = False, None, "moderator"
            return
        one.case = ModelCase(**{**case, "number": number})
        if one.case.until <= now:
            one.case.holder = None

    def _open(self, one: ModelComment) -> bool:
        return one.case is not None and one.case.is_open

    def _level(self, name: str) -> str:
        case = self.comments[name].case
        assert case is not None
        return case.level
