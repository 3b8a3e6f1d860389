"""What goes over the wire of webhooks and their deliveries."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from msgspec import UNSET, Meta, Struct, UnsetType

from service.store.webhooks import Delivery, DeliveryState, Watched, WebhookChange
from service.wire_decisions import Id, moment

_MOST_AGAIN = 500
Url = Annotated[str, Meta(min_length=1, max_length=2_048)]
Event = Annotated[str, Meta(min_length=1, max_length=32)]
Events = Annotated[list[Event], Meta(max_length=50)]


class NewWebhook(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to tell what; without *events* of all that happens to the site's comments."""

    url: Url
    events: Events = []


class ChangedWebhook(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be changed; what is left out stays. One that is not *active* hears nothing of what happens then."""

    url: Url | UnsetType = UNSET
    events: Events | UnsetType = UNSET
    active: bool | UnsetType = UNSET

    def change(self) -> WebhookChange:
        """The same for the desk."""
        events = UNSET if self.events is UNSET else tuple(self.events)
        return WebhookChange(url=self.url, events=events, active=self.active)


class WebhookLine(Struct, frozen=True, kw_only=True):
    """A webhook; how many deliveries are *waiting* or were *parked* after a day, counted up to 10,000."""

    id: str
    url: str
    events: list[str]
    active: bool
    created_at: datetime
    waiting: int
    parked: int

    @classmethod
    def of(cls, watched: Watched) -> Self:
        """*watched* with its time as people write it."""
        webhook = watched.webhook
        return cls(
            id=webhook.id,
            url=webhook.url,
            events=list(webhook.events),
            active=webhook.active,
            created_at=moment(webhook.created_at),
            waiting=watched.waiting,
            parked=watched.parked,
        )


class WebhooksList(Struct, frozen=True):
    """Every webhook of a site, the oldest first."""

    webhooks: list[WebhookLine]


class MadeWebhook(Struct, frozen=True, kw_only=True):
    """A webhook and the *secret* that its messages are signed with, told this once."""

    secret: str
    webhook: WebhookLine


class DeliveryLine(Struct, frozen=True, kw_only=True):
    """One message; *id* is its `webhook-id`, *told* what came of the last try; no *next_at*: it is not tried again."""

    id: str
    number: int
    event: str
    comment: str | None
    state: DeliveryState
    at: datetime
    tries: int
    tried_at: datetime | None
    next_at: datetime | None
    told: str

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        """*delivery* with its times as people write them."""
        fields = {name: getattr(delivery, name) for name in Delivery.__struct_fields__}
        return cls(
            **{
                **fields,
                "at": moment(delivery.at),
                "tried_at": None if delivery.tried_at is None else moment(delivery.tried_at),
                "next_at": moment(delivery.next_at) if delivery.state == "waiting" else None,
            }
        )


class DeliveriesPage(Struct, frozen=True):
    """Deliveries, the newest first; *next* goes into `before` for more, null when there are none."""

    deliveries: list[DeliveryLine]
    next: int | None


class Again(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which *deliveries* to send again, whatever became of them; without, all that are parked."""

    deliveries: Annotated[list[Id], Meta(min_length=1, max_length=_MOST_AGAIN)] | None = None


class SentAgain(Struct, frozen=True):
    """How many deliveries are on their way again."""

    count: int
