"""Forms in any charset that Python knows; what it does not know is read as UTF-8 with replacements."""

from __future__ import annotations

import encodings
import pkgutil
import re
from collections.abc import Mapping
from encodings.aliases import aliases
from functools import cache
from urllib.parse import unquote_to_bytes

from service.doors.mended import mended

# No charsets of text, or not read in proportion to the length (idna, punycode).
_NEVER = frozenset(
    "aliases base64_codec bz2_codec charmap hex_codec idna mbcs oem punycode quopri_codec raw_unicode_escape rot_13"
    " undefined unicode_escape uu_codec zlib_codec".split()
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE | re.ASCII)
_OTHERS = re.compile("[^a-z0-9]+")


def fields(raw: bytes, content_type: str = "") -> dict[str, str]:
    """The fields of a form; of one given twice the last counts, as with PHP.

    The charset is that of *content_type*. Where that names none, it is `blog_charset`, unless the whole is UTF-8:
    programs of today send that whatever the blog is in.

    >>> fields(b"blog_charset=iso-8859-1&comment_author=Ren%E9"), fields("comment_author=Thảo+Vy".encode())
    ({'blog_charset': 'iso-8859-1', 'comment_author': 'René'}, {'comment_author': 'Thảo Vy'})
    """
    pairs = [part.partition(b"=") for part in raw.replace(b"+", b" ").split(b"&") if part]
    found = {_name(name): unquote_to_bytes(value) for name, _, value in pairs}
    charset = charset_of(content_type) or _of_blog(found)
    return {name: mended(value.decode(charset, "replace")) for name, value in found.items()}


def charset_of(content_type: str) -> str | None:
    """Python's name for the charset that *content_type* names; None: it names none, or none that is known."""
    named = _CHARSET.search(content_type)
    return _known().get(_plain(named[1])) if named else None


def _of_blog(found: Mapping[str, bytes]) -> str:
    named = found.get("blog_charset", b"").decode("ascii", "replace")
    known = _known().get(_plain(named[:40]))
    return "utf-8" if known is None or _is_utf8(b"".join(found.values())) else known


def _is_utf8(values: bytes) -> bool:
    if values.isascii():  # which may be anything that switches by escapes
        return False
    try:
        values.decode()
    except UnicodeDecodeError:
        return False
    return True


@cache
def _known() -> Mapping[str, str]:
    """Python's charsets by every name; a fixed list, as looking names up would keep each that somebody sends."""
    names = {one.name for one in pkgutil.iter_modules(encodings.__path__)} - _NEVER
    return {
        **{alias: name for alias, name in aliases.items() if name in names},
        **{one: one for one in names},
    }


def _plain(name: str) -> str:
    return _OTHERS.sub("_", name.lower()).strip("_")


def _name(raw: bytes) -> str:
    return mended(unquote_to_bytes(raw).decode("utf-8", "replace"))
