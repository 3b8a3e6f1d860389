"""How a comment is written: marks, capitals, emoji, encoding, language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from moderation.facts import Facts
from moderation.policy import Policy, action_of
from moderation.reading import Reading
from moderation.text.language import UNKNOWN
from moderation.text.legacy import encoding_of
from moderation.text.marks import lacks_marks
from moderation.text.tables import word_class, words
from moderation.verdict import Finding

_LEAST_WORDS = 5  # fewer in capitals are initials, and fewer in an unknown language tell nothing
_CAPITAL_SHARE = 0.7
_FACE = r"[:;=][-'^]?[()DdPpOoVv3*]+|[xX]D+|<3|\^[_.]*\^|[-TtOo>][._][-TtOo<]"
_PICTURE = re.compile(f"[\u203c\u2049\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]|{_FACE}")


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Name what the policy does not want in how the text is written; each as its measure says."""
    style = policy.style
    if style.missing_marks != "off" and reading.language == "vi" and lacks_marks(reading.text.folded):
        yield _finding("style.marks", style.missing_marks)
    if style.capitals != "off" and _is_shouted(reading.text.source):
        yield _finding("style.capitals", style.capitals)
    if style.emoji_only != "off" and _is_emoji_only(reading.text.source):
        yield _finding("style.emoji_only", style.emoji_only)
    if style.legacy_encoding != "off" and (encoding := encoding_of(reading.text.source)):
        yield _finding("style.legacy_encoding", style.legacy_encoding, encoding=encoding)
    if policy.other_language != "off" and _is_unwelcome(reading, policy):
        yield _finding("style.language", policy.other_language, language=reading.language)


def _finding(code: str, measure: str, **params: str | int) -> Finding:
    return Finding(
        check="style", code=code, action=action_of(measure), nudge=measure == "nudge", params=params
    )


def _is_shouted(text: str) -> bool:
    """Whether nearly all words of two letters or more are in capitals."""
    chunks = [chunk for chunk in text.split() if len(chunk) > 1]
    capitals = sum(map(str.isupper, chunks))
    if capitals < _CAPITAL_SHARE * _LEAST_WORDS:
        return False
    spoken = sum(chunk.lower() != chunk.upper() for chunk in chunks)
    return spoken >= _LEAST_WORDS and capitals >= _CAPITAL_SHARE * spoken


def _is_emoji_only(text: str) -> bool:
    """Whether *text* has emoji or faces like ":))" and no word."""
    return _wordless().fullmatch(text) is not None and _PICTURE.search(text) is not None


@cache
def _wordless() -> re.Pattern[str]:
    """Faces and signs up to the first word, never given back: linear."""
    return re.compile(f"(?:{_FACE}|[^{word_class('letter', 'digit', 'kana', 'sign')}])*+")


def _is_unwelcome(reading: Reading, policy: Policy) -> bool:
    """Whether the policy leaves out the text's language; one that is not known counts in longer texts."""
    if reading.language == UNKNOWN:
        return sum(1 for _ in words(reading.text.folded.text)) >= _LEAST_WORDS
    return reading.language not in policy.languages
