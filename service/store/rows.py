"""Between our types and the rows of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import RowMapping, Table

from moderation.comment import Comment
from moderation.policy import Policy
from moderation.policy.model import typed
from moderation.verdict import Verdict
from service import events
from service.caught import caught_in
from service.model import ApiKey, Case, Decision, Edit, Kept, Scope, Undone, rank, reasons
from service.period import QUARTER_S
from service.ruling import CaseStanding
from service.store import Submission, tables
from service.store.words import thread_digest
from service.tally import suggestion

Values = dict[str, Any]
Fields: TypeAlias = RowMapping | Mapping[str, Any]

_SAID = ("text", "author", "thread", "parent", "language")
_verdicts = msgspec.json.Decoder(Verdict)


@lru_cache(maxsize=256)
def policy_of(document: bytes) -> Policy:
    """The policy of a stored document; one object for all who ask, as it keeps its compiled word lists."""
    return typed(msgspec.json.decode(document), Policy)


def rows_of(
    submissions: Sequence[Submission], clusters: Mapping[str, str], guests: Mapping[str, str]
) -> Iterator[tuple[Table, list[Values]]]:
    """The new rows of *submissions* by table, in the order in which they refer to each other; no events yet.

    *clusters* says in which cluster a waiting comment is, *guests* whose it is, both by its id.
    """
    waiting = [one for one in submissions if one.kept.status == "waiting"]
    yield tables.comments, [_comment_row(one, guests.get(one.kept.id)) for one in submissions]
    yield (
        tables.cases,
        [_case_row(one, clusters.get(one.kept.id), guests.get(one.kept.id)) for one in waiting],
    )
    yield tables.open_reasons, [row for one in waiting for row in _reason_rows(one)]
    yield tables.idempotency, [row for one in submissions for row in _retry_rows(one)]
    yield tables.found, [row for one in submissions for row in _found_rows(one)]
    yield tables.caught, [row for one in submissions for row in _caught_rows(one)]
    yield tables.searchable, [{"comment": one.kept.id, "words": one.words} for one in submissions]


def arrival_rows(submission: Submission) -> Iterator[Values]:
    """The outbox rows that say what became of a new comment."""
    site, kept = submission.site.id, submission.kept
    yield event_row(site, kept.id, events.ARRIVED[kept.status], kept.received_at)
    if kept.status == "waiting":
        yield event_row(site, kept.id, "case.opened", kept.received_at)


def event_row(
    site: str,
    comment: str,
    event: str,
    at: float,
    *,
    decision: str | None = None,
    actor: str | None = None,
    due_at: float | None = None,
) -> Values:
    """The outbox row that says that *event* happened to *comment*; without *due_at* it is due at once."""
    return {
        "site": site,
        "comment": comment,
        "event": event,
        "decision": decision,
        "at": at,
        "actor": actor,
        "due_at": at if due_at is None else due_at,
    }


def kept_of(row: Fields, decisions: tuple[Decision, ...]) -> Kept:
    """The comment of a row of `comments`."""
    return Kept(
        id=row["id"],
        status=row["status"],
        verdict=verdict_of(row),
        comment=_comment_of(row),
        received_at=row["received_at"],
        edited=edit_of(row),
        guest=row["guest"],
        decisions=decisions,
    )


def verdict_of(row: Fields) -> Verdict:
    """The verdict of a row of `comments`."""
    return _verdicts.decode(row["verdict"])


def edit_of(row: Fields) -> Edit | None:
    """The newsroom's version in a row of `comments`."""
    return None if row["edited"] is None else Edit(row["edited"], row["edited_at"])


def case_of(row: Fields, standing: CaseStanding, now: float, **known: Any) -> Case:
    """The case of a row of `comments` that stands as *standing*; *known* are fields from other tables."""
    verdict = verdict_of(row)
    return Case(
        id=row["id"],
        comment=_comment_of(row),
        verdict=verdict,
        opened_at=standing.opened_at,
        state=standing.state,
        status=row["status"],
        edited=edit_of(row),
        guest=row["guest"],
        level=standing.level,
        reasons=standing.reasons if standing.is_open else reasons(verdict),
        claim=standing.held(now),
        **known,
    )


def decision_of(row: Fields) -> Decision:
    """The decision of a row of `decisions`, with *undone_by* and *undone_at* from `undone`."""
    fields = {name: row[name] for name in Decision.__struct_fields__ if name != "undone"}
    undone = None if row["undone_at"] is None else Undone(row["undone_by"], row["undone_at"])
    return Decision(**fields, undone=undone)


def key_of(row: Fields) -> ApiKey:
    """The key of a row of `keys`."""
    fields = {name: row[name] for name in ApiKey.__struct_fields__}
    scopes: tuple[Scope, ...] = tuple(row["scopes"].split())
    return ApiKey(**{**fields, "scopes": scopes})


def key_row(key: ApiKey, digest: str) -> Values:
    """The row of `keys` for *key*."""
    return {**msgspec.structs.asdict(key), "scopes": " ".join(key.scopes), "digest": digest}


def _comment_of(row: Fields) -> Comment:
    return Comment(**{name: row[name] for name in _SAID})


def _comment_row(submission: Submission, guest: str | None) -> Values:
    kept = submission.kept
    return {name: getattr(kept.comment, name) for name in _SAID} | {
        "id": kept.id,
        "site": submission.site.id,
        "status": kept.status,
        "policy": kept.verdict.policy,
        "verdict": kept.verdict.json(),
        "received_at": kept.received_at,
        "observed": submission.observed,
        "observed_guest": submission.observed_guest,
        "guest": guest,
        "thread_sha256": thread_digest(kept.comment.thread) if kept.comment.thread else None,
        "receipt_sha256": submission.receipt_sha256,
        "quarter": int(kept.received_at // QUARTER_S),
        "section": submission.section,
        **tally_of(kept.verdict),
    }


def tally_of(verdict: Verdict) -> Values:
    """What figures are made from, as far as a comment's verdict tells it."""
    return {"action": verdict.action.value, "suggested": suggestion(verdict)}


def _case_row(submission: Submission, cluster: str | None, guest: str | None) -> Values:
    kept = submission.kept
    return {
        "comment": kept.id,
        "site": submission.site.id,
        "state": "open",
        "opened_at": kept.received_at,
        "rank": rank(kept.verdict, kept.received_at),
        "section": submission.section,
        "guest": guest,
        "cluster": cluster,
        **facets_of(kept.verdict, kept.comment.thread),
    }


def facets_of(verdict: Verdict, thread: str | None) -> Values:
    """What a case is filtered by, as far as its comment alone tells it."""
    return {"language": verdict.language, "thread_sha256": thread_digest(thread) if thread else None}


def _reason_rows(submission: Submission) -> list[Values]:
    kept = submission.kept
    place = {
        "site": submission.site.id,
        "opened_at": kept.received_at,
        "rank": rank(kept.verdict, kept.received_at),
        "comment": kept.id,
    }
    return [{**place, "code": code} for code in reasons(kept.verdict)]


def _found_rows(submission: Submission) -> list[Values]:
    kept = submission.kept
    place = {"site": submission.site.id, "quarter": int(kept.received_at // QUARTER_S), "comment": kept.id}
    return [{**place, "code": code} for code in reasons(kept.verdict)]


def _caught_rows(submission: Submission) -> list[Values]:
    kept = submission.kept
    place = {"site": submission.site.id, "at": kept.received_at, "comment": kept.id}
    return [{**place, "word": word} for word in caught_in(kept.verdict)]


def _retry_rows(submission: Submission) -> list[Values]:
    kept, retry = submission.kept, submission.retry
    if retry is None:
        return []
    row = msgspec.structs.asdict(retry)
    return [{**row, "site": submission.site.id, "comment": kept.id, "at": kept.received_at}]
