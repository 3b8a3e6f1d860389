"""Telephone numbers in a text: Vietnamese ones in every spelling, others in international form."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from moderation.text.plain import Found, Plain


class _Group(NamedTuple):
    """Digits without a gap; *start* and *end* are places in the plain text."""

    start: int
    end: int
    digits: str


_WORDS = {
    "khong": "0", "hong": "0", "ko": "0", "zero": "0", "oh": "0", "mot": "1", "one": "1",
    "hai": "2", "two": "2", "ba": "3", "three": "3", "bon": "4", "tu": "4", "four": "4",
    "nam": "5", "lam": "5", "five": "5", "sau": "6", "six": "6", "bay": "7", "seven": "7",
    "tam": "8", "eight": "8", "chin": "9", "nine": "9",
}  # fmt: skip
_LOOKALIKES = str.maketrans("oil|", "0111")
_GROUP = re.compile(
    rf"(?<![^\W\d_])(?:(?P<word>{'|'.join(_WORDS)})|[0-9oil|]++)(?![^\W\d_])|[0-9]+",
)
_is_gap = re.compile(r"[ \t.\-–—_*~/,()·•+]{0,4}").fullmatch
_SHORTEST, _LONGEST = 8, 15  # digits of a telephone number (E.164)
_MOST_GROUPS = 15
_LEAST_DIGITS = 6  # written as digits or as words; fewer, and the rest is letters that only look like digits

_MOBILE = r"(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}"
_NATIONAL = re.compile(rf"0(?:{_MOBILE}|2[0-9]{{9}})")
_ABROAD = re.compile(rf"(?:00)?840?({_MOBILE}|2[0-9]{{9}})")
_HOTLINE = re.compile(r"1[89]00[0-9]{4}(?:[0-9]{2})?")
# What an advert puts before its hotline; a reader who tells of a call writes "gọi", "tổng đài", "hotline của …".
_LABEL = re.compile(
    r"(?:(?<![^\W_])(?:lh|cskh)\W{0,3}|(?<![^\W_])(?:s?dt|tel|contact)\s?[:.]\s?"
    r"|(?:hot\s?line|lien he|lien he ngay|tu van|dat hang)\s?:\s?|[☎📞📱]\s?)$"
)
_LABEL_WITHIN = 16  # characters before a number
_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")
_MONEY = re.compile(r"\s{0,2}(?:d|dong|vnd|ty|trieu|k|usd|euro?|m2|km|kg|%|\$|€)(?![^\W_])")
_NOT_A_PHONE = re.compile(r"(?:cccd|cmnd|cmt|mst|ma so thue|isbn|ma van don|can cuoc)\W{0,3}(?:so)?\W{0,3}$")
_spoken = re.compile(r"khong\W{1,3}(?:chin|tam|bay|nam|ba)\b").search
_digits = re.compile(r"[0-9]").findall


def might_call(bare: str) -> bool:
    """Whether a text, given in its *bare* folded form, can hold a number at all; costs next to nothing."""
    return len(_digits(bare)) >= _LEAST_DIGITS or bool(_spoken(bare))


def phones(text: Plain, *, may_quote: bool = True) -> list[Found]:
    """Telephone numbers in order, each with its digits as dialled in Vietnam, or "+" and its country's.

    A hotline (1800 or 1900 and four or six digits) is one only behind an advert's label: "LH 1900 1234",
    "Hotline: 1800 599 920", "☎ 1900 6681". Such numbers are let to companies, not persons, and readers quote
    them when they tell how their bank, the power company or a ministry answered; adverts that want to be called
    back give a mobile number, and those that give a hotline label it. Where nobody quotes, as in a display name,
    *may_quote* is false and every hotline is one.
    """
    return [found for run in _runs(text.bare) for found in _numbers(text, run, may_quote)]


def _runs(bare: str) -> Iterator[list[_Group]]:
    """Groups of digits with nothing but separators between them."""
    run: list[_Group] = []
    for match in _GROUP.finditer(bare):
        if run and not _is_gap(bare, run[-1].end, match.start()):
            yield run
            run = []
        run.append(_Group(*match.span(), _WORDS.get(match["word"]) or match[0].translate(_LOOKALIKES)))
    if run:
        yield run


def _numbers(text: Plain, run: list[_Group], may_quote: bool) -> Iterator[Found]:
    """From left to right, the longest number at each place."""
    first = 0
    while first < len(run):
        after, number = _longest(text, run, first)
        if number and not (may_quote and _is_quoted(text.bare, run[first].start, number)):
            yield text.found(_start(text.bare, run[first].start), run[after - 1].end, number)
            first = after
        else:
            first += 1


def _is_quoted(bare: str, start: int, number: str) -> bool:
    """Whether *number* is a hotline that no advert's label stands before."""
    label = bare[max(0, start - _LABEL_WITHIN) : start]
    return bool(_HOTLINE.fullmatch(number)) and not _LABEL.search(label)


def _longest(text: Plain, run: list[_Group], first: int) -> tuple[int, str]:
    """(group after it, number) for the longest number from group *first* on; (first + 1, "") when none is."""
    best, digits = (first + 1, ""), ""
    plus = text.bare[max(0, run[first].start - 2) : run[first].start].endswith(("+", "+("))
    for after in range(first + 1, min(len(run), first + _MOST_GROUPS) + 1):
        digits += run[after - 1].digits
        if len(digits) > _LONGEST:
            break
        number = _dialled(text.bare, run[first:after], digits, plus) if _may_dial(digits, plus) else ""
        if number and _stands_alone(text.bare, run, first, after):
            best = after, number
    return best


def _may_dial(digits: str, plus: bool) -> bool:
    return len(digits) >= _SHORTEST and (plus or digits[0] in "018")


def _dialled(bare: str, groups: Sequence[_Group], digits: str, plus: bool) -> str:
    """The number that *digits* are when dialled; "" when they are none."""
    gaps = {bare[left.end : right.start] for left, right in pairwise(groups)}
    if _NATIONAL.fullmatch(digits):
        return digits if _grouped_as_number(groups, gaps) else ""
    if (plus or digits.startswith("00") or not gaps & {".", ","}) and (home := _ABROAD.fullmatch(digits)):
        return "0" + home[1]
    if _HOTLINE.fullmatch(digits) and len(groups[0].digits) >= 4 and not _is_span_of_years(groups):
        return digits
    return _foreign(digits) if plus else ""


def _grouped_as_number(groups: Sequence[_Group], gaps: set[str]) -> bool:
    """Not a decimal, a list of scores, or a date with what follows it."""
    if groups[0].digits == "0" and len(groups) == 2 and gaps <= {".", ","}:
        return False
    if len(gaps) > 1 and ("," in gaps or len(groups) > 7):
        return False
    return not (len(groups) >= 3 and _YEAR.fullmatch(groups[2].digits) and len(groups[1].digits) <= 2)


def _is_span_of_years(groups: Sequence[_Group]) -> bool:
    """1900-1975."""
    return len(groups) == 2 and bool(_YEAR.fullmatch(groups[1].digits))


def _stands_alone(bare: str, run: Sequence[_Group], first: int, after: int) -> bool:
    """Not a part of a longer list of small numbers, no amount of money, and not named as something else."""
    start, end = run[first].start, run[after - 1].end
    if _NOT_A_PHONE.search(bare[max(0, start - 20) : start]):
        return False
    if run[first].digits[0] != "0" and _MONEY.match(bare, end):
        return False
    beside = [*run[max(0, first - 1) : first], *run[after : after + 1]]
    small = all(len(group.digits) <= 2 for group in run[first:after])
    return not (small and any(len(group.digits) <= 2 for group in beside))


def _start(bare: str, start: int) -> int:
    """Where a number begins, its "+" included."""
    return start - 1 if bare[start - 1 : start] == "+" else start


def _foreign(digits: str) -> str:
    import phonenumbers  # large tables, which few comments need

    try:
        number = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        return ""
    return f"+{digits}" if phonenumbers.is_valid_number(number) else ""
