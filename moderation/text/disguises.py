"""Links written so that a filter misses them and a reader does not: hxxp, [.], " . com", "chấm com", ".c0m"."""

import re
from collections.abc import Iterator

from moderation.text.hosts import host_of
from moderation.text.links import LEET_ENDING, SPELT_ENDING, Link
from moderation.text.plain import Plain

_LABEL = r"[^\W_][\w-]{0,62}"
_SAID = r"\s?[\[({]\s?(?:\.|dot|chấm|cham)\s?[\])}]\s?|\s(?:dot|chấm|cham)\s"  # cannot be meant otherwise
_SPACED = r"\s{1,2}\.\s{0,2}|\.\s{1,2}"  # may be the end of a sentence
_SPACED_ENDING = "com|net|org|info|xyz"  # none that is a word of ours
_TAIL = r"(?:(?:\.|\s\.\s|\s(?:dot|chấm|cham)\s)vn)?(?![\w-])(?:/[^\s/][^\s]{0,500})?"
_NOT_NAMES = r"(?!(?:the|a|an|this|of|polka|bóng|bong|dấu|dau)\s)"  # "the dot com years"
_HIDDEN = re.compile(
    rf"(?<![\w.-]){_NOT_NAMES}{_LABEL}(?:(?:\.|{_SAID}){_LABEL}){{0,3}}"
    rf"(?:(?:{_SAID})(?:{SPELT_ENDING})|(?:{_SPACED})(?:{_SPACED_ENDING})"
    rf"|(?:{_SAID}|{_SPACED}|\.)(?P<leet>{LEET_ENDING})){_TAIL}"
)
_BROKEN_SCHEME = re.compile(r"(?<![^\W_])h(?:xx|\*\*|__)ps?\b[^\w\s]{0,4}\s?([^\s]{3,500})")
_LETTERS = str.maketrans("013", "oie")
_ANY_DOT = re.compile(rf"{_SAID}|{_SPACED}")
_new_sentence = re.compile(r"[^\W\d_]\s{0,2}\.\s{1,2}[A-Z][a-z]").search


def hidden_links(text: Plain) -> Iterator[Link]:
    """Links that are spelled out, in no order; what is written plainly is not among them."""
    for match in _BROKEN_SCHEME.finditer(text.text):
        yield Link(*text.span(*match.span()), host_of(_undone(match[1])), disguised=True)
    for match in _HIDDEN.finditer(text.text):
        start, end = text.span(*match.span())
        if not _new_sentence(text.source[start:end]):
            yield Link(start, end, host_of(_undone(_spelled(match))), disguised=True)


def _undone(written: str) -> str:
    return _ANY_DOT.sub(".", written)


def _spelled(match: re.Match[str]) -> str:
    """What *match* found, its ending in letters; digits in a host's name are its own."""
    if match["leet"] is None:
        return match[0]
    start, end = (place - match.start() for place in match.span("leet"))
    return match[0][:start] + match["leet"].translate(_LETTERS) + match[0][end:]
