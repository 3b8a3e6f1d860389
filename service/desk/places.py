"""Where a comment stands: the policy that counts there, the thread's section, and whether it takes comments."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from moderation.facts import ThreadMode
from moderation.policy import Policy
from moderation.policy.overrides import resolved
from service.model import Site, StoreUnavailable
from service.store.threads import Thread
from service.store.words import thread_digest

if TYPE_CHECKING:
    from service.store import Store

_FRESH_S = 5.0
_MOST = 10_000

_log = logging.getLogger(__name__)


class Place(Struct, frozen=True):
    """*known* is False while the store does not answer: the thread's own mode and section are not known then."""

    policy: Policy
    section: str | None = None
    mode: ThreadMode | None = None
    known: bool = True


class Places:
    """Looks threads up, and remembers them for a few seconds. *clock* gives seconds since 1970 UTC."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock
        self._threads: dict[tuple[str, str], tuple[float, Thread | None]] = {}

    async def of(self, site: Site, thread: str | None) -> Place:
        """The place of comments on *thread* of *site*."""
        if thread is None:
            return Place(resolved(site.policy, None, None))
        try:
            found = await self._thread(site.id, thread_digest(thread))
        except StoreUnavailable:  # judge() turns this into the action that the policy names
            _log.warning("store unavailable: a thread was not looked up", exc_info=True)
            return Place(resolved(site.policy, None, thread), known=False)
        section = found.section if found else None
        policy = resolved(site.policy, section, thread)
        return Place(policy, section, mode_of(found, policy, self._clock()))

    def forget(self, site: str, sha256: str) -> None:
        """Look this thread up anew: it was changed."""
        self._threads.pop((site, sha256), None)

    async def _thread(self, site: str, sha256: str) -> Thread | None:
        now, key = self._clock(), (site, sha256)
        found = self._threads.get(key)
        if found and 0 <= now - found[0] < _FRESH_S:
            return found[1]
        thread = await self._store.threads.get(site, sha256)
        if len(self._threads) >= _MOST:
            self._threads.clear()
        self._threads[key] = (now, thread)
        return thread


def mode_of(thread: Thread | None, policy: Policy, now: float) -> ThreadMode | None:
    """What the thread itself says, else its section in the policy; one whose time is over is closed."""
    if thread is None:
        return None
    close_after_s = (
        thread.close_after_s if thread.close_after_s is not None else policy.threads.close_after.seconds
    )
    over = (
        thread.published_at is not None
        and close_after_s is not None
        and now >= thread.published_at + close_after_s
    )
    mode = thread.mode or policy.threads.sections.get(thread.section or "")
    return "closed" if over or mode == "closed" else mode
