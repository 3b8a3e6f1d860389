"""API keys: made once, shown once, kept only as digests."""

from __future__ import annotations

import hashlib
import secrets

PREFIX = "mk_"
_BYTES = 32


def make_key() -> tuple[str, str]:
    """Return a new secret for its owner, and the digest to keep."""
    secret = PREFIX + secrets.token_urlsafe(_BYTES)
    return secret, digest_of(secret)


def digest_of(secret: str) -> str:
    """Return the SHA-256 of *secret* in hexadecimal; 256 random bits need neither salt nor a slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
