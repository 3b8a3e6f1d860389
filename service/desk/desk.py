"""The desk: what the service does with comments, free of HTTP words."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from weakref import WeakValueDictionary

import msgspec

from moderation.classifier import Classifier
from moderation.comment import Comment
from moderation.counters import Counters
from moderation.errors import CountersUnavailable, ModerationError
from moderation.facts import Facts
from moderation.identity import Keys
from moderation.judge import judge
from moderation.moderator import earns_strike
from moderation.observation import Observation, Settlement, observation, refused
from moderation.policy import Policy
from moderation.staffing import staffed
from moderation.verdict import Action, Verdict
from service.desk.cases import Cases
from service.desk.decisions import UNDO_S, Decisions
from service.desk.places import Place, Places
from service.desk.senders import Senders
from service.desk.strikes import Strikes
from service.desk.ways import SERVERS, NotKept, Way
from service.ids import is_plain, new_id
from service.likeness import likeness
from service.model import (
    STATUS,
    Case,
    CaseCounts,
    CaseFilter,
    Choice,
    Decision,
    IdempotencyConflict,
    Kept,
    NotFound,
    Received,
    Said,
    Site,
    StoreUnavailable,
)
from service.senders import Sender
from service.store import IDEMPOTENCY_KEPT_S, Clash, Retry, Store, Submission
from service.store.guests import Known
from service.store.search import Query
from service.store.words import words_of

_PART = 32  # comments of a batch that the counters are asked about at once

_log = logging.getLogger(__name__)


class Desk:
    """Receives, judges and keeps; one for the whole process. Moderators work with its *queue* and *decisions*.

    *keys* is the secret (16 to 64 bytes) that turns guests into keys; processes that share counters share it.
    *clock* gives seconds since 1970 UTC. Comments have passed `comment_of`.
    """

    def __init__(
        self,
        store: Store,
        counters: Counters,
        classifier: Classifier,
        keys: bytes,
        clock: Callable[[], float] = time.time,
        undo_s: float = UNDO_S,
    ) -> None:
        self._store = store
        self._counters = counters
        self._classifier = classifier
        self._secret = keys
        self._clock = clock
        self.queue = Cases(store, clock)
        self.decisions = Decisions(store, clock, undo_s)
        self.strikes = Strikes(store, counters, keys)
        self.senders = Senders(store, keys, clock)
        self.places = Places(store, clock)
        self._in_flight: WeakValueDictionary[tuple[str, bytes], asyncio.Lock] = WeakValueDictionary()
        self._settling: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Wait until what was judged is settled; store and counters are their owner's to close."""
        await asyncio.gather(*self._settling)

    async def check(
        self, site: Site, comment: Comment, *, dry_run: bool = False, observation: str | None = None
    ) -> Verdict:
        """Judge *comment* and keep nothing of it; *dry_run* does not even count it.

        For ten minutes the same *observation* is the same comment, sent again: no repeat, and not counted again.
        """
        return await self._judged(site, comment, observation or secrets.token_hex(16), dry_run=dry_run)

    @property
    def models(self) -> tuple[str, ...]:
        """The digests of what scores."""
        return tuple(self._classifier.digests)

    async def check_batch(self, site: Site, comments: Sequence[Comment]) -> list[Verdict]:
        """Judge *comments* as if they came one after another, in their order; keep nothing.

        While a part is judged, the counters are asked about the next one.
        """
        verdicts: list[Verdict] = []
        asked = asyncio.ensure_future(self._asked(site, comments[:_PART]))
        for start in range(0, len(comments), _PART):
            known = await asked
            end = start + _PART
            asked = asyncio.ensure_future(self._asked(site, comments[end : end + _PART]))
            for comment, (place, seen, facts) in zip(comments[start:end], known, strict=True):
                verdicts.append(self._verdict(place, comment, seen, facts))
                await asyncio.sleep(0)  # a thousand comments take a second, in which others want their turn
        return verdicts

    async def _asked(self, site: Site, comments: Sequence[Comment]) -> list[tuple[Place, Observation, Facts]]:
        places = [await self.places.of(site, comment.thread) for comment in comments]
        seen = [
            self._seen(site, place, comment, secrets.token_hex(16))
            for place, comment in zip(places, comments, strict=True)
        ]
        known = (
            self._gathered(site, place, comment, one)
            for place, comment, one in zip(places, comments, seen, strict=True)
        )
        facts = await asyncio.gather(*known)  # one tick, so one pipeline and one query
        return list(zip(places, seen, facts, strict=True))

    async def receive(
        self,
        site: Site,
        comment: Comment,
        *,
        idempotency_key: str | None,
        body_sha256: bytes,
        way: Way = SERVERS,
    ) -> Received:
        """Judge *comment* and keep it; when this returns, it is on the disk.

        The same key with the same body within 24 hours gets the same comment, and waits for it while it is
        on its way. Raises `IdempotencyConflict` for another body, `StoreUnavailable` when it was not kept, and
        `NotKept` when its *way* in says that its author is to change it first.
        """
        if idempotency_key is None:
            kept = await self._keep(site, comment, secrets.token_hex(16), None, way)
            return Received(kept, replayed=False)
        retry = Retry(hashlib.sha256(idempotency_key.encode("utf-8", "surrogatepass")).digest(), body_sha256)
        # Whoever comes with the same key waits here, and then finds what the first one left.
        async with self._in_flight.setdefault((site.id, retry.key_sha256), asyncio.Lock()):
            return await self._received_once(site, comment, retry, way)

    async def comment(self, site: Site, id: str) -> Kept:  # noqa: A002
        """The comment with its verdict and decisions. Raises `NotFound`."""
        return await self._store.comment(site.id, _findable(id))

    async def cases(
        self, site: Site, *, limit: int, after: str | None, reason: str | None = None
    ) -> tuple[list[Case], str | None]:
        """Open cases, oldest first; `queue.page` has more filters, and another order."""
        return await self.queue.page(site, CaseFilter(reason=reason), limit=limit, after=after)

    async def counts(self, site: Site) -> CaseCounts:
        """How many cases are open, in all and by finding's code."""
        return await self.queue.counts(site)

    async def decide(self, site: Site, comment: str, action: Choice, by: str, note: str = "") -> Decision:
        """Decide one comment, whatever its status. Raises `NotFound`, and `Held` when somebody has it in hand."""
        [outcome] = await self.decisions.decide(site, [comment], Said(action=action, note=note), by)
        if isinstance(outcome, ModerationError):
            raise outcome
        return outcome

    async def search(
        self, site: Site, query: Query, *, limit: int, after: str | None = None
    ) -> tuple[list[Kept], str | None]:
        """At most *limit* comments, newest first and without their decisions. Raises `BadCursor`."""
        return await self._store.search.page(site.id, query, limit=limit, after=after)

    async def _received_once(self, site: Site, comment: Comment, retry: Retry, way: Way) -> Received:
        """Receive what comes with a key; another process may be at it, and then one of us meets a clash."""
        if (earlier := await self._earlier(site, retry)) is not None:
            return Received(earlier, replayed=True)
        try:
            kept = await self._keep(site, comment, way.observation or _observation_id(retry), retry, way)
        except Clash:
            earlier = await self._earlier(site, retry)
            if earlier is None:
                raise
            return Received(earlier, replayed=True)
        return Received(kept, replayed=False)

    async def _earlier(self, site: Site, retry: Retry) -> Kept | None:
        since = self._clock() - IDEMPOTENCY_KEPT_S
        found = await self._store.received(site.id, retry.key_sha256, since)
        if found is None:
            return None
        body_sha256, kept = found
        if body_sha256 != retry.body_sha256:
            cure = "take a new key for a new comment, or send the first body again"
            raise IdempotencyConflict(f"this idempotency key came with another body before; {cure}")
        return kept

    async def _keep(
        self, site: Site, comment: Comment, observation_id: str, retry: Retry | None, way: Way
    ) -> Kept:
        place = await self.places.of(site, comment.thread)
        seen = self._seen(site, place, comment, observation_id)
        facts = await self._gathered(site, place, comment, seen)
        verdict = self._verdict(place, comment, seen, msgspec.structs.replace(facts, honeypot=way.honeypot))
        if way.refuses(verdict):
            raise NotKept(verdict, place.policy, seen.id)
        sender = await self.senders.of(site, comment)
        now = self._clock()
        kept = Kept(
            id=new_id(now),
            status=STATUS[verdict.action],
            verdict=verdict,
            comment=msgspec.structs.replace(comment, guest=None),
            received_at=now,
        )
        guest = await self._store.submit(_submission(site, place, kept, retry, seen, sender, way))
        return msgspec.structs.replace(kept, guest=guest)

    async def judged_again(self, site: Site, comment: Comment) -> tuple[Verdict, Policy]:
        """What an edited *comment* is, by which policy; nothing is counted, as its author did not send another."""
        place = await self.places.of(site, comment.thread)
        seen = self._seen(site, place, comment, secrets.token_hex(16), dry_run=True)
        return self._verdict(
            place, comment, seen, await self._gathered(site, place, comment, seen)
        ), place.policy

    async def _judged(
        self, site: Site, comment: Comment, observation_id: str, *, dry_run: bool = False
    ) -> Verdict:
        place = await self.places.of(site, comment.thread)
        seen = self._seen(site, place, comment, observation_id, dry_run=dry_run)
        return self._verdict(place, comment, seen, await self._gathered(site, place, comment, seen))

    def _seen(
        self, site: Site, place: Place, comment: Comment, observation_id: str, *, dry_run: bool = False
    ) -> Observation:
        keys = Keys(self._secret, site.id)
        return observation(comment, place.policy, keys, observation_id, dry_run=dry_run)

    async def _gathered(self, site: Site, place: Place, comment: Comment, seen: Observation) -> Facts:
        facts, known = await asyncio.gather(self._counted(seen), self._known(site, comment))
        facts = msgspec.structs.replace(facts, thread_mode=place.mode)
        if known is None or not place.known:
            return msgspec.structs.replace(facts, failed=(*facts.failed, "store"))
        return msgspec.structs.replace(
            facts,
            approved=known.approved,
            held=known.held,
            blocked_until=known.blocked_until,
            trusted_until=known.trusted_until,
            address_blocked_until=known.address_blocked_until,
        )

    async def _known(self, site: Site, comment: Comment) -> Known | None:
        try:
            return await self.senders.known(site, comment)
        except StoreUnavailable:  # judge() turns this into the action that the policy names
            _log.warning("store unavailable: what is known of a guest was not looked up", exc_info=True)
            return None

    async def _counted(self, seen: Observation) -> Facts:
        try:
            return await self._counters.observe(seen)
        except CountersUnavailable:  # judge() turns this into the action that the policy names
            _log.warning("counters unavailable: limits, repeats and strikes not checked", exc_info=True)
            return Facts(received_at=self._clock(), failed=("counters",))

    def _verdict(self, place: Place, comment: Comment, seen: Observation, facts: Facts) -> Verdict:
        verdict = judge(comment, staffed(facts, place.policy), place.policy, self._classifier)
        if verdict.action is Action.REJECT and not (seen.dry_run or "counters" in facts.failed):
            self._settle_soon(refused(seen, strike=earns_strike(verdict)))
        return verdict

    def _settle_soon(self, settlement: Settlement) -> None:
        """Settle beside the answer, which does not wait for it; saying it again after a retry is harmless."""
        task = asyncio.create_task(self._settle(settlement))
        self._settling.add(task)  # the loop itself keeps no hold on a task
        task.add_done_callback(self._settling.discard)

    async def _settle(self, settlement: Settlement) -> None:
        try:
            await self._counters.settle(settlement)
        except CountersUnavailable:
            _log.warning("counters unavailable: a strike was not counted", exc_info=True)


def _observation_id(retry: Retry) -> str:
    """The same for a retry, even after a crash, so that the counters know it; another body is another one."""
    return hashlib.sha256(retry.key_sha256 + retry.body_sha256).hexdigest()[:32]


def _submission(
    site: Site,
    place: Place,
    kept: Kept,
    retry: Retry | None,
    seen: Observation,
    sender: Sender | None,
    way: Way,
) -> Submission:
    text, near = kept.comment.text, place.policy.repeats.near
    return Submission(
        site=msgspec.structs.replace(site, policy=place.policy),
        kept=kept,
        retry=retry,
        observed=seen.id,
        observed_guest=seen.guest,
        likeness=likeness(site.id, text, near) if kept.status == "waiting" else None,
        words=words_of(site.id, kept.comment),
        sender=sender,
        section=place.section,
        receipt_sha256=way.receipt_sha256,
    )


def _findable(id: str) -> str:  # noqa: A002
    if not is_plain(id):
        raise NotFound(f"the site has no comment {id!r}")
    return id
