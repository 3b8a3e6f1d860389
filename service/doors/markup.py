"""Comments in HTML as the text that a reader sees; whatever may be seen is kept. Linear in the length."""

from __future__ import annotations

import html
import re

_MOST_COMPARED = 50
_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt figure h1 h2 h3 h4 h5 h6 hr li ol p pre section table td th tr"
    " ul".split()
)
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i img ins kbd mark q s samp small span strike strong sub sup time"
    " tt u var wbr".split()
)
# A tag holds no other, so each character is looked at once.
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*+)([^<>]*+)>")
# With anything but whole attributes it is no tag: somebody wrote it, and it is shown where HTML is not.
_ATTRIBUTES = re.compile(r"""(?:\s++[\w:-]++\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=]++))*+\s*+/?""")
_SEEN = re.compile(r"""\s(?:href|src|title|alt)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'=]++)""", re.IGNORECASE)
_ENDLESS = re.compile(r"&#[xX]?[0-9a-fA-F]{8,}+;?")  # no character has so high a number


def text_of(markup: str) -> str:
    r"""What *markup* says: a paragraph's tag is a new line, one inside a word nothing; where a link leads comes last.

    >>> text_of("<p>Xin <b>ch</b>ào &amp; hẹn</p><p><a href='https://a.example/'>gặp</a></p>")
    'Xin chào & hẹn\n\ngặp\nhttps://a.example/'
    >>> text_of("1 < 2, <em>3 > 2</em>, <nobody>")
    '1 < 2, 3 > 2, <nobody>'
    """
    if "<" not in markup and "&" not in markup:
        return markup
    told: list[str] = []

    def read(tag: re.Match[str]) -> str:
        return _read(tag, told)

    text = _characters(_TAG.sub(read, markup)).strip("\n")
    new = [one for at, one in enumerate(map(_characters, told)) if at >= _MOST_COMPARED or one not in text]
    return "\n".join([text, *dict.fromkeys(new)])


def _read(tag: re.Match[str], told: list[str]) -> str:
    """What takes the place of *tag*; *told* gets what its attributes show or lead to."""
    name = tag[1].lower()
    if name not in _BLOCKS | _INLINE or not _ATTRIBUTES.fullmatch(tag[2]):
        return tag[0]
    told.extend(value.strip("\"'") for value in _SEEN.findall(tag[2]))
    return "\n" if name in _BLOCKS else ""


def _characters(text: str) -> str:
    return html.unescape(_ENDLESS.sub("\ufffd", text))
