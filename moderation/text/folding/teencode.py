"""Teencode, the short spellings of Vietnamese chat, in full where the text around it is Vietnamese."""

import re
from collections.abc import Iterator

from moderation.text import vietnamese
from moderation.text.folding.offsets import Edit
from moderation.text.folding.spelling import WORD, bare

# Spelled like nothing else in either language: no evidence needed.
_ALWAYS = dict.fromkeys(["đkm", "đcm", "đmm", "đkmm", "đcmm", "ddm", "ddmm", "ddkm", "ddcm"], "đm")
_ALWAYS |= {"vkl": "vcl", "vcll": "vcl", "vkll": "vcl", "vll": "vl", "đx": "được"}
# English, units or initials too: only in Vietnamese text.
_IN_VIETNAMESE = dict.fromkeys(["dm", "dmm", "dkm", "dcm", "dkmm", "dcmm"], "đm")
_IN_VIETNAMESE |= dict.fromkeys(["k", "ko", "hok", "hk", "hơm"], "không")
_IN_VIETNAMESE |= dict.fromkeys(["dc", "đc"], "được")
_IN_VIETNAMESE |= {"j": "gì", "r": "rồi", "vs": "với", "mn": "mọi người", "ntn": "như thế nào", "cx": "cũng"}
_IN_VIETNAMESE |= {"zậy": "vậy", "vậi": "vậy", "z": "vậy", "bik": "biết", "bít": "biết", "ng": "người"}
_SHORT = _ALWAYS | _IN_VIETNAMESE

_HINTS = frozenset(
    ["khong", "nguoi", "duoc", "cung", "nhung", "thang", "nay", "kia", "thi", "roi", "cai", "lam", "biet", "noi", "gi", "nao", "sao", "vay", "ma", "nhu", "cua", "trong", "bon", "tui", "minh", "deo", "dit", "buoi", "lon", "cac", "ngu", "qua", "di", "ve"]
)
_TIED = "&/-+@#_0123456789."  # beside a letter, these make it part of a code: k+, r&d, 4k, j.league
# After these words the letter is a name: vitamin K, bệnh viện K, gen Z, từ A đến Z.
_NAMING = frozenset(["vitamin", "viện", "bệnh", "khối", "kênh", "gen", "hệ", "đến", "chữ", "nhóm", "loại", "hạng", "mẫu", "hình", "galaxy", "u"])


def edits(text: str) -> Iterator[Edit]:
    """The words to spell out."""
    is_vietnamese = _is_vietnamese(text)
    before = ""
    for word in WORD.finditer(text):
        full = _SHORT.get(word[0])
        if full and (word[0] in _ALWAYS or (is_vietnamese and _stands_alone(word, before))):
            yield Edit(*word.span(), full)
        before = word[0]


def holds(chunk: str) -> bool:
    """Whether a stretch of text without spaces has a word that may be teencode."""
    return not _SHORT.keys().isdisjoint(WORD.findall(chunk))


_marked_letters = re.compile(f"[{vietnamese.MARKED}]").findall


def _is_vietnamese(text: str) -> bool:
    """Whether one letter in twelve has a Vietnamese mark, or one word in four is a Vietnamese everyday word."""
    if len(_marked_letters(text)) * 12 >= len(text):
        return True
    words = WORD.findall(text)
    return sum(word in _HINTS for word in words) * 4 >= len(words)


def _stands_alone(word: re.Match[str], before: str) -> bool:
    text, (start, end) = word.string, word.span()
    if (
        len(word[0]) == 1
        and before
        and (
            before in _NAMING
            or not vietnamese.is_bare_syllable(bare(before))
            or text[max(0, start - 2) : start - 1].isdigit()
        )
    ):
        return False
    if word[0] == "z" and before not in {"gì", "sao", "j", "thế", "nào", "vậy", "đâu"}:
        return False
    return not (start and text[start - 1] in _TIED) and not (
        text[end : end + 1] and text[end : end + 1] in _TIED[:-1]
    )
