"""How long a text is, counted as its reader counts; the comment box counts the same way."""

import re

from ugrapheme import grapheme_len, grapheme_slice

from moderation.verdict import Length

# What JavaScript's trim() removes, and nothing else: Python's strip() also takes U+001C to U+001F and U+0085,
# and leaves U+FEFF.
WHITE_SPACE = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)

# Canonically equal texts have the same boundaries, but for one pair: ↔ is a pictograph and joins an emoji
# across U+200D, while ↮, which NFC makes of ↔ and U+0338, does not. Marks between the two move behind.
_CROSSED_ARROW = re.compile("\u2194([\u0300-\u0333\u0339-\u034e\u0350-\u036f]*+)\u0338")


def measure(text: str) -> Length:
    r"""Count *text* as a reader does, and as it is stored.

    Graphemes are extended grapheme clusters (UAX #29) after NFC, white space at both ends left out, CRLF one.
    Code points and UTF-16 units count *text* as it is, white space and marks of their own included.

    >>> measure(" Hoa\u0300 👩‍👧\r\n ")
    Length(graphemes=5, code_points=12, utf16=14)
    """
    return Length(graphemes(text), len(text), len(text.encode("utf-16-le", "surrogatepass")) // 2)


def graphemes(text: str) -> int:
    """Count what a reader sees of *text*, white space at both ends left out."""
    trimmed = text.strip(WHITE_SPACE)
    if trimmed.isascii():
        return len(trimmed) - trimmed.count("\r\n")
    return int(grapheme_len(composed(trimmed)))


def composed(text: str) -> str:
    """Compose in *text* what NFC would, where that changes a grapheme's end."""
    return _CROSSED_ARROW.sub("\u21ae\\1", text) if "\u2194" in text else text


def part_over(text: str, limit: int) -> tuple[int, int]:
    """Find the code points [start, end) of *text* that come after its first *limit* graphemes.

    >>> part_over(" Hoà nhã ", limit=5)
    (6, 8)
    """
    trimmed = text.strip(WHITE_SPACE)
    first = len(text) - len(text.lstrip(WHITE_SPACE))
    return first + len(grapheme_slice(trimmed, 0, limit)), first + len(trimmed)
