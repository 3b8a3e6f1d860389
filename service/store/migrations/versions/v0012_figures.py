"""What figures are made from, with comments and decisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

from moderation.verdict import Verdict
from service.model import reasons
from service.ruling import CaseStanding, Standing
from service.tally import suggestion

revision = "0012"
down_revision = "0011"

_AT_ONCE = 1_000
_QUARTER_S = 900
_ADD = "INSERT INTO found (site, quarter, code, comment) VALUES (:site, :quarter, :code, :comment)"
_TELL = (
    "UPDATE comments SET quarter = :quarter, action = :action, suggested = :suggested, section ="
    " (SELECT section FROM threads WHERE threads.site = :site AND sha256 = comments.thread_sha256) WHERE id = :id"
)


def upgrade() -> None:
    """Add the columns, then fill them from verdicts and from what decisions met."""
    _add_columns()
    op.create_table(
        "found",
        sa.Column("site", _ascii(64), sa.ForeignKey("sites.id"), primary_key=True),
        sa.Column("quarter", sa.Integer, primary_key=True),
        sa.Column("code", _code(), primary_key=True),
        sa.Column("comment", _ascii(64), sa.ForeignKey("comments.id"), primary_key=True, index=True),
        sqlite_with_rowid=False,
    )
    _fill_comments()
    _fill_decisions()
    op.create_index("comments_figures", "comments", ["site", "quarter", "status", "action", "section"])
    columns = ["site", "at", "action", "suggested", "waited_s", "id"]
    op.create_index("decisions_figures", "decisions", columns)
    op.create_index("decisions_of_one", "decisions", ["site", "by", "at"])


def _ascii(length: int) -> sa.String:
    return sa.String(length, collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def _code() -> sa.Text:
    return sa.Text(collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def _add_columns() -> None:
    for column in (
        sa.Column("quarter", sa.Integer),
        sa.Column("action", _ascii(16)),
        sa.Column("section", sa.Text),
        sa.Column("suggested", _ascii(16)),
    ):
        op.add_column("comments", column)
    site, suggested = (
        sa.Column(name, _ascii(64 if name == "site" else 16)) for name in ("site", "suggested")
    )
    for column in (site, sa.Column("waited_s", sa.Double), suggested):
        op.add_column("decisions", column)


def _fill_comments() -> None:
    verdicts = msgspec.json.Decoder(Verdict)
    for page in _pages("SELECT id, site, received_at, verdict FROM comments"):
        told, codes = [], []
        for row in page:
            verdict = verdicts.decode(row.verdict)
            place = {"site": row.site, "quarter": int(row.received_at // _QUARTER_S)}
            action, suggested = verdict.action.value, suggestion(verdict)
            told.append({**place, "id": row.id, "action": action, "suggested": suggested})
            codes += [{**place, "code": code, "comment": row.id} for code in reasons(verdict)]
        _run(_TELL, told)
        _run(_ADD, codes)


def _fill_decisions() -> None:
    standings = msgspec.json.Decoder(Standing)
    wanted = (
        "SELECT decisions.id, decisions.at, decisions.action, decisions.before, comments.site,"
        " comments.suggested FROM decisions JOIN comments ON comments.id = decisions.comment"
    )
    fill = "UPDATE decisions SET site = :site, waited_s = :waited_s, suggested = :suggested WHERE id = :id"
    for page in _pages(wanted, "decisions.id"):
        told = [
            {
                "id": row.id,
                "site": row.site,
                "suggested": row.suggested,
                "waited_s": _waited_s(row, standings.decode(row.before).case if row.before else None),
            }
            for row in page
        ]
        _run(fill, told)


def _waited_s(row: Any, case: CaseStanding | None) -> float | None:
    if case is None or not case.is_open or row.action == "escalate":
        return None
    return max(0.0, float(row.at) - case.opened_at)


def _pages(wanted: str, key: str = "id") -> Iterator[Any]:
    """The rows of *wanted*, a thousand at a time."""
    page = sa.text(f"{wanted} WHERE {key} > :after ORDER BY {key} LIMIT {_AT_ONCE}")
    after = ""
    while rows := op.get_bind().execute(page, {"after": after}).all():
        yield rows
        after = rows[-1].id


def _run(statement: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        op.get_bind().execute(sa.text(statement), rows)
