"""A site's webhooks: where it wants to be told of what happens to its comments."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from msgspec import UNSET

from service import events
from service.ids import is_plain, new_id
from service.model import Site
from service.people import AccountError, Actor
from service.store.sql import SqlStore
from service.store.webhooks import Delivery, DeliveryState, Watched, Webhook, WebhookChange
from service.webhooks.signing import new_secret
from service.webhooks.targets import BadTarget, checked_url

OVERLAP_S = 86_400.0  # in which the secret before signs, too


class WebhookDesk:
    """Manages webhooks. *private_allowed*: they may go to this machine and its neighbours, and without encryption."""

    def __init__(
        self, store: SqlStore, *, private_allowed: bool, clock: Callable[[], float] = time.time
    ) -> None:
        self._webhooks = store.webhooks
        self._private_allowed = private_allowed
        self._clock = clock

    async def of(self, site: Site) -> Sequence[Watched]:
        """Every webhook of *site* with how many deliveries wait or are parked."""
        return await self._webhooks.of_site(site.id)

    async def add(self, site: Site, url: str, wanted: Sequence[str], actor: Actor) -> tuple[str, Watched]:
        """Add a webhook; also returns its secret. Raises `AccountError` for an address or an event that is none."""
        now, secret = self._clock(), new_secret()
        webhook = Webhook(
            id=f"hook_{new_id(now)}",
            site=site.id,
            url=self._checked(url),
            events=_known(wanted),
            created_at=now,
        )
        return secret, await self._webhooks.add(webhook, secret, actor)

    async def change(self, site: Site, id: str, change: WebhookChange, actor: Actor) -> Watched:  # noqa: A002
        """Change a webhook. Raises `AccountError`."""
        if change.url is not UNSET:
            self._checked(change.url)
        if change.events is not UNSET:
            _known(change.events)
        return await self._webhooks.change(site.id, _plain(id), change, actor, self._clock())

    async def renew(self, site: Site, id: str, actor: Actor) -> tuple[str, Watched]:  # noqa: A002
        """Give a webhook another secret; for a day messages are signed with both. Raises `AccountError`."""
        now, secret = self._clock(), new_secret()
        renewed = await self._webhooks.renew(site.id, _plain(id), secret, now + OVERLAP_S, actor, now)
        return secret, renewed

    async def remove(self, site: Site, id: str, actor: Actor) -> None:  # noqa: A002
        """Remove a webhook and what was on its way to it. Raises `AccountError`."""
        await self._webhooks.remove(site.id, _plain(id), actor, self._clock())

    async def deliveries(
        self,
        site: Site,
        id: str,  # noqa: A002
        *,
        limit: int,
        state: DeliveryState | None,
        before: int | None,
    ) -> Sequence[Delivery]:
        """Deliveries, the newest first. Raises `AccountError`."""
        return await self._webhooks.deliveries(site.id, _plain(id), limit=limit, state=state, before=before)

    async def again(self, site: Site, id: str, ids: Sequence[str] | None, actor: Actor) -> int:  # noqa: A002
        """Send deliveries again: those of *ids*, or all parked ones; how many. Raises `AccountError`."""
        chosen = None if ids is None else [one for one in ids if is_plain(one)]
        return await self._webhooks.again(site.id, _plain(id), chosen, actor, self._clock())

    def _checked(self, url: str) -> str:
        try:
            return checked_url(url, private_allowed=self._private_allowed)
        except BadTarget as refusal:
            raise AccountError("webhook.url", str(refusal), "$.url") from None


def _known(wanted: Sequence[str]) -> tuple[str, ...]:
    for at, event in enumerate(wanted):
        if event not in events.OUTSIDE:
            told = f"{event!r} is no event; they are {', '.join(events.OUTSIDE)}"
            raise AccountError("webhook.event", told, f"$.events[{at}]")
    return tuple(dict.fromkeys(wanted))


def _plain(id: str) -> str:  # noqa: A002
    if not is_plain(id):
        raise AccountError("webhook.none", "the site has no such webhook")
    return id
