"""Form tokens: that a page of ours was open for this thread, signed, so that nothing is kept of those who only read.

HMAC (RFC 2104) with SHA-256 over site, thread, origin, time and nonce, under a key in the database of which two
generations are good. The nonce is spent as the idempotency key of the comment that comes with it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Literal, NamedTuple

from service.store.form_keys import FormKeys

LASTS_S = 4 * 3_600.0  # a token, and the key that signs
TOO_QUICK_S = 1.0  # no person writes so fast
_TOKEN = re.compile(r"([0-9]{1,15})\.([0-9a-f]{32})\.([0-9a-f]{64})")

Kind = Literal["form", "nudge"]


class Form(NamedTuple):
    """What a good token says: its nonce, and how old it is."""

    nonce: str
    age_s: float


class Forms:
    """Makes tokens and reads them again, over *keys*."""

    def __init__(self, keys: FormKeys) -> None:
        self._keys = keys

    async def token(self, kind: Kind, about: tuple[str, ...], now: float, nonce: str | None = None) -> str:
        """A token for *about*: site, thread digest, origin."""
        at, nonce = int(now * 1000), nonce or secrets.token_hex(16)
        [key, *_] = await self._keys.current(now, LASTS_S)
        return f"{at}.{nonce}.{_mac(key, kind, about, at, nonce)}"

    async def read(self, kind: Kind, about: tuple[str, ...], token: str, now: float) -> Form | None:
        """What *token* says; None when it is not ours, for something else, or too old."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            return None
        at, nonce, given = int(found[1]), found[2], found[3]
        good = [_mac(key, kind, about, at, nonce) for key in await self._keys.current(now, LASTS_S)]
        age_s = now - at / 1000
        if not any(hmac.compare_digest(given, one) for one in good) or not 0 <= age_s <= LASTS_S:
            return None
        return Form(nonce, age_s)


def _mac(key: bytes, kind: Kind, about: tuple[str, ...], at: int, nonce: str) -> str:
    told = "\n".join((kind, *about, str(at), nonce))
    return hmac.new(key, told.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
