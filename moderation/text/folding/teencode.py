"""Short forms of Vietnamese chat and stray Telex keys, in full where the text around them is Vietnamese."""

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from moderation.text import vietnamese, vocabulary
from moderation.text.folding import lexicon, respelled
from moderation.text.folding.offsets import Edit
from moderation.text.folding.spelling import LETTER, WORD, bare

# Spelled like nothing else in either language: no evidence needed.
_ALWAYS = {
    "cmn": "kmn",
    "cmnr": "kmnr",
    "cmm": "kmm",
    "clm": "klm",
    "clgt": "klgt",
    "lồn": "nồn",
    "ngu": "ngoo nqu",
    "đm": "đkm đcm đmm đkmm đcmm ddm ddmm ddkm ddcm",
    "vcl": "vkl vcll vkll zcl zkl",
    "vl": "vll zl",
    "thằng": "thg thag",
    "đéo": "đell đếch",
    "chó": "chóa choá tró",
    "mẹ": "mje",
    "được": "đx",
}
# English, units or initials too: only in Vietnamese text.
_IN_VIETNAMESE = {
    "đm": "dm dmm dkm dcm dkmm dcmm",
    "không": "k ko hok hk hơm",
    "được": "dc đc",
    "gì": "j",
    "rồi": "r",
    "với": "vs",
    "mọi người": "mn",
    "người": "ng",
    "như thế nào": "ntn",
    "cũng": "cx cg",
    "vậy": "z zậy vậi",
    "biết": "bik",
    "con": "kon",
    "quá": "wa",
    "phải": "fai",
    "cái": "caj kai",
}
_LONGEST_KEYS = 9  # letters
_LEAST_RUDE_KEYS = 4
_SURE = {short: full for full, shorts in _ALWAYS.items() for short in shorts.split()}
SHORT = _SURE | {short: full for full, shorts in _IN_VIETNAMESE.items() for short in shorts.split()}

_EVERYDAY = """
khong nguoi duoc cung nhung thang nay kia thi roi cai lam biet noi gi nao sao vay ma nhu cua trong
bon tui minh deo dit buoi lon cac ngu qua di ve
"""
_CURSED = frozenset({"may", "m", "no", "thang", "con", "bon", "chung", "lu", "tui", "bo", "nha", "cai"})
_HINTS = frozenset(_EVERYDAY.split())
# Beside a letter, these make it part of a code or a name: k+, r&d, 4k, j.league, ng. v. a.
_DIGITS = frozenset("0123456789")
_TIED_BEFORE = frozenset("&/-+@#_*•×0123456789.")
_tied_after = re.compile(
    rf"[&/\-+@#_0-9]|(?<=ng)\. ?[{LETTER}](?![{LETTER}])|\.(?:com|league)|(?<=kon) tum"
).match
# After these words a letter is a name: vitamin K, bệnh viện K, gen Z, từ A đến Z.
_NAMED = "vitamin viện bệnh khối kênh gen hệ đến chữ nhóm loại hạng mẫu hình galaxy u"
_NAMING = frozenset(_NAMED.split())
_messaged = re.compile(rf" (?:me|us|you|for|shop)(?![{LETTER}])").match  # a direct message
_ASKING = frozenset({"gì", "sao", "j", "thế", "nào", "vậy", "đâu"})


def edits(text: str) -> Iterator[Edit]:
    """Spell out the short words."""
    words = WORD.findall(text)
    short = set(filter(meant, set(words)))
    if not short:
        return
    vietnamese_text = is_vietnamese(text, words) or _opens_a_curse(words)
    names, before = _names(short), ""
    for found in WORD.finditer(text):
        word = found[0]
        if word in short:
            is_meant = vietnamese_text and word not in names and _stands_alone(found, before)
            if word in _SURE or is_meant:
                yield Edit(*found.span(), meant(word))
        before = word


def _names(short: Set[str]) -> Set[str]:
    """Those that can only be Telex keys (Lux), if there is but one: who forgets the keyboard forgets it often."""
    typed = {word for word in short - SHORT.keys() if word.isascii()}
    return typed if len(typed) == 1 and not any(map(_is_rude, typed)) else frozenset()


def _is_rude(word: str) -> bool:
    return len(word) >= _LEAST_RUDE_KEYS and meant(word) in lexicon.HIDDEN


@lru_cache(maxsize=2**12)
def meant(word: str) -> str:
    """What *word* stands for in Vietnamese text, as a short form or as Telex keys; empty when for nothing else."""
    return SHORT.get(word) or respelled.read(word) or _typed(word)


def _typed(word: str) -> str:
    """Read keys that may be a name in another language; what people write as a word is none of them."""
    if not 2 < len(word) <= _LONGEST_KEYS or not word.isascii() or _is_name_or_word(word):
        return ""
    read = vietnamese.telex(word) or ""
    return read if read in vocabulary.syllables() else ""


def _is_typed(word: str) -> bool:
    """Whether *word* has two keys for a letter, and is one when read."""
    return _two_keys(word) is not None and _typed(word) != ""


def _is_name_or_word(word: str) -> bool:
    return word in vocabulary.known() or word in lexicon.NOT_KEYS


def is_in(text: str) -> bool:
    """Whether *text* has a word that may be teencode."""
    return any(map(meant, WORD.findall(text)))


_two_keys = re.compile("aa|ee|oo|[aou]w|^dd").search
_marked_letters = re.compile(f"[{vietnamese.MARKED}]").findall


def is_vietnamese(text: str, words: Sequence[str]) -> bool:
    """Whether one letter in twelve has a Vietnamese mark, or one word in four is typed without them.

    Telex keys are marks to be, where there is one.
    """
    marked = len(_marked_letters(text))
    if marked and (marked + sum(map(_is_typed, words))) * 12 >= len(text):
        return True
    return sum(word in _HINTS for word in words) * 4 >= len(words)


def _opens_a_curse(words: list[str]) -> bool:
    """Whether the text begins like "dm may", which is English in no text."""
    return SHORT.get(words[0]) == "đm" and not _CURSED.isdisjoint(words[1:2])


def _stands_alone(word: re.Match[str], before: str) -> bool:
    """Whether a short word is one, not a name, a unit or a part of a code."""
    text, (start, end) = word.string, word.span()
    if len(word[0]) == 1 and _is_name(before, text[max(0, start - 2) : start]):
        return False
    if word[0] == "z" and before not in _ASKING:
        return False
    if word[0] == "dm" and (text[max(0, start - 2) : start - 1] in _DIGITS or _messaged(text, end)):
        return False
    return text[start - 1 : start] not in _TIED_BEFORE and not _tied_after(text, end)


def _is_name(before: str, gap: str) -> bool:
    """Whether a lone letter after the word *before* is a name or a unit: Donald J., vitamin K, 10 k."""
    if gap[:1] in _DIGITS:
        return True
    return bool(before) and (before in _NAMING or not vietnamese.is_bare_syllable(bare(before)))
