"""By which keyed hashes a sender is known: of each generation of the secret, so that it can be changed.

The counters keep a secret of their own (`MODERATION_SECRET`), which lives as long as they do: what they count forgets
itself within the longest window. The hashes that the store keeps are made by secrets that change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from moderation.comment import Guest
from moderation.identity import Keys, address_key, guest_key
from moderation.policy.model import GuestPolicy

SALT_BYTES = 32
KNOWN_WITHIN_S = 60.0  # every process has heard of a new generation by then
LEAD_S = 2 * KNOWN_WITHIN_S  # so long before it is used is a generation made

Kind = Literal["token", "address"]


class Hash(NamedTuple):
    """A keyed hash and the generation of the secret that made it."""

    generation: int
    digest: str


class Sender(Struct, frozen=True, kw_only=True):
    """Who sent a comment: hashes of his own, and those of his address; the newest generation first.

    Without a token the address is all that is known, and *own* is that. *written* is the hash to remember him by.
    """

    kind: Kind
    own: tuple[Hash, ...]
    address: tuple[Hash, ...]
    written: Hash


class Generation(Struct, frozen=True):
    """One secret of 32 bytes. New hashes are kept by it from *starts_at* until the next one starts."""

    number: int
    secret: bytes
    starts_at: float


def generation(number: int, salt: bytes, starts_at: float, operators: bytes) -> Generation:
    """The generation made from *salt*, which the database keeps, and the *operators* secret, which it never sees.

    With the salt gone nobody can make the hashes again, not even who has the other secret.
    """
    secret = hashlib.blake2b(salt, digest_size=32, key=operators, person=b"generation").digest()
    return Generation(number, secret, starts_at)


def sender(
    guest: Guest | None, policy: GuestPolicy, site: str, generations: Sequence[Generation], now: float
) -> Sender | None:
    """The sender that *guest* tells of; None when that is neither token nor address.

    *generations* are the newest first, one of them started before *now*. Pure.
    """
    token = tuple(_hashes(guest_key, guest, policy, site, generations))
    address = tuple(_hashes(address_key, guest, policy, site, generations))
    own = token or address
    if not own:
        return None
    started = {one.number for one in generations if one.starts_at <= now}
    written = next((one for one in own if one.generation in started), own[-1])
    return Sender(kind="token" if token else "address", own=own, address=address, written=written)


def _hashes(
    key: Callable[[Guest | None, GuestPolicy, Keys], str | None],
    guest: Guest | None,
    policy: GuestPolicy,
    site: str,
    generations: Sequence[Generation],
) -> Iterator[Hash]:
    for one in generations:
        if digest := key(guest, policy, Keys(one.secret, site)):
            yield Hash(one.number, digest)
