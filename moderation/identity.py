"""Who sent a comment, as keyed hashes: equal for the same guest, worthless to whoever reads them."""

from __future__ import annotations

import hashlib
import ipaddress

from msgspec import Struct

from moderation.comment import Guest, address_of
from moderation.errors import PolicyError
from moderation.policy.model import GuestPolicy

_LEAST_SECRET = 16
_MOST_SECRET = 64  # what keyed BLAKE2b takes


class Keys(Struct, frozen=True):
    """Makes one site's keys. *secret* has 16 to 64 bytes and lives as long as the counters it made keys for.

    With another secret every guest is new, so it is not the one that hashes addresses for keeping.
    """

    secret: bytes
    site: str = ""

    def __post_init__(self) -> None:
        cure = f"give {_LEAST_SECRET} to {_MOST_SECRET} random bytes, such as secrets.token_bytes(32)"
        if not isinstance(self.secret, bytes):
            raise PolicyError(f"the counters' secret is a {type(self.secret).__name__}; {cure}")
        if not _LEAST_SECRET <= len(self.secret) <= _MOST_SECRET:
            raise PolicyError(f"the counters' secret has {len(self.secret)} bytes; {cure}")

    def of(self, kind: str, *parts: str) -> str:
        """Return 32 hexadecimal digits for *parts*; another kind or another site gives others."""
        digest = hashlib.blake2b(digest_size=16, key=self.secret, person=kind.encode())
        for part in (self.site, *parts):
            raw = part.encode("utf-8", "surrogatepass")
            digest.update(b"%d:%b" % (len(raw), raw))  # the length keeps ("ab", "c") apart from ("a", "bc")
        return digest.hexdigest()


def guest_key(guest: Guest | None, policy: GuestPolicy, keys: Keys) -> str | None:
    """Return the key of address prefix and token together; None without a token.

    The user agent is left out: it is no secret, and it changes with every update of a browser.
    """
    if guest is None or not guest.token:
        return None
    return keys.of("guest", prefix(guest.ip, policy) if guest.ip else "", guest.token)


def address_key(guest: Guest | None, policy: GuestPolicy, keys: Keys) -> str | None:
    """Return the key of the address prefix alone; None without an address."""
    if guest is None or not guest.ip:
        return None
    return keys.of("address", prefix(guest.ip, policy))


def prefix(ip: str, policy: GuestPolicy) -> str:
    """Return the leading bits of *ip* that count; IPv4 written as IPv6 is IPv4.

    >>> [prefix(ip, GuestPolicy(ipv4_prefix=24)) for ip in ("10.1.2.3", "::ffff:10.1.2.99")]
    ['4:a0102', '4:a0102']
    """
    address = address_of(ip)
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    kept = policy.ipv4_prefix if address.version == 4 else policy.ipv6_prefix
    return f"{address.version}:{int(address) >> (address.max_prefixlen - kept):x}"
