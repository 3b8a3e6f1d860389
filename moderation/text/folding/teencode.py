"""Teencode, the short spellings of Vietnamese chat, in full where the text around it is Vietnamese."""

import re
from collections.abc import Iterator

from moderation.text import vietnamese
from moderation.text.folding.offsets import Edit
from moderation.text.folding.spelling import WORD

# Spelled like nothing else in either language: no evidence needed.
_ALWAYS = dict.fromkeys("đkm đcm đmm đkmm đcmm ddm ddmm ddkm ddcm".split(), "đm")
_ALWAYS |= {"vkl": "vcl", "vcll": "vcl", "vkll": "vcl", "vll": "vl", "đx": "được"}
# English, units or initials too: only in Vietnamese text.
_IN_VIETNAMESE = dict.fromkeys("dm dmm dkm dcm dkmm dcmm".split(), "đm")
_IN_VIETNAMESE |= dict.fromkeys("k ko hok hk hong hem hơm".split(), "không")
_IN_VIETNAMESE |= dict.fromkeys("dc đc dk đk".split(), "được")
_IN_VIETNAMESE |= {"j": "gì", "r": "rồi", "vs": "với", "mn": "mọi người", "ntn": "như thế nào", "cx": "cũng"}
_IN_VIETNAMESE |= {"zậy": "vậy", "vậi": "vậy", "z": "vậy", "bik": "biết", "bít": "biết", "ng": "người"}
_SHORT = _ALWAYS | _IN_VIETNAMESE

_HINTS = frozenset(
    """khong nguoi duoc cung nhung thang nay kia thi roi cai lam biet noi gi nao sao vay ma nhu cua trong
    bon tui minh deo dit buoi lon cac ngu qua di ve""".split()
)
_TIED = "&/-+@#_0123456789."  # beside a letter, these make it part of a code: k+, r&d, 4k, j.league
# After these words the letter is a name: vitamin K, bệnh viện K, gen Z, từ A đến Z.
_NAMING = frozenset("vitamin viện bệnh khối kênh gen hệ đến chữ nhóm loại hạng mẫu hình galaxy u".split())


def holds(chunk: str) -> bool:
    """Whether a stretch of text without spaces has a word that may be teencode."""
    return any(word in _SHORT for word in WORD.findall(chunk))


def edits(text: str) -> Iterator[Edit]:
    """The words to spell out."""
    is_vietnamese = _is_vietnamese(WORD.findall(text))
    before = ""
    for word in WORD.finditer(text):
        full = _SHORT.get(word[0])
        if full and (word[0] in _ALWAYS or (is_vietnamese and _stands_alone(word, before))):
            yield Edit(*word.span(), full)
        before = word[0]


_has_mark = re.compile(f"[{vietnamese.MARKED}]").search


def _is_vietnamese(words: list[str]) -> bool:
    """Whether a third of the words have Vietnamese marks or are its unmistakable everyday words."""
    known = sum(1 for word in words if word in _HINTS or _has_mark(word))
    return known * 3 >= len(words)


def _stands_alone(word: re.Match[str], before: str) -> bool:
    text, (start, end) = word.string, word.span()
    if len(word[0]) == 1 and (before in _NAMING or text[max(0, start - 2) : start - 1].isdigit()):
        return False
    if word[0] == "z" and before not in {"gì", "sao", "j", "thế", "nào", "vậy", "đâu"}:
        return False
    return not (start and text[start - 1] in _TIED) and not (
        text[end : end + 1] and text[end : end + 1] in _TIED[:-1]
    )
