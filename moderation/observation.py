"""Everything that a counter store needs to know about one comment, and nothing of its words."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from moderation.comment import Comment
from moderation.identity import Keys, address_key, guest_key
from moderation.policy import Duration, Limit, Policy
from moderation.text.length import measure
from moderation.text.recent import comparable
from moderation.text.sketch import sketch
from moderation.text.threads import thread_id

_FOREVER_MS = 100 * 365 * 86_400_000  # whatever is counted ends some day


class Meter(Struct, frozen=True, kw_only=True):
    """The limits on one key. *refuses*: over a limit the comment is refused; otherwise it is held."""

    name: Literal["guest", "address", "thread"]
    key: str
    refuses: bool
    limits: tuple[Limit, ...]


class Copy(Struct, frozen=True, kw_only=True):
    """What is remembered of a text, to know it again.

    *digest* is equal for texts equal but for white space, punctuation, marks and evasions; *sketch* is alike
    for texts that are alike, from *near* on.
    """

    digest: str
    sketch: tuple[int, ...]
    near: float
    within_ms: int


class StrikeRule(Struct, frozen=True):
    """Strikes count together when they fell *within_ms*; each is forgotten after *ease_ms*."""

    within_ms: int
    ease_ms: int


class Observation(Struct, frozen=True, kw_only=True):
    """One comment as the counters see it; its keys mean nothing on another site.

    The same *id* is the same comment. *copy* is None when the text is too short to be a repeat, or when its
    sender gave neither address nor token. *dry_run* asks for the facts and leaves no trace.
    """

    id: str
    site: str
    guest: str | None
    address: str | None
    thread: str | None
    meters: tuple[Meter, ...]
    copy: Copy | None
    strikes: StrikeRule
    dry_run: bool = False


class Settlement(Struct, frozen=True, kw_only=True):
    """What a decision on an observed comment changes in the counters; saying it twice changes nothing more.

    *strike*: add one for this comment or take it back. *forget*: the digest of a text that was refused, whose
    corrected version must not be taken for a repeat.
    """

    id: str
    site: str
    guest: str | None
    strike: Literal["add", "take_back"] | None = None
    forget: str | None = None
    strikes: StrikeRule


def observation(
    comment: Comment,
    policy: Policy,
    keys: Keys,
    id: str,  # noqa: A002
    *,
    dry_run: bool = False,
) -> Observation:
    """Tell the counters about *comment*. Pure; *comment* has passed `comment_of`."""
    guest = guest_key(comment.guest, policy.guest, keys)
    address = address_key(comment.guest, policy.guest, keys)
    thread = keys.of("thread", thread_id(comment.thread)) if comment.thread else None
    return Observation(
        id=id,
        site=keys.site,
        guest=guest,
        address=address,
        thread=thread,
        meters=_meters(policy, guest, address, thread),
        copy=_copy(comment.text, policy, keys) if guest or address else None,
        strikes=strike_rule(policy),
        dry_run=dry_run,
    )


def strike_rule(policy: Policy) -> StrikeRule:
    """Return how long *policy* counts and remembers strikes."""
    return StrikeRule(_ms(policy.guest.strikes.within), _ms(policy.guest.strikes.ease_after))


def refused(observed: Observation, *, strike: bool) -> Settlement:
    """Settle a comment that was refused: its text is forgotten, and the guest may get a strike."""
    return Settlement(
        id=observed.id,
        site=observed.site,
        guest=observed.guest,
        strike="add" if strike else None,
        forget=observed.copy.digest if observed.copy else None,
        strikes=observed.strikes,
    )


def decided(
    id: str,  # noqa: A002
    guest: str | None,
    text: str,
    policy: Policy,
    keys: Keys,
    strike: Literal["add", "take_back"],
) -> Settlement:
    """Settle the observation *id* of *guest* by what a moderator says later, when little of the comment is known.

    A text that earns a strike is forgotten, as by `refused`.
    """
    return Settlement(
        id=id,
        site=keys.site,
        guest=guest,
        strike=strike,
        forget=_digest(comparable(text), keys) if strike == "add" else None,
        strikes=strike_rule(policy),
    )


def _meters(policy: Policy, guest: str | None, address: str | None, thread: str | None) -> tuple[Meter, ...]:
    """Let a guest's limits refuse; an address stands for many people, so its limits only ever hold."""
    rate = policy.rate
    refuses = rate.thread.action == "reject"
    meters = []
    if guest and rate.guest:
        meters.append(Meter(name="guest", key=guest, refuses=True, limits=rate.guest))
    if address and rate.address:
        meters.append(Meter(name="address", key=address, refuses=False, limits=rate.address))
    if thread and rate.thread.action != "off":
        meters.append(Meter(name="thread", key=thread, refuses=refuses, limits=(rate.thread.limit,)))
    return tuple(meters)


def _copy(text: str, policy: Policy, keys: Keys) -> Copy | None:
    """Leave a text over the hard cap unread; it will be refused."""
    repeats = policy.repeats
    if repeats.same_guest == repeats.guests.action == "off":
        return None
    if len(text) > policy.length.max_code_points or measure(text).graphemes < repeats.min_graphemes:
        return None
    plain = comparable(text)
    within_ms = _ms(repeats.guests.within)
    return Copy(digest=_digest(plain, keys), sketch=sketch(plain), near=repeats.near, within_ms=within_ms)


def _digest(plain: str, keys: Keys) -> str:
    return keys.of("text", plain)


def _ms(duration: Duration) -> int:
    return _FOREVER_MS if duration.seconds is None else min(duration.seconds * 1000, _FOREVER_MS)
