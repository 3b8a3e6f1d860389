"""All that a site may tune, as types; every default is the value of the default policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from moderation.policy.units import Duration, Limit
from moderation.verdict import Action

T = TypeVar("T")
Measure = Literal["off", "nudge", "review", "reject"]  # nudge: ask the author first, then review
Held = Literal["off", "review", "reject"]
Outage = Literal["publish", "review", "reject"]
Sees = Literal["marks", "rule", "nothing"]
Mode = Literal["publish_first", "hold_flagged", "hold_all"]
Probability = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Positive = Annotated[int, Meta(ge=1, le=1_000_000)]
_START = r"([01][0-9]|2[0-3]):[0-5][0-9]"  # not \d, which takes the digits of every script
Staffed = Annotated[str, Meta(pattern=rf"^{_START}-({_START}|24:00)\Z", examples=["06:30-22:00"])]


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the policy."""


class OutagePolicy(Section, frozen=True):
    """What happens to a comment while a dependency does not answer."""

    counters: Outage = "review"
    store: Outage = "review"
    classifier: Outage = "review"


class GuestSees(Section, frozen=True):
    """How much a guest is told: the place, the rule, or nothing."""

    words: Sees = "marks"
    toxicity: Sees = "marks"
    contacts: Sees = "marks"
    links: Sees = "marks"
    style: Sees = "marks"
    spam: Sees = "rule"
    repeats: Sees = "rule"
    form: Sees = "nothing"


class LengthPolicy(Section, frozen=True):
    """*min* and *max* count graphemes; the other two are a hard cap before any other work."""

    min: Positive = 1
    max: Positive = 500
    max_bytes: Positive = 16384
    max_code_points: Positive = 4000


class NamePolicy(Section, frozen=True):
    """The display name. *reserved* names pass only from the newsroom's own accounts."""

    class Reserved(Section, frozen=True):
        """Names that look like the newsroom or an office, and what they lead to."""

        list: tuple[str, ...] = ("Tòa soạn", "Ban Biên tập", "Quản trị viên", "Công an", "UBND", "Admin")
        action: Held = "review"

    default: str = "Guest"
    max: Positive = 40
    reserved: Reserved = Reserved()


class StylePolicy(Section, frozen=True):
    """How a comment is written."""

    missing_marks: Measure = "off"
    capitals: Measure = "off"
    emoji_only: Measure = "off"
    legacy_encoding: Measure = "review"


class RatePolicy(Section, frozen=True):
    """Limits; all must pass. An address stands for many people, so it never does more than review."""

    class Thread(Section, frozen=True):
        """A limit over all guests of one thread."""

        limit: Limit = Limit("60/1m")
        action: Held = "review"

    guest: tuple[Limit, ...] = (Limit("1/15s"), Limit("5/10m"), Limit("30/1d"))
    address: tuple[Limit, ...] = (Limit("60/10m"), Limit("1000/1d"))
    thread: Thread = Thread()


class GuestPolicy(Section, frozen=True):
    """Who counts as one guest, when he is trusted, and what strikes do."""

    class Strikes(Section, frozen=True):
        """What *count* refusals *within* a time lead to, and when they are forgotten."""

        count: Positive = 3
        within: Duration = Duration("24h")
        action: Held = "review"
        ease_after: Duration = Duration("72h")

    ipv4_prefix: Annotated[int, Meta(ge=8, le=32)] = 32
    ipv6_prefix: Annotated[int, Meta(ge=16, le=128)] = 64
    trust_after: Count = 0
    strikes: Strikes = Strikes()


class WordEntry(Section, frozen=True):
    """One word or phrase. With *marks* "required" it must be written with its Vietnamese marks.

    A match that exists only without marks never does more than review. With *sections* or *threads* it counts there
    alone; *expires* is the last day on which it counts, as "2027-02-05".
    """

    text: Annotated[str, Meta(min_length=1, max_length=200)]
    marks: Literal["required", "optional"] = "optional"
    action: Held | None = None  # None: what `words.marked` and `words.unmarked` say
    note: str = ""
    sections: tuple[str, ...] = ()
    threads: tuple[str, ...] = ()
    expires: str = ""


class WordsPolicy(Section, frozen=True):
    """The shipped list of obscene words, and the site's own."""

    marked: Held = "reject"
    unmarked: Literal["off", "review"] = "review"
    shipped: bool = True
    entries: tuple[WordEntry, ...] = ()
    allowed: tuple[str, ...] = ()


class ToxicityPolicy(Section, frozen=True):
    """From which probability on the author is asked to reword, the comment waits, or is refused."""

    nudge: Probability = 0.5
    review: Probability = 0.5
    reject: Probability = 0.97

    @property
    def lowest(self) -> float:
        """From which probability on anything is found."""
        return min(self.nudge, self.review, self.reject)


class SpamPolicy(Section, frozen=True):
    """From which probability on an advert waits or is refused."""

    review: Probability = 0.4
    reject: Probability = 0.97

    @property
    def lowest(self) -> float:
        """From which probability on anything is found."""
        return min(self.review, self.reject)


class LinksPolicy(Section, frozen=True):
    """Links to *allowed* hosts ("*.gov.vn") are not counted. A host also stands for its www name."""

    max: Count = 0
    over: Measure = "review"
    shortener: Measure = "reject"
    blocked: Measure = "reject"
    disguised: Measure = "review"
    allowed: tuple[str, ...] = ()
    blocked_hosts: tuple[str, ...] = ()


class ContactsPolicy(Section, frozen=True):
    """Ways to reach somebody. *allowed* are numbers or addresses that anybody may write."""

    phone: Measure = "review"
    email: Measure = "review"
    messenger: Measure = "review"
    bank_account: Measure = "review"
    allowed: tuple[str, ...] = ("111", "112", "113", "114", "115", "1022")


class RepeatsPolicy(Section, frozen=True):
    """The same text again, from the same guest or from several; shorter texts are never repeats."""

    class Guests(Section, frozen=True):
        """How many other guests sending one text make a campaign."""

        count: Positive = 3
        within: Duration = Duration("24h")
        action: Held = "review"

    min_graphemes: Count = 40
    same_guest: Held = "reject"
    guests: Guests = Guests()
    near: Annotated[float, Meta(ge=0.5, le=1)] = 0.85


class ThreadsPolicy(Section, frozen=True):
    """Where comments may be written, and when a thread closes. *sections* set a mode by section."""

    host_must_match: bool = False
    close_after: Duration = Duration("forever")
    sections: dict[str, Literal["open", "hold_all", "closed"]] = {}


class HoursPolicy(Section, frozen=True):
    """When somebody reads the queue, as "06:30-22:00" in the policy's time zone.

    *days_off* are without staff beside the calendar's, *days_on* with staff although the calendar is against it;
    each is a day, or two with a slash between: "2027-02-05/2027-02-11".
    """

    staffed: Staffed = "00:00-24:00"
    outside: Literal["as_usual", "hold_all", "hold_new_guests"] = "as_usual"
    holidays: Literal["none", "calendar-vi"] = "none"
    days_off: tuple[str, ...] = ()
    days_on: tuple[str, ...] = ()


class ReportsPolicy(Section, frozen=True):
    """How many readers' reports open a case, and whether the comment stays visible meanwhile."""

    count: Positive = 3
    action: Literal["requeue_visible", "requeue_hidden"] = "requeue_visible"


class RetentionPolicy(Section, frozen=True):
    """How long what is kept."""

    published: Duration = Duration("forever")
    refused_text: Duration = Duration("730d")
    decisions: Duration = Duration("730d")
    address_hash: Duration = Duration("90d")
    hash_key: Duration = Duration("30d")


Attribute = Literal[
    "TOXICITY",
    "SEVERE_TOXICITY",
    "IDENTITY_ATTACK",
    "INSULT",
    "PROFANITY",
    "THREAT",
    "SEXUALLY_EXPLICIT",
    "SPAM",
    "OBSCENE",
]


class Point(Section, frozen=True):
    """A score of Perspective's, and the score of ours that as many comments reach."""

    theirs: Probability
    ours: Probability


class PerspectivePolicy(Section, frozen=True):
    """How calls in the words of Google's Perspective API are answered.

    An attribute that we do not score in a comment's language is an error for the whole call, or left out. *map* holds
    for each attribute what turns our scores into theirs.
    """

    unsupported: Literal["error", "omit"] = "error"
    map: dict[Attribute, tuple[Point, ...]] = {}


class Override(Section, frozen=True):
    """What is otherwise in some sections and threads: *settings* are nested as in the policy itself."""

    settings: dict[str, Any]
    sections: tuple[str, ...] = ()
    threads: tuple[str, ...] = ()


class Policy(Section, frozen=True, dict=True):
    """All that a site may tune. `Policy()` is the default policy that `moderation policy` prints."""

    mode: Mode = "hold_flagged"
    languages: tuple[Literal["vi", "en"], ...] = ("vi", "en")
    other_language: Measure = "off"
    timezone: str = "Asia/Ho_Chi_Minh"
    newsroom: str = ""
    outage: OutagePolicy = OutagePolicy()
    guest_sees: GuestSees = GuestSees()
    length: LengthPolicy = LengthPolicy()
    name: NamePolicy = NamePolicy()
    style: StylePolicy = StylePolicy()
    rate: RatePolicy = RatePolicy()
    guest: GuestPolicy = GuestPolicy()
    words: WordsPolicy = WordsPolicy()
    toxicity: ToxicityPolicy = ToxicityPolicy()
    spam: SpamPolicy = SpamPolicy()
    links: LinksPolicy = LinksPolicy()
    contacts: ContactsPolicy = ContactsPolicy()
    repeats: RepeatsPolicy = RepeatsPolicy()
    threads: ThreadsPolicy = ThreadsPolicy()
    hours: HoursPolicy = HoursPolicy()
    reports: ReportsPolicy = ReportsPolicy()
    retention: RetentionPolicy = RetentionPolicy()
    perspective: PerspectivePolicy = PerspectivePolicy()
    notices: dict[Literal["vi", "en"], dict[str, str]] = {}
    overrides: tuple[Override, ...] = ()

    def once(self, build: Callable[[Policy], T]) -> T:
        """What *build* makes of this policy, made the first time it is asked for and then kept.

        A check keeps its compiled word lists and host sets here.
        """
        key = f"once:{build.__module__}.{build.__qualname__}"
        if key not in self.__dict__:
            self.__dict__[key] = build(self)
        kept: T = self.__dict__[key]
        return kept


def encoded(policy: Policy) -> bytes:
    """*policy* as canonical JSON: every setting, keys in order."""
    return msgspec.json.encode(policy, enc_hook=str, order="deterministic")


def action_of(measure: str) -> Action:
    """The action that a measure of the policy stands for; a nudge that is not heeded is a review.

    >>> action_of("nudge")
    <Action.REVIEW: 'review'>
    """
    return Action.REVIEW if measure == "nudge" else Action(measure)


def typed(value: Any, kind: type[T]) -> T:
    """*value* as *kind*, with durations and limits read from their text.

    Raises `msgspec.ValidationError` with the path of the first value that does not fit.
    """
    return msgspec.convert(value, kind, dec_hook=_unit)


def _unit(kind: type, value: Any) -> Any:
    if not isinstance(value, str):
        raise TypeError(f"expected a string, got {value!r}")
    return kind(value)
