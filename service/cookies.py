"""The session's cookie: what it is called, and when a browser may send it over plain http."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection

from service.addresses import is_loopback

Connection = ASGIConnection[Any, Any, Any, Any]

SECURE = "__Host-session"  # browsers take it over https alone, from this host alone, and send it nowhere else
PLAIN = "session"  # over http on this machine, where there is no https and `__Host-` would be refused
_LONGEST = 200


def token_of(connection: Connection) -> str | None:
    """The session's token that came along, or None."""
    cookies = connection.cookies
    token = cookies.get(SECURE) or (cookies.get(PLAIN) if _at_loopback(connection) else None)
    return token[:_LONGEST] if token else None


def setting(connection: Connection, token: str) -> str:
    """The `Set-Cookie` header that gives a browser *token*; an empty one takes the cookie away."""
    lasting = "" if token else "; Max-Age=0"
    attributes = f"Path=/; HttpOnly; SameSite=Strict{lasting}"
    if _at_loopback(connection):
        return f"{PLAIN}={token}; {attributes}"
    return f"{SECURE}={token}; {attributes}; Secure"


def _at_loopback(connection: Connection) -> bool:
    """Whether the browser itself is on this machine.

    A proxy that does not pass `Host` on looks like it; the `Origin` of what it forwards does not.
    """
    headers = connection.headers
    places = (f"http://{headers.get('host', '')}", headers.get("origin", "http://localhost"))
    return all(_is_plain_loopback(place) for place in places)


def _is_plain_loopback(place: str) -> bool:
    try:
        parts = urlsplit(place)
        return parts.scheme == "http" and is_loopback(parts.hostname or "")
    except ValueError:
        return False
