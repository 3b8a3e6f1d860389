"""Secrets and signatures as Standard Webhooks 1.0 has them (github.com/standard-webhooks, spec).

A secret is `whsec_` and the Base64 of 24 to 64 bytes; a signature is HMAC-SHA256 over id, time and body.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

_PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> str:
    """A secret that nobody guesses."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def signed(secrets_: tuple[str, ...], id: str, at: int, body: bytes) -> dict[str, str]:  # noqa: A002
    """The three headers of a message sent at *at* (seconds since 1970); several secrets while they are exchanged."""
    told = b"%s.%d.%s" % (id.encode(), at, body)
    return {
        "webhook-id": id,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(f"v1,{_mac(secret, told)}" for secret in secrets_),
    }


def _mac(secret: str, told: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    return base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()
