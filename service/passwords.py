"""Passwords as Argon2id hashes, a few at a time and beside the event loop."""

from __future__ import annotations

import asyncio
import unicodedata
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from msgspec import Struct

from service.people import AccountError

T = TypeVar("T")


class Cost(Struct, frozen=True):
    """What one hash costs; as given about 250 ms and 64 MiB (RFC 9106's second recommended option).

    Cheaper ones are for tests alone.
    """

    rounds: int = 3
    memory_kib: int = 65_536
    lanes: int = 4


USUAL = Cost()


class Passwords:
    """Makes and checks hashes, *at_once* of them at a time; at most *room* wait for their turn."""

    def __init__(self, cost: Cost = USUAL, *, at_once: int = 2, room: int = 32) -> None:
        self._hasher = PasswordHasher(cost.rounds, cost.memory_kib, cost.lanes)
        self._nobodys = _nobodys(self._hasher)
        self._turn = asyncio.Semaphore(at_once)
        self._room = room
        self._waiting = 0

    async def hashed(self, password: str) -> str:
        """The hash of *password* with its salt and cost. Raises `AccountError` when too many wait."""
        return await self._done(lambda: self._hasher.hash(_composed(password)))

    async def right(self, known: str | None, password: str) -> bool:
        """Whether *known* is the hash of *password*.

        Without one as much is worked, so that the time of an answer does not tell whether there is one.
        """
        return await self._done(lambda: self._matches(known or self._nobodys, password)) and known is not None

    def outdated(self, known: str) -> bool:
        """Whether a hash was made at another cost than is asked for now."""
        return self._hasher.check_needs_rehash(known)

    def _matches(self, known: str, password: str) -> bool:
        try:
            return self._hasher.verify(known, _composed(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _done(self, work: Callable[[], T]) -> T:
        async with self._a_turn():
            return await asyncio.to_thread(work)

    @asynccontextmanager
    async def _a_turn(self) -> AsyncIterator[None]:
        if self._waiting >= self._room:
            raise AccountError("session.busy", f"{self._room} wait already")
        self._waiting += 1
        try:
            async with self._turn:
                yield
        finally:
            self._waiting -= 1


def _composed(password: str) -> bytes:
    """The same letters are the same password, on a Mac that takes their marks apart too."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _nobodys(hasher: PasswordHasher) -> str:
    """A hash that no password has, checked at the cost of any other."""
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, digest = (
        b64encode(bytes(size)).decode().rstrip("=") for size in (hasher.salt_len, hasher.hash_len)
    )
    return f"$argon2id$v=19${cost}${salt}${digest}"
