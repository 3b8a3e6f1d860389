"""A comment as Akismet's clients send it, and what makes it spam; docs/decisions/0015 says why."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Literal

from moderation.comment import Comment, Guest
from moderation.verdict import Action, Finding, Verdict
from service.doors.markup import text_of
from service.store.feedback import Feedback

Correction = Literal["missed_spam", "false_positives"]

_TRUE = frozenset({"1", "true", "yes", "on"})
_MOST_THREAD, _MOST_TOKEN, _MOST_AGENT = 2_048, 512, 4_096
_TEST_AUTHORS = frozenset({"viagra-test-123", "akismet-guaranteed-spam"})
_TEST_MAIL = "akismet-guaranteed-spam@example.com"
_ADVERTS = frozenset(
    {"spam", "repeats", "form"}
)  # held for these, a comment is spam; for others, the blog decides
_NO_SPAM = frozenset({"length.over", "length.under", "length.empty"})  # blogs have no such limits


def comment_of(fields: Mapping[str, str]) -> Comment:
    """The comment. One that is checked again has no guest, else it would be a repeat of itself."""
    thread = fields.get("permalink") or None
    return Comment(
        text=text_of(fields.get("comment_content", "")),
        author=fields.get("comment_author", ""),
        thread=thread if thread and len(thread) <= _MOST_THREAD else None,
        guest=None if is_again(fields) else _guest(fields),
    )


def feedback_of(fields: Mapping[str, str], what: Correction) -> Feedback:
    """What the blog's people say of a comment: it teaches what spam is, or that this is none."""
    told = {"said": "spam" if what == "missed_spam" else "ham", "blog": fields.get("blog", "")[:_MOST_THREAD]}
    return Feedback(
        door="akismet",
        text=text_of(fields.get("comment_content", "")),
        action="reject" if what == "missed_spam" else "publish",
        label="spam" if what == "missed_spam" else None,
        told=told,
        token=fields.get("permalink", "")[:_MOST_THREAD] or None,
    )


def is_again(fields: Mapping[str, str]) -> bool:
    """Whether it was checked before: it waited for us, or was edited."""
    return bool(fields.get("recheck_reason", "").strip())


def observation_of(key: str, fields: Mapping[str, str]) -> str:
    """The same for the same call by one *key*: a client whose time was over sends it again."""
    told = repr((key, sorted(fields.items())))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def home_of(fields: Mapping[str, str]) -> Comment | None:
    """The address that its author gave as his own, as a comment of its own."""
    url = fields.get("comment_author_url", "").strip()
    return Comment(text=url[:_MOST_THREAD]) if url else None


def is_true(fields: Mapping[str, str], name: str) -> bool:
    """Whether a field says yes, however its client spells that."""
    return fields.get(name, "").strip().lower() in _TRUE


def settled(fields: Mapping[str, str]) -> bool | None:
    """What is spam or not whoever looks: administrators' comments never, and those that test; None: to be judged."""
    if fields.get("user_role") == "administrator":
        return False
    if fields.get("comment_author") in _TEST_AUTHORS or fields.get("comment_author_email") == _TEST_MAIL:
        return True
    return None


def fell_for_honeypot(fields: Mapping[str, str]) -> bool:
    """Whether the field that no person sees was filled in."""
    name = fields.get("honeypot_field_name", "")
    return bool(name and fields.get(name, "").strip())


def is_spam(verdict: Verdict) -> bool:
    """Whether a comment belongs into the blog's spam folder."""
    return any(map(_speaks, verdict.findings))


def is_bad_home(verdict: Verdict) -> bool:
    """Whether an author's own address is one that the policy refuses."""
    return any(one.check == "links" and one.action is Action.REJECT for one in verdict.findings)


def is_blatant(verdict: Verdict) -> bool:
    """Whether nobody need ever look at it: an advert beyond the policy's doubt."""
    return any(one.check == "spam" and one.action is Action.REJECT for one in verdict.findings)


def _speaks(finding: Finding) -> bool:
    if finding.action is Action.REJECT:
        return finding.code not in _NO_SPAM
    return finding.action is Action.REVIEW and finding.check in _ADVERTS


def _guest(fields: Mapping[str, str]) -> Guest:
    """Its author's mail address stands for him: there is no other token."""
    return Guest(
        ip=_address(fields["user_ip"]),
        token=fields.get("comment_author_email", "").lower()[:_MOST_TOKEN] or None,
        user_agent=fields.get("user_agent", "")[:_MOST_AGENT] or None,
    )


def _address(given: str) -> str | None:
    try:
        return str(ip_address(given.strip()))
    except ValueError:
        return None
