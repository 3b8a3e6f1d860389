"""Which article a thread's address means: one id for all the addresses under which readers open it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from moderation.text.hosts import canonical

_ADDRESS = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_MIRRORS = re.compile(
    r"^(?:(?:www|m|mobile|amp|wap)\.)+(?=[^.]+\.)"
)  # not "m.vn", which is a name of its own
_SPACE = re.compile(r"\s")
_AMP_PATH = re.compile(r"(?:/amp|\.amp)(?=/?$|\.html?$)", re.IGNORECASE)
_TRACKING = re.compile(
    r"(?:utm_\w+|[a-z]?clid|fbclid|gclid|dclid|msclkid|gbraid|wbraid|yclid|twclid|ttclid|igshid|igsh|zarsrc|mc_[ce]id"
    r"|_ga|_gl|ref|ref_src|spm|amp|amp_\w+|outputtype|fb_\w+|hsctatracking|vero_id|mkt_tok)",
    re.IGNORECASE,
)
_KEPT = "/:@!$&'()*+,;=~-._"
_DEFAULT_PORTS = (None, 80, 443)


def thread_id(given: str) -> str:
    """The id of the thread at *given*, an address or an id of the site's own, which stays as it is.

    Scheme, `www`, `m`, `amp`, default port, fragment, tracking parameters, their order, and a slash at the end make
    no other thread. Saying it twice changes nothing.

    >>> thread_id("http://m.Example.com:80/tin/a-1/?utm_source=fb&page=2#binh-luan")
    'example.com/tin/a-1?page=2'
    """
    text = given.strip()
    if not _ADDRESS.match(text):
        return text
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:  # no address after all
        return text
    host = _MIRRORS.sub("", canonical(parts.hostname or ""))
    if not host or _SPACE.search(host):
        return text
    where = host if port in _DEFAULT_PORTS else f"{host}:{port}"
    query = _query(parts.query)
    return f"{where}{_path(parts.path)}{'?' if query else ''}{query}"


def _path(path: str) -> str:
    """The path with its escapes written one way, and without what only names the page for slow phones."""
    plain = _AMP_PATH.sub(
        "", quote(unquote(path, errors="surrogateescape"), safe=_KEPT, errors="surrogateescape")
    )
    return plain.rstrip("/")


def _query(query: str) -> str:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100, errors="surrogateescape")
    except ValueError:  # more fields than any article's address has
        return query.strip()
    return urlencode(
        sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0])), errors="surrogateescape"
    )
