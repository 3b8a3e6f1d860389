"""Undoing what a set's collectors did to the text, so that training sees what a reader would have typed."""

import html
import re

_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FORWARDED = re.compile(r"^(?:[\s!\"“”.:]*(?:RT\s+)?@\w+:\s*|[\s!\"“”.]*RT\s+@\w+\s+)+")
_HANDLE = re.compile(r"@\w+")
_MASK = re.compile(r"<(?:person|user)>")
_SPACE_BEFORE = re.compile(r"\s+(?=[.,!?;:])")
_SPLIT_APOSTROPHE = re.compile(r"\s+'\s*(?=\w)")
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))", re.DOTALL)
_UTF8 = re.compile(r"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_VIETNAMESE = re.compile(r"[đơưĐƠƯ\u1ea0-\u1ef9]")
_LETTER_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def without_html(text: str) -> str:
    """Keep what the page showed: tags and byte-order marks go, line breaks and entities become characters.

    >>> without_html("<b>a</b> &amp; b")
    'a & b'
    """
    shown = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    return shown.replace("\ufeff", "").strip()


def tweet(text: str) -> str:
    """Drop the "RT @name:" in front and make every other handle "@user"; entities become characters.

    >>> tweet('!!! RT @ann: "@bob: so &lt;3 @cat')
    'so <3 @user'
    """
    return _HANDLE.sub("@user", _FORWARDED.sub("", html.unescape(text))).strip()


def unmasked(text: str) -> str:
    """Drop the "<person>" and "<user>" that stand for names; no reader types them."""
    return " ".join(_MASK.sub(" ", text).split())


def untokenised(text: str) -> str:
    """Join what a tokeniser split, in lower case.

    >>> untokenised("Why ? ! i don 't know .")
    "why?! i don't know."
    """
    return _SPLIT_APOSTROPHE.sub("'", _SPACE_BEFORE.sub("", text)).lower().strip()


def unquoted(text: str) -> str:
    """Undo quoting that only some rows carry.

    >>> unquoted('"no ""safe"" place"')
    'no "safe" place'
    """
    wrapped = len(text) > 1 and text[0] == text[-1] == '"'
    return text[1:-1].replace('""', '"') if wrapped else text


def unescaped(text: str) -> str:
    r"""Read a Python-like literal, then the UTF-8 that was escaped byte by byte.

    >>> unescaped(r'"it\xe2\x80\x99s\nfine"')
    'it’s\nfine'
    """
    return _UTF8.sub(_decoded, _ESCAPE.sub(_character, text[1:-1]))


def looks_vietnamese(text: str) -> bool:
    """Tell whether a letter occurs that only Vietnamese uses."""
    return bool(_VIETNAMESE.search(text))


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    return chr(int(code, 16)) if code else _LETTER_ESCAPES.get(escape[4], escape[4])


def _decoded(sequence: re.Match[str]) -> str:
    return sequence[0].encode("latin-1").decode("utf-8", errors="replace")
