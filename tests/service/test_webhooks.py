"""What happens to a comment reaches the site's own server: at least once, signed, in order, and never too early."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from standardwebhooks import Webhook

from service.desk.webhooks import OVERLAP_S, WebhookDesk
from service.people import COMMAND, AccountError
from service.store.deliveries import SETTLING_S
from service.store.webhooks import MOST_OF_A_SITE, Delivery, WebhookChange
from service.webhooks.deliverer import GIVEN_UP_AFTER_S, Deliverer
from service.webhooks.post import HttpPoster
from tests.service.desks import HELD, SITE, Office, Place, opened
from tests.service.receiving import Receiver, receiving


class Post:
    """An office whose site has a webhook, the server behind it, and what sends."""

    def __init__(self, office: Office, receiver: Receiver) -> None:
        self.office, self.receiver = office, receiver
        self.desk = WebhookDesk(office.store, private_allowed=True, clock=self.now)
        self.poster = HttpPoster(private_allowed=True)
        self.deliverer = self.another()
        self.secret = self.id = ""

    def now(self) -> float:
        return self.office.clock.now_ms / 1000

    def another(self) -> Deliverer:
        """One more process that sends."""
        return Deliverer(self.office.store.deliveries, self.poster, self.now, chance=lambda: 0.5)

    async def add(self, *events: str) -> None:
        self.secret, made = await self.desk.add(SITE, self.receiver.url, events, COMMAND)
        self.id = made.webhook.id

    async def turn(self, after_s: float = 0.0) -> list[str]:
        """Let time pass and take a turn; the events that have come in all."""
        self.office.clock.advance(s=after_s)
        await self.deliverer.turn(self.now())
        await self.deliverer.idle()
        return self.receiver.events()

    async def deliveries(self) -> list[Delivery]:
        """The oldest first."""
        found = await self.office.store.webhooks.deliveries(SITE.id, self.id, limit=200)
        return list(found)[::-1]

    async def states(self) -> list[str]:
        return [one.state for one in await self.deliveries()]

    async def decide(self, comment: str, action: Any) -> Any:
        return await self.office.desk.decide(SITE, comment, action, "mai")


@asynccontextmanager
async def posting(place: Place, *events: str) -> AsyncIterator[Post]:
    async with opened(place) as office, receiving() as receiver:
        post = Post(office, receiver)
        await post.add(*events)
        yield post
        await post.deliverer.close()
        await post.poster.close()


def played(place: Place, scene: Callable[[Post], Coroutine[Any, Any, None]], *events: str) -> None:
    async def play() -> None:
        async with posting(place, *events) as post:
            await scene(post)

    asyncio.run(play())


DUE_S = 10.0 + SETTLING_S


def test_a_comments_message_says_what_happened_and_is_signed(place: Place) -> None:
    async def scene(post: Post) -> None:
        kept = (await post.office.receive()).kept
        assert await post.turn() == ["comment.published"]
        (message,) = post.receiver.came
        data = message.told["data"]
        assert (data["comment"], data["site"], data["decision"]) == (kept.id, "news", None)
        at = datetime.fromtimestamp(int(message.headers["webhook-timestamp"]), UTC)
        signature = Webhook(post.secret).sign(message.id, at, message.body.decode())
        assert message.headers["webhook-signature"] == signature
        assert await post.turn(3600) == ["comment.published"]  # and once
        assert await post.states() == ["sent"]

    played(place, scene)


def test_nothing_that_happened_before_it_was_added_is_sent(place: Place) -> None:
    async def scene(post: Post) -> None:
        await post.office.receive()
        await post.desk.remove(SITE, post.id, COMMAND)
        await post.add()
        await post.office.receive(HELD)
        assert await post.turn() == ["comment.held"]

    played(place, scene)


def test_a_decision_is_told_when_it_can_no_more_be_undone(place: Place) -> None:
    async def scene(post: Post) -> None:
        kept = (await post.office.receive(HELD)).kept
        await post.decide(kept.id, "publish")
        assert await post.turn(DUE_S - 0.1) == ["comment.held"]
        assert await post.turn(0.2) == ["comment.held", "comment.published"]
        assert post.receiver.came[1].told["data"]["decision"]["action"] == "publish"

    played(place, scene)


def test_an_undone_decision_is_never_told(place: Place) -> None:
    async def scene(post: Post) -> None:
        kept = (await post.office.receive(HELD)).kept
        decision = await post.decide(kept.id, "publish")
        await post.turn(9.9)
        await post.office.desk.decisions.undo(SITE, [decision.id], "mai")
        await post.decide(kept.id, "reject")
        assert await post.turn(600) == ["comment.held", "comment.rejected"]

    played(place, scene)


def test_a_later_event_of_a_comment_waits_for_the_earlier_one(place: Place) -> None:
    async def scene(post: Post) -> None:
        stuck, free = [(await post.office.receive(f"{HELD} {name}")).kept.id for name in ("an", "bình")]
        post.receiver.refusing = {stuck}
        await post.turn()
        for comment in (stuck, free):
            await post.decide(comment, "publish")
        for _ in range(8):
            await post.turn(60)
        theirs = [one for one in post.receiver.came if one.told["data"]["comment"] == stuck]
        assert {one.told["type"] for one in theirs} == {"comment.held"}
        assert [one.told["type"] for one in post.receiver.came if one not in theirs][
            -1
        ] == "comment.published"
        post.receiver.refusing = set()
        came = await post.turn(3_000)
        assert came[-2:] == ["comment.held", "comment.published"]

    played(place, scene)


def test_a_message_that_nobody_takes_comes_again_with_the_same_id_later_and_later(place: Place) -> None:
    async def scene(post: Post) -> None:
        post.receiver.statuses = [500, 503, 404]
        await post.office.receive()
        for after_s, tries in ((0, 1), (4.9, 1), (0.2, 2), (9.8, 2), (0.4, 3), (19, 3), (2, 4)):
            await post.turn(after_s)
            assert len(post.receiver.came) == tries, after_s
        assert len({(one.id, one.body) for one in post.receiver.came}) == 1
        (delivery,) = await post.deliveries()
        assert (delivery.state, delivery.tries) == ("sent", 4)

    played(place, scene)


def test_after_a_day_it_is_parked_and_sent_again_by_hand(place: Place) -> None:
    async def scene(post: Post) -> None:
        kept = (await post.office.receive()).kept
        post.receiver.refusing = {kept.id}
        for _ in range(6):
            await post.turn(GIVEN_UP_AFTER_S / 4)
        tries = len(post.receiver.came)
        (delivery,) = await post.deliveries()
        assert (delivery.state, delivery.told) == ("parked", "HTTP 500")
        (watched,) = await post.desk.of(SITE)
        assert (watched.waiting, watched.parked) == (0, 1)
        post.receiver.refusing = set()
        assert await post.desk.again(SITE, post.id, None, COMMAND) == 1
        await post.turn()
        assert await post.states() == ["sent"]
        assert len({one.id for one in post.receiver.came}) == 1
        assert await post.desk.again(SITE, post.id, [delivery.id], COMMAND) == 1
        await post.turn()
        assert len(post.receiver.came) == tries + 2

    played(place, scene)


def test_a_parked_message_does_not_hold_up_what_happens_later(place: Place) -> None:
    async def scene(post: Post) -> None:
        kept = (await post.office.receive()).kept
        post.receiver.refusing = {kept.id}
        for _ in range(6):
            await post.turn(GIVEN_UP_AFTER_S / 4)
        post.receiver.refusing = set()
        await post.decide(kept.id, "take_down")
        assert (await post.turn(DUE_S))[-1] == "comment.removed"

    played(place, scene)


def test_two_processes_do_not_send_the_same_at_once(place: Place) -> None:
    async def scene(post: Post) -> None:
        for number in range(12):
            await post.office.receive(f"Chào số {number}")
        post.receiver.hold = asyncio.Event()
        one, other = post.another(), post.another()
        await asyncio.gather(one.turn(post.now()), other.turn(post.now()))
        await post.receiver.until(12)
        post.receiver.hold.set()
        await asyncio.gather(one.idle(), other.idle())
        assert len({message.id for message in post.receiver.came}) == len(post.receiver.came) == 12

    played(place, scene)


def test_what_a_process_left_when_it_was_killed_is_sent_by_another(place: Place) -> None:
    async def scene(post: Post) -> None:
        await post.office.receive()
        post.receiver.hold = asyncio.Event()
        killed = post.another()
        await killed.turn(post.now())
        await post.receiver.until(1)
        await killed.close()
        post.receiver.hold.set()
        assert len(await post.turn(59)) == 1  # it might still be at it
        assert len(await post.turn(2)) == 2

    played(place, scene)


def test_a_webhook_that_does_not_answer_does_not_hold_up_another(place: Place) -> None:
    async def scene(post: Post) -> None:
        async with receiving() as silent:
            silent.hold = asyncio.Event()
            await post.desk.add(SITE, silent.url, (), COMMAND)
            for number in range(2):
                await post.office.receive(f"Chào số {number}")
                await post.deliverer.turn(post.now())
                await post.receiver.until(number + 1)
            silent.hold.set()
            await post.deliverer.idle()

    played(place, scene)


def test_only_chosen_events_are_sent_and_none_of_another_site(place: Place) -> None:
    async def scene(post: Post) -> None:
        other = SITE.__class__(id="other", name="The Other", policy=SITE.policy)
        await post.office.store.add_site(other)
        await post.office.receive(HELD, site=other)
        await post.office.receive()
        await post.office.receive(HELD)
        assert await post.turn() == ["comment.held"]
        assert post.receiver.came[0].told["data"]["site"] == "news"

    played(place, scene, "comment.held")


def test_one_that_is_stopped_hears_nothing_of_what_happens_meanwhile(place: Place) -> None:
    async def scene(post: Post) -> None:
        await post.desk.change(SITE, post.id, WebhookChange(active=False), COMMAND)
        await post.office.receive()
        assert await post.turn() == []
        await post.desk.change(SITE, post.id, WebhookChange(active=True), COMMAND)
        await post.office.receive(HELD)
        assert await post.turn() == ["comment.held"]

    played(place, scene)


def test_for_a_day_after_a_new_secret_both_sign(place: Place) -> None:
    async def scene(post: Post) -> None:
        new, _ = await post.desk.renew(SITE, post.id, COMMAND)
        await post.office.receive()
        await post.turn()
        await post.office.receive(HELD)
        await post.turn(OVERLAP_S)
        for message, secrets in zip(post.receiver.came, ((new, post.secret), (new,)), strict=True):
            at = datetime.fromtimestamp(int(message.headers["webhook-timestamp"]), UTC)
            signed = [Webhook(secret).sign(message.id, at, message.body.decode()) for secret in secrets]
            assert message.headers["webhook-signature"].split() == signed

    played(place, scene)


def test_after_a_while_what_was_sent_is_forgotten(place: Place) -> None:
    async def scene(post: Post) -> None:
        await post.office.receive()
        await post.turn()
        assert await post.states() == ["sent"]
        await post.turn(4 * 86_400)
        assert await post.states() == []

    played(place, scene)


def test_a_site_has_no_more_than_so_many(place: Place) -> None:
    async def scene(post: Post) -> None:
        for _ in range(MOST_OF_A_SITE - 1):
            await post.add()
        with pytest.raises(AccountError, match="already"):
            await post.add()

    played(place, scene)
