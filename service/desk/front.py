"""The readers' side: what comes from browsers, and all that they learn."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from moderation.comment import Comment, comment_of
from moderation.identity import Keys, address_key, guest_key
from moderation.policy import Policy
from moderation.verdict import Action, Verdict
from service.desk.desk import Desk
from service.desk.forms import TOO_QUICK_S, Forms
from service.desk.places import Place
from service.desk.ways import NotKept, Way
from service.ids import is_plain
from service.keys import digest_of
from service.model import Kept, NotFound, Site
from service.refused import Refused
from service.store.readers import AUTHOR, Edited, Own, Report
from service.store.sql import SqlStore
from service.store.threads import Mode, Shown, Thread
from service.store.words import thread_digest, words_of

MOST_REPORTS = 20  # of one reader in an hour
_HOUR_S = 3_600.0


class Sent(NamedTuple):
    """A comment as the box sends it, with its *form* token, a *nudge* that was not heeded, and from which *origin*."""

    comment: Comment
    thread: str
    form: str
    origin: str
    nudge: str | None = None
    honeypot: bool = False


class Answer(NamedTuple):
    """What became of it. *receipt* is his alone; *nudge* goes with the second sending."""

    verdict: Verdict
    policy: Policy
    kept: Kept | None = None
    receipt: str | None = None
    nudge: str | None = None


class Front:
    """Serves readers over one *desk* and *store*; *secret* turns readers into keys, *clock* as of the desk."""

    def __init__(
        self, store: SqlStore, desk: Desk, secret: bytes, clock: Callable[[], float] = time.time
    ) -> None:
        self._store = store
        self._desk = desk
        self._secret = secret
        self._clock = clock
        self._forms = Forms(store.form_keys)

    async def form(self, site: Site, thread: str, origin: str) -> tuple[str, Place]:
        """A form token for *thread*, and what counts there. Raises `Refused` for a thread of another host."""
        place = await self._place(site, thread)
        return await self._forms.token("form", _about(site, thread, origin), self._clock()), place

    async def post(self, site: Site, sent: Sent) -> Answer:
        """Judge what a reader sends, and keep it unless he is to change it first. Raises `Refused`.

        The form token is spent by the comment that is kept: the same again is the same comment, another is refused.
        """
        await self._place(site, sent.thread)
        form = await self._forms.read(
            "form", _about(site, sent.thread, sent.origin), sent.form, self._clock()
        )
        if form is None:
            raise Refused("form.old", "the form token is too old, or not for this thread and page", "$.form")
        receipt = self._receipt(site, form.nonce)
        way = Way(
            observation=await self._earlier(site, sent),
            honeypot=sent.honeypot or form.age_s < TOO_QUICK_S,
            reader=True,
            nudges=sent.nudge is None,
            receipt_sha256=digest_of(receipt),
        )
        comment = comment_of(sent.comment)
        body = hashlib.sha256(
            repr((comment.text, comment.author, comment.parent)).encode("utf-8", "surrogatepass")
        )
        try:
            received = await self._desk.receive(
                site, comment, idempotency_key=f"form {form.nonce}", body_sha256=body.digest(), way=way
            )
        except NotKept as refused:
            return await self._answer(site, sent, refused)
        kept = received.kept
        policy = (await self._desk.places.of(site, sent.thread)).policy
        return Answer(kept.verdict, policy, kept, receipt)

    async def _answer(self, site: Site, sent: Sent, refused: NotKept) -> Answer:
        nudge = None
        if refused.verdict.action is not Action.REJECT:
            about = _about(site, sent.thread, sent.origin)
            nudge = await self._forms.token("nudge", about, self._clock(), refused.observation)
        return Answer(refused.verdict, refused.policy, nudge=nudge)

    async def _earlier(self, site: Site, sent: Sent) -> str | None:
        """The observation of the first sending. One that is not ours counts as none, and the comment as new."""
        if sent.nudge is None:
            return None
        about = _about(site, sent.thread, sent.origin)
        found = await self._forms.read("nudge", about, sent.nudge, self._clock())
        return found.nonce if found else None

    async def published(
        self, site: Site, thread: str, *, limit: int, after: str | None, newest_first: bool
    ) -> tuple[list[Shown], str | None]:
        """A page of what readers see, and what to pass as *after* for more (None: no more)."""
        if not is_plain(after or ""):
            return [], None
        found = await self._store.threads.published(
            site.id, thread_digest(thread), limit=limit + 1, after=after, newest_first=newest_first
        )
        return found[:limit], found[limit - 1].id if len(found) > limit else None

    async def counts(self, site: Site, threads: Sequence[str]) -> list[int]:
        """How many comments of each thread readers see."""
        return await self._store.threads.counts(site.id, [thread_digest(one) for one in threads])

    async def thread(self, site: Site, thread: str) -> Thread | None:
        """What the site told us about a thread."""
        return await self._store.threads.get(site.id, thread_digest(thread))

    async def put_thread(self, site: Site, thread: Thread) -> None:
        """Keep what the site tells about a thread; other processes notice within seconds."""
        sha256 = thread_digest(thread.url)
        await self._store.threads.put(site.id, sha256, thread, self._clock())
        self._desk.places.forget(site.id, sha256)

    async def set_mode(self, site: Site, thread: str, mode: Mode | None) -> Thread:
        """Open, hold or close a thread; what else the site told stays."""
        told = await self.thread(site, thread) or Thread(url=thread)
        changed = msgspec.structs.replace(told, mode=mode)
        await self.put_thread(site, changed)
        return changed

    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock()

    async def own(self, receipt: str) -> Own:
        """The comment of a receipt. Raises `NotFound`."""
        return await self._store.readers.own(digest_of(receipt))

    async def withdraw(self, receipt: str) -> None:
        """Erase the comment of a receipt. Raises `NotFound`, also the second time: nothing leads to it any more."""
        own = await self.own(receipt)
        await self._store.readers.withdraw(own.site, own.kept.id, AUTHOR, self._clock())

    async def appeal(self, receipt: str) -> Own:
        """Ask for another look, once, at what is not published. Raises `NotFound` and `Refused`."""
        own = await self.own(receipt)
        if own.kept.status not in ("refused", "removed"):
            raise Refused("appeal.needless", "the comment was not refused")
        if not await self._store.readers.appeal(own.site, own.kept.id, self._clock()):
            raise Refused("appeal.again", "the editors were asked already")
        return await self.own(receipt)

    async def remove(self, site: Site, comment: str, by: str) -> None:
        """Erase a comment since its site asks for it. Raises `NotFound`."""
        await self._desk.comment(site, comment)
        await self._store.readers.withdraw(site.id, comment, by, self._clock())

    async def edit(self, site: Site, comment: str, text: str) -> tuple[Kept, Verdict]:
        """Judge a comment's new *text*; unless that is refused, it takes the old one's place. Raises `NotFound`."""
        kept = await self._desk.comment(site, comment)
        if kept.status == "erased":
            raise NotFound(f"the comment {comment!r} is erased")
        new = comment_of({"text": text, **_rest(kept.comment)})
        verdict, policy = await self._desk.judged_again(site, new)
        if verdict.action is Action.REJECT:
            return kept, verdict
        words = words_of(site.id, new)
        edited = Edited(text=new.text, verdict=verdict, policy=policy, words=words, at=self._clock())
        return await self._store.readers.edit(site.id, comment, edited), verdict

    async def report(self, site: Site, comment: str, asking: Comment, reason: str, note: str) -> None:
        """Keep a reader's report; *asking* tells who he is. Raises `NotFound`, and `Refused` for too many."""
        kept = await self._desk.comment(site, comment)
        place, now = await self._desk.places.of(site, kept.comment.thread), self._clock()
        reporter = self._reporter(site, asking)
        if await self._store.readers.reported_since(site.id, reporter, now - _HOUR_S) >= MOST_REPORTS:
            raise Refused("report.limit", f"at most {MOST_REPORTS} reports an hour")
        rule = place.policy.reports
        report = Report(comment=comment, reporter=reporter, reason=reason, note=note, at=now)
        hide = rule.action == "requeue_hidden"
        await self._store.readers.report(site.id, report, count=rule.count, hide=hide)

    def _reporter(self, site: Site, asking: Comment) -> str:
        keys, rule = Keys(self._secret, site.id), site.policy.guest
        return guest_key(asking.guest, rule, keys) or address_key(asking.guest, rule, keys) or ""

    def _receipt(self, site: Site, nonce: str) -> str:
        """The same for a sending that is tried again, and known to nobody who has only the form."""
        told = f"receipt\n{site.id}\n{nonce}".encode()
        return hmac.new(self._secret, told, hashlib.sha256).hexdigest()

    async def _place(self, site: Site, thread: str) -> Place:
        place = await self._desk.places.of(site, thread)
        if place.policy.threads.host_must_match:
            hosts = {urlsplit(origin).hostname for origin in (await self._store.sites.entry(site.id)).origins}
            if urlsplit(thread).hostname not in hosts:
                raise Refused(
                    "thread.foreign", "the thread is on a host that the site does not allow", "?thread"
                )
        return place


def _about(site: Site, thread: str, origin: str) -> tuple[str, ...]:
    return site.id, thread_digest(thread), origin


def _rest(comment: Comment) -> dict[str, str | None]:
    return {name: getattr(comment, name) for name in ("author", "thread", "parent", "language")}
