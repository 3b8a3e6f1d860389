"""A table whose entries end by themselves, cleaned a little at every new entry."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_SWEPT = 2  # old entries looked at for each new one, so that ended ones never outnumber the living for long


class Expiring(Generic[K, V]):
    """Values by key until their time is over; times are integer milliseconds and never go back.

    No entry is read after its end. At most *capacity* entries: past it old ones make room, ended or not.
    """

    def __init__(self, capacity: int) -> None:
        self._entries: dict[K, tuple[V, int]] = {}
        self._round: deque[K] = deque()  # every key once; the sweep goes round and round
        self._capacity = capacity

    def __len__(self) -> int:
        """Entries in memory, ended ones included."""
        return len(self._entries)

    def get(self, key: K, now: int) -> V | None:
        """Return the value under *key*, or None when there is none or its end has come."""
        entry = self._entries.get(key)
        return entry[0] if entry is not None and now < entry[1] else None

    def put(self, key: K, value: V, now: int, end: int) -> None:
        """Keep *value* under *key* while now < *end*; an end once given is never brought forward."""
        entry = self._entries.get(key)
        if entry is None:
            self._round.append(key)
            self._sweep(now)
        self._entries[key] = (value, end if entry is None else max(end, entry[1]))

    def _sweep(self, now: int) -> None:
        for _ in range(min(_SWEPT, len(self._round) - 1)):
            key = self._round.popleft()
            if self._entries[key][1] <= now or len(self._entries) >= self._capacity:
                del self._entries[key]
            else:
                self._round.append(key)
