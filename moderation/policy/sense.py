"""What a policy's settings must make together, once each of them fits its type."""

from __future__ import annotations

import json
import re
import zoneinfo
from collections.abc import Iterator
from itertools import pairwise

from moderation.catalogue import catalogue, known, parameters
from moderation.policy.days import days
from moderation.policy.kinds import shown
from moderation.policy.model import HoursPolicy, LengthPolicy, Override, Policy
from moderation.policy.overrides import NEVER, merged
from moderation.policy.places import Path, dotted
from moderation.policy.shape import Misfit, misfits, nearest
from moderation.text.folding import fold
from moderation.text.reserved import has_letters

_ZONE_FORM = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*", re.ASCII)
_HOST = re.compile(r"(\*\.)?[^\W_]([\w-]*\w)?(\.[^\W_]([\w-]*\w)?)+")
_PATTERN_MARKS = re.compile(r"^/.+/[a-z]*$|\\[bBdDsSwW]|\.[*+]|\[[^\]]+\]|\(\?|\([^)]*\||^\^")
_NUMBER = re.compile(r"[+(]{0,2}[0-9][0-9\s().+-]*")
_LETTER_BYTES = 3  # of a Vietnamese letter with two marks


def nonsense(policy: Policy) -> Iterator[Misfit]:
    """Every pair of settings that contradict each other, and every name that nothing answers to."""
    yield from _out_of_order(policy)
    yield from _room(policy.length)
    yield from _languages(policy)
    yield from _time_zone(policy.timezone)
    yield from _hours(policy.hours.staffed)
    yield from _days(policy.hours)
    yield from _words(policy)
    yield from _limits_of_words(policy)
    yield from _names(policy)
    yield from _contacts(policy)
    yield from _hosts(policy)
    yield from _notices(policy)
    yield from _maps(policy)
    yield from _overrides(policy)


def _out_of_order(policy: Policy) -> Iterator[Misfit]:
    length, toxicity, spam = policy.length, policy.toxicity, policy.spam
    for table, low_name, low, high_name, high in (
        ("length", "min", length.min, "max", length.max),
        ("length", "max", length.max, "max_code_points", length.max_code_points),
        ("toxicity", "nudge", toxicity.nudge, "review", toxicity.review),
        ("toxicity", "review", toxicity.review, "reject", toxicity.reject),
        ("spam", "review", spam.review, "reject", spam.reject),
    ):
        if low > high:
            told = (
                f"= {low} is more than {table}.{high_name} = {high}; lower it, or raise {table}.{high_name}"
            )
            yield Misfit((table, low_name), told)


def _room(length: LengthPolicy) -> Iterator[Misfit]:
    """A text within `max` must pass the cap, also when it is Vietnamese."""
    needed = _LETTER_BYTES * length.max
    if length.max_bytes < needed:
        why = f"is less than the {needed} bytes that length.max = {length.max} Vietnamese letters may need"
        told = f"= {length.max_bytes} {why}; raise it, or lower length.max"
        yield Misfit(("length", "max_bytes"), told)


def _languages(policy: Policy) -> Iterator[Misfit]:
    if not policy.languages:
        yield Misfit(("languages",), 'is empty; name at least one of "vi", "en"')


def _time_zone(name: str) -> Iterator[Misfit]:
    """A machine without a time zone database cannot tell, so there only the form is held."""
    if _ZONE_FORM.fullmatch(name) and (_zone_exists(name) or not zoneinfo.available_timezones()):
        return
    near = nearest(name, zoneinfo.available_timezones(), cutoff=0.8)
    yield Misfit(("timezone",), f'= "{name}" is not a time zone.{near} Write one such as "Asia/Ho_Chi_Minh"')


def _zone_exists(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder such as "Asia"
        return False
    return True


def _hours(staffed: str) -> Iterator[Misfit]:
    start, _, end = staffed.partition("-")
    if start == end:
        cure = 'write "00:00-24:00" for day and night'
        yield Misfit(("hours", "staffed"), f'= "{staffed}" begins and ends at the same minute; {cure}')


def _days(hours: HoursPolicy) -> Iterator[Misfit]:
    for name in ("days_off", "days_on"):
        for index, written in enumerate(getattr(hours, name)):
            if not _are_days(written):
                cure = (
                    'write a day, "2027-02-05", or the first and the last of several, "2027-02-05/2027-02-11"'
                )
                yield Misfit(("hours", name, index), f"= {shown(written)} is no day; {cure}")


def _are_days(written: str) -> bool:
    try:
        return bool(list(days(written)))
    except ValueError:
        return False


def _words(policy: Policy) -> Iterator[Misfit]:
    written: list[tuple[Path, str]] = [
        (("words", "entries", n, "text"), entry.text) for n, entry in enumerate(policy.words.entries)
    ]
    written += [(("words", "allowed", n), text) for n, text in enumerate(policy.words.allowed)]
    for path, text in written:
        if _PATTERN_MARKS.search(text):
            cure = "write plain words, one an entry; other spellings are found by folding"
            yield Misfit(path, f'= "{text}" looks like a regular expression, which are not taken; {cure}')
        elif _is_blank(text):
            yield Misfit(path, f"= {_escaped(text)} is empty; write a word, or delete the entry")


def _limits_of_words(policy: Policy) -> Iterator[Misfit]:
    """Where and until when an entry counts."""
    for number, entry in enumerate(policy.words.entries):
        path: Path = ("words", "entries", number)
        if entry.expires and ("/" in entry.expires or not _are_days(entry.expires)):
            cure = 'write the last day on which it counts, "2027-02-05", or delete the line'
            yield Misfit((*path, "expires"), f"= {shown(entry.expires)} is no day; {cure}")
        for name in ("sections", "threads"):
            for index, where in enumerate(getattr(entry, name)):
                if not where.strip():
                    yield Misfit((*path, name, index), f"= {shown(where)} is empty; name one, or delete it")


def _names(policy: Policy) -> Iterator[Misfit]:
    for index, name in enumerate(policy.name.reserved.list):
        if not has_letters(name):
            value = _escaped(name) if _is_blank(name) else shown(name)
            told = f"= {value} has no letter, so no name can match it; write a name, or delete it"
            yield Misfit(("name", "reserved", "list", index), told)


def _contacts(policy: Policy) -> Iterator[Misfit]:
    for index, contact in enumerate(policy.contacts.allowed):
        if "@" not in contact and not _NUMBER.fullmatch(contact):
            cure = 'write one such as "1022" or "toasoan@example.vn", or delete it'
            told = f"= {shown(contact)} is neither a number nor an e-mail address; {cure}"
            yield Misfit(("contacts", "allowed", index), told)


def _hosts(policy: Policy) -> Iterator[Misfit]:
    for name in ("allowed", "blocked_hosts"):
        for index, host in enumerate(getattr(policy.links, name)):
            if not _HOST.fullmatch(host):
                cure = 'write it alone, as in "example.vn", or "*.gov.vn" for all under it'
                yield Misfit(("links", name, index), f'= "{host}" is not a host name; {cure}')


def _notices(policy: Policy) -> Iterator[Misfit]:
    for language, sentences in policy.notices.items():
        for code, sentence in sentences.items():
            if code not in catalogue(language).notices:
                near = nearest(code, catalogue(language).notices)
                told = f"is not the code of a notice.{near} docs/reasons.md lists them"
                yield Misfit(("notices", language, code), told)
            elif _is_blank(sentence):
                cure = "write a sentence, or delete the line for the shipped one"
                yield Misfit(("notices", language, code), f"= {_escaped(sentence)} is empty; {cure}")
            else:
                yield from _parameters(language, code, sentence)


def _maps(policy: Policy) -> Iterator[Misfit]:
    """A higher score of ours never becomes a lower one of theirs."""
    for attribute, points in policy.perspective.map.items():
        for index, (low, high) in enumerate(pairwise(points), 1):
            if high.ours <= low.ours or high.theirs < low.theirs:
                cure = "write the points in the order of `ours`, each once, with `theirs` never falling"
                yield Misfit(("perspective", "map", attribute, index), f"goes down; {cure}")


def _overrides(policy: Policy) -> Iterator[Misfit]:
    for index, override in enumerate(policy.overrides):
        place: Path = ("overrides", index)
        if not (override.sections or override.threads):
            yield Misfit(place, 'names no section and no thread; write sections = ["…"] or threads = ["…"]')
        within = (*place, "settings")
        found = [*_whole_sites(override, within), *misfits(override.settings, Policy, within)]
        yield from found
        if not found:
            for fault in nonsense(merged(policy, override)):
                yield Misfit(place, f"makes {dotted(fault.path)} {fault.message}")


def _whole_sites(override: Override, within: Path) -> Iterator[Misfit]:
    for name in NEVER:
        if name in override.settings:
            yield Misfit((*within, name), "is the whole site's and cannot differ by section; delete it here")


def _parameters(language: str, code: str, sentence: str) -> Iterator[Misfit]:
    filled = known(language, code)
    for unknown in sorted(set(parameters(sentence)) - set(filled)):
        names = ", ".join(f"{{{name}}}" for name in filled)
        told = f"has {{{unknown}}}, which is not filled in; this notice knows {names}"
        yield Misfit(("notices", language, code), told)


def _is_blank(text: str) -> bool:
    """Whether folding leaves nothing to see or to look for."""
    return not fold(text).bare.strip()


def _escaped(blank: str) -> str:
    """*blank* as TOML can write it with letters and digits, since it cannot be seen otherwise."""
    return json.dumps(blank)
