"""Keys and other secrets: made once, shown once, kept only as digests."""

from __future__ import annotations

import hashlib
import secrets
from typing import Literal

KeyKind = Literal["secret", "public"]

SECRET, PUBLIC = "mk_", "pk_"  # a site's own server · any browser that shows its pages
_PREFIX: dict[KeyKind, str] = {"secret": SECRET, "public": PUBLIC}
_BYTES = 32
_TAIL = 4


def make_key(kind: KeyKind = "secret") -> tuple[str, str]:
    """Return a new secret for its owner, and the digest to keep."""
    secret = _PREFIX[kind] + make_token()
    return secret, digest_of(secret)


def make_token() -> str:
    """256 random bits as text: what a session, a link or a key is known by."""
    return secrets.token_urlsafe(_BYTES)


def digest_of(secret: str) -> str:
    """Return the SHA-256 of *secret* in hexadecimal; 256 random bits need neither salt nor a slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def shown(secret: str) -> str:
    """What a list may show of a key: all of a public one, which stands in every page, else its end.

    >>> shown("mk_0123456789abcdef"), shown("pk_0123")
    ('mk_…cdef', 'pk_0123')
    """
    return secret if kind_of(secret) == "public" else f"{SECRET}…{secret[-_TAIL:]}"


def kind_of(shown: str) -> KeyKind:
    """Which kind of key is *shown* so; one from before there were two is a secret one."""
    return "public" if shown.startswith(PUBLIC) else "secret"
