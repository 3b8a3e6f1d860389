"""Strikes for what moderators decided, once it can no more be undone."""

from __future__ import annotations

import logging

from moderation.counters import Counters
from moderation.errors import CountersUnavailable
from moderation.identity import Keys
from moderation.observation import decided
from service.ruling import STRIKES
from service.store import Store
from service.store.decisions import Unsettled

_AT_ONCE = 200

_log = logging.getLogger(__name__)


class Strikes:
    """Tells the counters of decisions; *secret* is that which turns guests into keys.

    One is told at least once, and twice is once. While the counters do not answer, it waits.
    """

    def __init__(self, store: Store, counters: Counters, secret: bytes) -> None:
        self._store = store
        self._counters = counters
        self._secret = secret

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

    async def _settle(self, one: Unsettled) -> None:
        strike = STRIKES.get(one.action)
        site = await self._store.site(one.site)
        if strike is None or one.observed is None or site is None:
            return
        keys = Keys(self._secret, site.id)
        await self._counters.settle(decided(one.observed, one.guest, one.text, site.policy, keys, strike))
