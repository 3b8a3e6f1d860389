"""Sending what is due: at least once, signed, of each comment in its order, later and later when nobody takes it."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable

from service.model import StoreUnavailable
from service.store.deliveries import Deliveries, Outcome, Ready
from service.store.webhooks import DeliveryState
from service.webhooks.post import Poster
from service.webhooks.signing import signed

GIVEN_UP_AFTER_S = 86_400.0
_AT_ONCE = 8  # to one webhook
_LEASE_S = 60.0  # a message is over in a quarter of that
_FIRST_S, _LONGEST_S = 5.0, 1_800.0
_TIDY_EVERY_S = 3_600.0
_SENT_KEPT_S, _PARKED_KEPT_S = 3 * 86_400.0, 30 * 86_400.0

_log = logging.getLogger(__name__)


def wait_s(tries: int, chance: float) -> float:
    """Seconds before the next try after *tries* that failed; *chance*, 0 to 1, keeps many from coming back at once.

    Doubled each time up to half an hour, and a quarter less or more.

    >>> wait_s(1, 0.5), wait_s(2, 0.5), wait_s(90, 1.0)
    (5.0, 10.0, 2250.0)
    """
    doubled = _LONGEST_S if tries > 20 else min(_FIRST_S * 2 ** (tries - 1), _LONGEST_S)
    return doubled * (0.75 + chance / 2)


class Deliverer:
    """Takes events from the outbox to webhooks; *chance* gives numbers from 0 to 1, *clock* seconds since 1970 UTC.

    Webhooks do not wait for each other: each that has something due gets a task of its own.
    """

    def __init__(
        self,
        deliveries: Deliveries,
        poster: Poster,
        clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._deliveries = deliveries
        self._poster = poster
        self._clock = clock
        self._chance = chance
        self._sending: dict[str, asyncio.Task[None]] = {}
        self._tidied_at = clock()

    async def turn(self, now: float) -> bool:
        """Read the outbox on and begin to send what is due at *now*; whether there is more to read.

        `idle` waits for what is being sent.
        """
        more = await self._deliveries.spread(now)
        for webhook in await self._deliveries.due(now):
            if webhook not in self._sending:
                self._sending[webhook] = asyncio.create_task(self._send_all(webhook))
        await self._tidy(now)
        return more

    async def idle(self) -> None:
        """Return when nothing is being sent."""
        while self._sending:
            await asyncio.wait(self._sending.values())

    async def close(self) -> None:
        """Stop sending; what was on its way is sent again by whoever comes next."""
        tasks = list(self._sending.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _send_all(self, webhook: str) -> None:
        """Send what is due to *webhook*, also what falls due meanwhile."""
        try:
            while batch := await self._deliveries.lend(webhook, self._clock(), _LEASE_S, _AT_ONCE):
                outcomes = await asyncio.gather(*map(self._send, batch))
                await self._deliveries.settle(outcomes)
        except StoreUnavailable:
            _log.warning("store unavailable: webhook %s waits", webhook, exc_info=True)
        finally:
            del self._sending[webhook]

    async def _send(self, one: Ready) -> Outcome:
        headers = signed(one.secrets, one.id, int(self._clock()), one.body)
        sent = await self._poster.post(one.url, headers, one.body)
        now = self._clock()
        next_at = now + wait_s(one.tries, self._chance())
        given_up = next_at > one.first_at + GIVEN_UP_AFTER_S
        state: DeliveryState = "sent" if sent.arrived else "parked" if given_up else "waiting"
        return Outcome(number=one.number, tries=one.tries, state=state, next_at=next_at, told=sent.told)

    async def _tidy(self, now: float) -> None:
        """Forget old deliveries, once an hour."""
        if now - self._tidied_at >= _TIDY_EVERY_S:
            self._tidied_at = now
            await self._deliveries.forget({"sent": now - _SENT_KEPT_S, "parked": now - _PARKED_KEPT_S})
