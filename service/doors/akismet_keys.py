"""Keys of ours as Akismet's clients can take them, and the places where they send them.

WordPress's plugin takes hexadecimal digits alone; a host's name is in small letters, and a part of it has 63 at most.
So a key is read in three spellings, and nothing more is kept of it for that.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from service.keys import SECRET

_MADE = re.compile(SECRET + r"[\w-]{43}", re.ASCII)
_HEX = re.compile("[0-9a-fA-F]{64}")
_BASE32 = re.compile("[a-zA-Z2-7]{52}")
_MOST = 200


def spellings(key: str) -> tuple[str, str]:
    """*key* in hexadecimal digits, and as a part of a host's name; raises `ValueError` when it is none of ours."""
    if not _MADE.fullmatch(key):
        raise ValueError("this is no secret key (mk_…)")
    raw = base64.urlsafe_b64decode(key.removeprefix(SECRET) + "=")
    return raw.hex(), base64.b32encode(raw).decode().rstrip("=").lower()


def secret_of(given: str) -> str | None:
    """The key that *given* spells, None when it spells none."""
    if given.startswith(SECRET):
        return given if len(given) <= _MOST else None
    if _HEX.fullmatch(given):
        return _secret(bytes.fromhex(given))
    if _BASE32.fullmatch(given):
        return _secret(base64.b32decode(given.upper() + "===="))
    return None


def key_in(fields: Mapping[str, str], path: str, host: str) -> str | None:
    """The key of a call: from its fields, its path, or the first part of its host."""
    for given in (fields.get("api_key"), fields.get("key"), path, host.partition(".")[0]):
        if given and given.strip():
            return secret_of(given.strip())
    return None


def _secret(raw: bytes) -> str:
    return SECRET + base64.urlsafe_b64encode(raw).decode().rstrip("=")
