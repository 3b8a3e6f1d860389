"""The sentences that readers and moderators are told, from the catalogues vi.toml and en.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from moderation.catalogue import catalogue
from moderation.notices.moment import moment
from moderation.notices.wait import wait
from moderation.policy import Policy
from moderation.verdict import Action, Finding, Message

__all__ = ["catalogue", "filled", "notice_code", "told"]

_PARAMETER = re.compile(r"\{([a-z_]+)\}")

# Which notice a finding shows: when the author is nudged, when an editor will read, when it is refused.
_WORDING = ("nudge.wording", "held.check", "refused.wording")
_ATTACK = ("nudge.wording", "held.check", "refused.attack")
_CONTACT = ("refused.contact", "held.check", "refused.contact")
_SILENT = ("held.check", "held.check", "refused.bare")
_WAIT = ("rate.wait", "held.check", "rate.wait")
_REPEAT = ("repeat.same", "held.check", "repeat.same")
_STYLE = ("marks", "capitals", "language", "emoji_only", "legacy_encoding")
_SHOWN: dict[str, tuple[str, str, str]] = {
    "words": _WORDING,
    "toxicity": _WORDING,
    "toxicity.threat": _ATTACK,
    "toxicity.identity_attack": _ATTACK,
    "contacts": _CONTACT,
    "links": _CONTACT,
    "rate": _WAIT,
    "repeats": _REPEAT,
    "thread.closed": ("thread.closed", "thread.closed", "thread.closed"),
    "thread.hold_all": ("held.all", "held.all", "held.all"),
    **{f"style.{rule}": (f"style.{rule}", "held.check", f"style.{rule}.refused") for rule in _STYLE},
    "hours.hold": ("held.hours", "held.hours", "held.hours"),
    "guest.new": ("held.all", "held.all", "held.all"),
}


def told(finding: Finding, policy: Policy) -> Finding:
    """*finding* with its notice and its detail in both languages.

    One that lets the comment through and asks nothing has no notice: its author sees the comment appear.
    """
    silent = finding.action is Action.PUBLISH and not finding.nudge
    return msgspec.structs.replace(
        finding,
        notice=None if silent else _message("notices", notice_code(finding, policy), finding.params, policy),
        detail=_message("details", finding.code, finding.params, policy),
    )


def notice_code(finding: Finding, policy: Policy) -> str:
    """The code of the sentence that the author reads for *finding*.

    Findings of a check that he is not to learn about share the two silent sentences.
    """
    if getattr(policy.guest_sees, finding.check, "rule") == "nothing":
        return _by_action(_SILENT, finding)
    if finding.code not in _SHOWN and finding.code in catalogue("en").notices:
        return finding.code
    code = _by_action(_SHOWN.get(finding.code) or _SHOWN.get(finding.check, _SILENT), finding)
    return f"{code}.unaddressed" if code == "refused.contact" and not policy.newsroom else code


def _by_action(codes: tuple[str, str, str], finding: Finding) -> str:
    nudged, held, refused = codes
    if finding.nudge:
        return nudged
    return refused if finding.action is Action.REJECT else held


def _message(kind: str, code: str, params: Mapping[str, str | int], policy: Policy) -> Message:
    return Message(
        vi=_sentence("vi", kind, code, params, policy), en=_sentence("en", kind, code, params, policy)
    )


def _sentence(language: str, kind: str, code: str, params: Mapping[str, str | int], policy: Policy) -> str:
    own = policy.notices.get(language, {}) if kind == "notices" else {}  # type: ignore[call-overload]
    sentence: str = own.get(code) or getattr(catalogue(language), kind)[code]
    values = {"newsroom": policy.newsroom, **params}
    if "wait_s" in params:
        values["wait"] = wait(language, int(params["wait_s"]))
    if "time" in params:
        values["time"] = moment(language, str(params["time"]))
    if "unit" in params:
        values["unit"] = catalogue(language).units[str(params["unit"])]
    return filled(sentence, values)


def filled(sentence: str, values: Mapping[str, str | int]) -> str:
    """*sentence* with *values* in their places; a name that has none stays in its braces."""
    return _PARAMETER.sub(lambda found: str(values.get(found[1], found[0])), sentence)
