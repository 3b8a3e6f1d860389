"""Strikes for what moderators decided, once it can no more be undone."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from moderation.counters import Counters
from moderation.errors import CountersUnavailable
from moderation.identity import Keys
from moderation.observation import decided
from service.model import StoreUnavailable
from service.ruling import STRIKES
from service.store import Store
from service.store.decisions import Unsettled

_AT_ONCE = 200
_EVERY_S = 1.0

_log = logging.getLogger(__name__)


class Strikes:
    """Tells the counters of decisions; *secret* is that which turns guests into keys, *clock* as of the desk.

    One is told at least once, and twice is once. While the counters do not answer, it waits.
    """

    def __init__(
        self, store: Store, counters: Counters, secret: bytes, clock: Callable[[], float] = time.time
    ) -> None:
        self._store = store
        self._counters = counters
        self._secret = secret
        self._clock = clock

    async def turn(self, now: float) -> int:
        """Settle what is due at *now*, in the order in which it was decided; how many decisions that were."""
        due = await self._store.decisions.due(now, _AT_ONCE)
        done = []
        try:
            for one in due:
                await self._settle(one)
                done.append(one.decision)
        except CountersUnavailable:
            _log.warning("counters unavailable: %d strikes wait", len(due) - len(done))
        if done:
            await self._store.decisions.settled(done)
        return len(done)

    async def run(self) -> None:
        """Take turns until cancelled."""
        while True:
            try:
                busy = await self.turn(self._clock()) == _AT_ONCE
            except StoreUnavailable:
                busy = False
                _log.warning("store unavailable: strikes wait", exc_info=True)
            await asyncio.sleep(0 if busy else _EVERY_S)

    async def _settle(self, one: Unsettled) -> None:
        strike = STRIKES.get(one.action)
        site = await self._store.site(one.site)
        if strike is None or one.observed is None or site is None:
            return
        keys = Keys(self._secret, site.id)
        await self._counters.settle(decided(one.observed, one.guest, one.text, site.policy, keys, strike))
