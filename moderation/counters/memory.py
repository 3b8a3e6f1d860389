"""Counters in this process: exact, quick, and gone when it ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from moderation.counters.expiring import Expiring
from moderation.counters.texts import Texts
from moderation.counters.windows import History, most_within
from moderation.facts import Copies, Facts, LimitState
from moderation.observation import Meter, Observation, Settlement, StrikeRule

# Keys of each kind for each site. Measured full, one comment a key (resident memory, Python 3.11): 3.2 kB for a guest
# or address, a text of any length and the reply, 3.6 kB with a strike; some 900 MB when a site fills them all.
CAPACITY = 250_000
_REPLY_KEPT_MS = 600_000
_STRIKES_KEPT = 100


def wall_ms() -> int:
    """Return the milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


class MemoryCounters:
    """Rate, repeats and strikes of all sites in one process; safe to call from any thread.

    *clock* gives integer milliseconds since 1970. When it is set back, windows go on from where they stood.
    Past *capacity* keys of a kind the oldest make room, which is the one way a limit can be exceeded here.
    """

    def __init__(self, clock: Callable[[], int] = wall_ms, *, capacity: int = CAPACITY) -> None:
        self._clock = clock
        self._capacity = capacity
        self._lock = threading.Lock()
        self._sites: dict[str, _Site] = {}
        self._latest = clock()
        self._set_back = 0  # by how much, in all, the clock was ever set back

    async def observe(self, observation: Observation) -> Facts:
        """Answer at once, without waiting."""
        return self.observe_now(observation)

    async def settle(self, settlement: Settlement) -> None:
        """Done at once, without waiting."""
        self.settle_now(settlement)

    async def close(self) -> None:
        """Nothing is held open."""

    def observe_now(self, observation: Observation) -> Facts:
        """Check, charge and remember one comment, and say what was known before it."""
        with self._lock:
            now = self._now()
            return self._site(observation.site).observe(observation, now, self._latest / 1000)

    def settle_now(self, settlement: Settlement) -> None:
        """Add or take back a strike, and forget a refused text."""
        with self._lock:
            self._site(settlement.site).settle(settlement, self._now())

    def _now(self) -> int:
        """Milliseconds that never go back."""
        read = self._clock()
        self._set_back += max(0, self._latest - read)
        self._latest = read
        return read + self._set_back

    def _site(self, name: str) -> _Site:
        if name not in self._sites:
            self._sites[name] = _Site(self._capacity)
        return self._sites[name]


class _Standing(NamedTuple):
    """How one meter stands: for each of its limits the room left and the wait in ms."""

    meter: Meter
    history: History
    rooms: list[tuple[int, int]]
    full: bool

    def states(self, taken: int) -> list[LimitState]:
        return [
            LimitState(name=self.meter.name, rule=limit.text, remaining=room - taken, wait_s=wait_ms / 1000)
            for limit, (room, wait_ms) in zip(self.meter.limits, self.rooms, strict=True)
        ]


class _Site:
    """What one site's counters hold; called under the lock."""

    def __init__(self, capacity: int) -> None:
        self._histories: Expiring[str, History] = Expiring(capacity)
        self._strikes: Expiring[str, dict[str, int]] = Expiring(capacity)
        self._replies: Expiring[str, Facts] = Expiring(capacity)
        self._texts = Texts(capacity)

    def observe(self, seen: Observation, now: int, received_at: float) -> Facts:
        kept = None if seen.dry_run else self._replies.get(seen.id, now)
        return kept or self._observed(seen, now, received_at)

    def settle(self, settlement: Settlement, now: int) -> None:
        if settlement.forget is not None:
            self._texts.forget(settlement.forget, settlement.id, now)
        if settlement.guest is not None and settlement.strike is not None:
            self._strike(settlement, settlement.guest, now)

    def _observed(self, seen: Observation, now: int, received_at: float) -> Facts:
        standings = [self._standing(meter, now) for meter in seen.meters]
        charged, is_refused = _charged(standings)
        facts = Facts(
            received_at=received_at,
            limits=tuple(state for one in standings for state in one.states(taken=int(one in charged))),
            copies=self._texts.copies(seen.copy, seen.guest, seen.id, now) if seen.copy else Copies(),
            strikes=self._struck(seen.guest, seen.strikes, now),
        )
        if not (seen.dry_run or is_refused):
            self._keep(seen, charged, facts, now)
        return facts

    def _standing(self, meter: Meter, now: int) -> _Standing:
        history = self._histories.get(meter.key, now) or History()
        rooms = [history.room(limit, now) for limit in meter.limits]
        return _Standing(meter, history, rooms, full=min(rooms)[0] == 0)

    def _keep(self, seen: Observation, charged: Sequence[_Standing], facts: Facts, now: int) -> None:
        for meter, history, _, _ in charged:
            self._histories.put(meter.key, history, now, history.charge(meter.limits, now))
        if seen.copy is not None:
            self._texts.remember(seen.copy, seen.guest, seen.id, now)
        self._replies.put(seen.id, facts, now, now + _REPLY_KEPT_MS)

    def _struck(self, guest: str | None, rule: StrikeRule, now: int) -> int:
        strikes = self._strikes.get(guest, now) if guest is not None else None
        if not strikes:
            return 0
        return most_within(sorted(at for at in strikes.values() if at > now - rule.ease_ms), rule.within_ms)

    def _strike(self, settlement: Settlement, guest: str, now: int) -> None:
        strikes = self._strikes.get(guest, now) or {}
        if settlement.strike == "take_back":
            strikes.pop(settlement.id, None)
            return
        strikes.setdefault(settlement.id, now)
        if len(strikes) > _STRIKES_KEPT:
            del strikes[next(iter(strikes))]
        self._strikes.put(guest, strikes, now, now + settlement.strikes.ease_ms)


def _charged(standings: Sequence[_Standing]) -> tuple[Sequence[_Standing], bool]:
    """Say which meters count the comment, and whether one of them refuses it.

    None counts what one refuses; what one only holds, those count that could have refused it. So a limit
    counts exactly what it let through, and a flood that is held spends nobody else's room.
    """
    full = [one.meter.refuses for one in standings if one.full]
    if not full:
        return standings, False
    if any(full):
        return (), True
    return [one for one in standings if one.meter.refuses], False
