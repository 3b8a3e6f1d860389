"""Words that people hide, told by the word beside them: "con ch0" is con chó, "mất d@y" is mất dạy."""

import re
from collections.abc import Iterable
from functools import cache

from moderation.text import vietnamese, vocabulary
from moderation.text.folding import lexicon
from moderation.text.folding.spelling import LETTER

_word_before = re.compile(rf"([{LETTER}]+) $").search
_word_after = re.compile(rf" ([{LETTER}]+)").match
_LONGEST = 15  # characters of a word and a space


def meant(text: str, start: int, end: int, readings: Iterable[str]) -> str | None:
    """The hidden word that one of *readings* of `text[start:end]` has the letters of, where a word beside it tells."""
    before = _word_before(text[max(0, start - _LONGEST) : start])
    after = _word_after(text[end : end + _LONGEST])
    afters, befores = _told()
    for read in (read.replace("đ", "d") for read in readings):
        word = (before and afters.get((before[1], read))) or (after and befores.get((read, after[1])))
        if word:
            return word
    return None


@cache
def _told() -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """Hidden words by the word before and their letters, and by their letters and the word after."""
    pairs = vocabulary.neighbours()
    return (
        {(one, vietnamese.markless(other)): other for one, other in pairs if other in lexicon.HIDDEN},
        {(vietnamese.markless(one), other): one for one, other in pairs if one in lexicon.HIDDEN},
    )
