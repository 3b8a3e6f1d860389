"""Between our types and the rows of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import RowMapping, Table

from moderation.comment import Comment
from moderation.policy import Policy
from moderation.policy.model import typed
from moderation.verdict import Verdict
from service.model import ApiKey, Case, Decision, Kept, Scope, Status, reasons
from service.store import Submission, tables

Values = dict[str, Any]

_SAID = ("text", "author", "thread", "parent", "language")
_EVENTS: Mapping[Status, str] = {
    "published": "comment.published",
    "waiting": "comment.held",
    "refused": "comment.rejected",
}
_verdicts = msgspec.json.Decoder(Verdict)


@lru_cache(maxsize=256)
def policy_of(document: bytes) -> Policy:
    """The policy of a stored document; one object for all who ask, as it keeps its compiled word lists."""
    return typed(msgspec.json.decode(document), Policy)


def rows_of(submissions: Sequence[Submission]) -> Iterator[tuple[Table, list[Values]]]:
    """The new rows of *submissions* by table, in the order in which they refer to each other; no events yet."""
    waiting = [one for one in submissions if one.kept.status == "waiting"]
    yield tables.comments, [_comment_row(one) for one in submissions]
    yield tables.cases, [_case_row(one) for one in waiting]
    yield tables.open_reasons, [row for one in waiting for row in _reason_rows(one)]
    yield tables.idempotency, [row for one in submissions for row in _retry_rows(one)]


def arrival_row(submission: Submission) -> Values:
    """The outbox row that says what became of a new comment."""
    kept = submission.kept
    return event_row(submission.site.id, kept.id, kept.status, kept.received_at)


def event_row(site: str, comment: str, status: Status, at: float, decision: str | None = None) -> Values:
    """The outbox row that says that *comment* now has *status*."""
    return {"site": site, "comment": comment, "event": _EVENTS[status], "decision": decision, "at": at}


def kept_of(row: RowMapping, decisions: tuple[Decision, ...]) -> Kept:
    """The comment of a row of `comments`."""
    return Kept(
        id=row["id"],
        status=row["status"],
        verdict=_verdicts.decode(row["verdict"]),
        comment=_comment_of(row),
        received_at=row["received_at"],
        decisions=decisions,
    )


def case_of(row: RowMapping) -> Case:
    """The open case of a row of `comments` with the time at which it opened."""
    return Case(
        id=row["id"],
        comment=_comment_of(row),
        verdict=_verdicts.decode(row["verdict"]),
        opened_at=row["opened_at"],
        state="open",
    )


def decision_of(row: RowMapping) -> Decision:
    """The decision of a row of `decisions`."""
    return Decision(**{name: row[name] for name in Decision.__struct_fields__})


def key_of(row: RowMapping) -> ApiKey:
    """The key of a row of `keys`."""
    fields = {name: row[name] for name in ApiKey.__struct_fields__}
    scopes: tuple[Scope, ...] = tuple(row["scopes"].split())
    return ApiKey(**{**fields, "scopes": scopes})


def key_row(key: ApiKey, digest: str) -> Values:
    """The row of `keys` for *key*."""
    return {**msgspec.structs.asdict(key), "scopes": " ".join(key.scopes), "digest": digest}


def _comment_of(row: RowMapping) -> Comment:
    return Comment(**{name: row[name] for name in _SAID})


def _comment_row(submission: Submission) -> Values:
    kept = submission.kept
    return {name: getattr(kept.comment, name) for name in _SAID} | {
        "id": kept.id,
        "site": submission.site.id,
        "status": kept.status,
        "policy": kept.verdict.policy,
        "verdict": kept.verdict.json(),
        "received_at": kept.received_at,
    }


def _case_row(submission: Submission) -> Values:
    kept = submission.kept
    return {"comment": kept.id, "site": submission.site.id, "state": "open", "opened_at": kept.received_at}


def _reason_rows(submission: Submission) -> list[Values]:
    kept = submission.kept
    place = {"site": submission.site.id, "opened_at": kept.received_at, "comment": kept.id}
    return [{**place, "code": code} for code in reasons(kept.verdict)]


def _retry_rows(submission: Submission) -> list[Values]:
    kept, retry = submission.kept, submission.retry
    if retry is None:
        return []
    row = msgspec.structs.asdict(retry)
    return [{**row, "site": submission.site.id, "comment": kept.id, "at": kept.received_at}]
