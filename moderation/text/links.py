"""Links in a text, written plainly or to slip past a filter."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from moderation.text.hosts import host_of, is_registrable
from moderation.text.plain import Plain

if TYPE_CHECKING:
    from linkify_it import LinkifyIt


class Link(NamedTuple):
    """The author's characters [start, end), the host in Punycode, and whether it was written to evade."""

    start: int
    end: int
    host: str
    disguised: bool


# Endings that linkify-it does not know, and that adverts use.
_MORE_ENDINGS = (
    "app asia bet bio blog casino chat click cloud club dev fun game games group icu life link live loan "
    "money online poker rest site social space store tech today top vip website wiki win work world xyz zone"
).split()
# A bare name (no scheme, no www, no path) is a link only under these: elsewhere it is most often a forgotten
# space ("đi.ai cũng biết", "know.it") or a title ("ThS.BS", "TP.HN").
_MENTIONED = frozenset(
    "asia biz bet casino cc click club com edu gg gov icu info io jp kr link ly net online org poker shop "
    "site store top tv uk vip vn website xyz".split()
)
_CAPITALISED = frozenset("com edu gov net org vn".split())  # "Tuoitre.Vn": phones begin words with a capital
_LETTER_AND_DIGIT = re.compile(r"[a-z][a-z-]*[0-9]|[0-9][0-9-]*[a-z]")
_PIECE = re.compile(r"\S{1,2048}")  # a link holds no space; a longer piece is nobody's link


def might_link(source: str, bare: str) -> bool:
    """Whether a text, given with its *bare* folded form, is worth a closer look.

    Says yes too often, and costs next to nothing: each search begins with a letter that it can look for.
    """
    if (
        _dotted(source)
        or _dotted(bare)
        or "://" in source
        or "．" in source
        or "。" in source
        or "&#" in source
    ):
        return True
    said = ("cham" in bare and _said(bare)) or ("dot" in bare and _said(bare))
    return bool(said) or "xxp" in source or "XXP" in source or "**p" in source


SPELT_ENDING = "com|net|org|info|xyz|vn|top|vip|club|win|bet|cc|io|me|ly|tv"  # with the dot spelled out
LEET_ENDING = "c0m|n3t|0rg|[i1]nf0|1nfo"  # which nothing else ends in
_ENDING = f"{SPELT_ENDING}|{LEET_ENDING}"
_dotted = re.compile(rf"\.(?:[^\W\d_]|\s{{0,3}}(?i:{_ENDING})\b|\s?[\])}}])").search
_said = re.compile(rf"(?:cham|dot)\W{{1,3}}(?:{_ENDING})\b").search


def links(text: Plain) -> list[Link]:
    """Every link that readers would take for one, in order; e-mail addresses are not links."""
    return [
        link for piece in _PIECE.finditer(text.text) if _hint_in(piece[0]) for link in _in_piece(text, piece)
    ]


def _hint_in(piece: str) -> bool:
    return "." in piece or "://" in piece


def _in_piece(text: Plain, piece: re.Match[str]) -> Iterator[Link]:
    for match in _linkify().match(piece[0]) or ():
        start, end = text.span(piece.start() + match.index, piece.start() + match.last_index)
        written, host = text.source[start:end], host_of(match.url)
        if match.schema != "mailto:" and (
            _is_told(match.raw, match.schema) or _is_name(written, match.raw, host)
        ):
            yield Link(start, end, host, disguised=written.lower() != match.raw)


def _is_told(raw: str, schema: str) -> bool:
    """Whether the writing leaves no doubt: a scheme, www, or a path."""
    return bool(schema) or raw.startswith("www.") or "/" in raw.rstrip("/")


def _is_name(written: str, raw: str, host: str) -> bool:
    """Whether a bare name is meant as one, and is no forgotten space between two sentences."""
    name, _, ending = host.rpartition(".")
    if ending not in _MENTIONED:
        return bool(_LETTER_AND_DIGIT.search(name)) and raw.isascii()
    last = written.rpartition(".")[2]
    capital = last[:1].isupper() and not name[-1:].isdigit() and not written.isupper()
    return is_registrable(host) and (not capital or ending in _CAPITALISED)


@cache
def _linkify() -> "LinkifyIt":
    from linkify_it import LinkifyIt  # compiles large patterns, which few comments need

    return LinkifyIt().tlds(_MORE_ENDINGS, keep_old=True)
