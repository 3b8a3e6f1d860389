"""The tables as queries see them; `migrations/` makes them, and a test holds both together."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.types import TypeEngine

from service.store.words import Words

metadata = MetaData()


def ascii_(length: int) -> TypeEngine[str]:
    """Text of our own, as ids and states: compared by its bytes, whatever order the database has for words."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def _number() -> Column[int]:
    """Counts up and is never used again. Numbers appear in their order, so a reader may follow by the highest seen.

    That holds on PostgreSQL too, where a number is taken before its transaction commits: a trigger on each such
    table (`take_turns`, migration 0002) lets one transaction at a time take numbers, from its first to its commit.
    So write to these tables last, and lock nothing after.
    """
    kind = BigInteger().with_variant(Integer, "sqlite")
    return Column("number", kind, Identity(), primary_key=True)


# Every policy that ever judged something, as canonical JSON; a verdict names it by digest.
policies = Table(
    "policies",
    metadata,
    Column("digest", ascii_(80), primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

sites = Table(
    "sites",
    metadata,
    Column("id", ascii_(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("policy", ForeignKey("policies.digest"), nullable=False),
)

# Only ever added to; the last one of a site is in force.
policy_versions = Table(
    "policy_versions",
    metadata,
    Column("site", ForeignKey("sites.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", ForeignKey("policies.digest"), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("note", Text, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("id", ascii_(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False, index=True),
    Column("digest", ascii_(64), nullable=False, unique=True),
    Column("scopes", Text, nullable=False),  # words with spaces between
    Column("created_at", Double, nullable=False),
    Column("last_used_at", Double),
    Column("name", Text, nullable=False, server_default=""),
    Column("shown", Text, nullable=False, server_default=""),  # see `service.keys.shown`
    Column("ends_at", Double),
    Column("replaced_by", String(64)),
)

# With its policy and the verdict, whose exact bytes these are, a row is all that a replay needs.
comments = Table(
    "comments",
    metadata,
    Column("id", ascii_(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("status", ascii_(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("thread", Text),
    Column("parent", Text),
    Column("language", ascii_(8)),
    Column("policy", ForeignKey("policies.digest"), nullable=False),
    Column("verdict", LargeBinary, nullable=False),
    Column("received_at", Double, nullable=False),
    # The newsroom's version, which readers see in place of `text`; that stays as its author wrote and we judged it.
    Column("edited", Text),
    Column("edited_at", Double),
    # How the counters know the comment and its guest, for strikes that a decision adds or takes back.
    Column("observed", ascii_(64)),
    Column("observed_guest", ascii_(64)),
    # Whose it is; no foreign key, as a guest may be forgotten before his comments. Text, name and the rest of the
    # author's own are gone from *erased_at* on.
    Column("guest", ascii_(64)),
    Column("erased_at", Double),
    Column("thread_sha256", ascii_(64)),
    Column("receipt_sha256", ascii_(64)),
    Column("appealed_at", Double),
    # What figures are made from: the quarter of an hour in which it came, counted from 1970; the verdict's action; its
    # thread's section then; what the classifier alone suggests.
    Column("quarter", Integer),
    Column("action", ascii_(16)),
    Column("section", Text),
    Column("suggested", ascii_(16)),
    Index("comments_figures", "site", "quarter", "status", "action", "section"),
    Index("comments_of_thread", "site", "thread_sha256", "status", "id"),
    Index("comments_by_receipt", "receipt_sha256"),
    Index("comments_of_guest", "guest", "id"),
    Index("comments_of_guest_by_status", "guest", "status"),
    Index("comments_by_age", "site", "status", "received_at"),
)

_with_hash = comments.c.observed_guest.is_not(None)
Index(
    "comments_with_hash",
    comments.c.site,
    comments.c.received_at,
    sqlite_where=_with_hash,
    postgresql_where=_with_hash,
)

# For which codes a comment was not simply published, as its verdict tells.
found = Table(
    "found",
    metadata,
    Column("site", ForeignKey("sites.id"), primary_key=True),
    Column("quarter", Integer, primary_key=True),
    Column("code", Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True),
    Column("comment", ForeignKey("comments.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# Which listed words were found in a comment, as its verdict tells; gone when it is erased.
caught = Table(
    "caught",
    metadata,
    Column("site", ForeignKey("sites.id"), primary_key=True),
    Column("at", Double, primary_key=True),
    Column("word", Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True),
    Column("comment", ForeignKey("comments.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# What the queue is filtered by is kept here, so that a page reads neighbours of one index; threads are long, so by
# digest. *number* is the last fencing number given; *claimed_by* has the case in hand until *claimed_until*.
cases = Table(
    "cases",
    metadata,
    Column("comment", ForeignKey("comments.id"), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("state", ascii_(16), nullable=False),
    Column("opened_at", Double, nullable=False),
    Column("rank", Double, nullable=False, server_default="0"),
    Column("level", ascii_(16), nullable=False, server_default="moderator"),
    Column("section", Text),
    Column("language", ascii_(16)),
    Column("thread_sha256", ascii_(64)),
    Column("guest", ascii_(64)),
    Column("cluster", ascii_(64)),
    Column("number", Integer, nullable=False, server_default="0"),
    Column("claimed_by", Text),
    Column("claimed_until", Double),
    Column("closed_by", Text),
    Index("cases_in_order", "site", "state", "opened_at", "comment"),
)


def _index_open(name: str, *columns: str, only: str = "") -> None:
    """An index over open cases alone: nobody filters closed ones, which are many more."""
    where = text(f"state = 'open'{only}")
    Index(name, *(cases.c[column] for column in columns), sqlite_where=where, postgresql_where=where)


_index_open("open_by_rank", "site", "rank", "comment")
_index_open("open_by_section", "site", "section", "opened_at", "comment")
_index_open("open_by_section_and_rank", "site", "section", "rank", "comment")
_index_open("open_by_language", "site", "language", "opened_at", "comment")
_index_open("open_by_language_and_rank", "site", "language", "rank", "comment")
_index_open("open_by_thread", "site", "thread_sha256", "opened_at", "comment")
_index_open("open_by_guest", "site", "guest", "opened_at", "comment")
_index_open("open_by_cluster", "site", "cluster", "opened_at", "comment")
_index_open("open_escalated", "site", "opened_at", "comment", only=" AND level = 'editor'")
_index_open("open_claimed", "site", "opened_at", "comment", only=" AND claimed_by IS NOT NULL")

# Why a case is open; its rows go when it closes. So a page and a count by reason read neighbours alone.
open_reasons = Table(
    "open_reasons",
    metadata,
    Column("site", ForeignKey("sites.id"), primary_key=True),
    Column("code", Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True),
    Column("opened_at", Double, primary_key=True),
    Column("comment", ForeignKey("cases.comment"), primary_key=True, index=True),
    Column("rank", Double, nullable=False, server_default="0"),
    Index("open_reasons_by_rank", "site", "code", "rank", "comment"),
    sqlite_with_rowid=False,
)

# Only ever added to; the last one for a comment that is not in `undone` is in force. *before* is the standing that it
# met (`service.ruling.Standing` as JSON).
decisions = Table(
    "decisions",
    metadata,
    _number(),
    Column("id", ascii_(64), nullable=False, unique=True),
    Column("comment", ForeignKey("comments.id"), nullable=False, index=True),
    Column("action", ascii_(16), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("note", Text, nullable=False),
    Column("reason", Text),
    Column("message", Text, nullable=False, server_default=""),
    Column("text", Text),
    Column("due_at", Double),
    Column("before", LargeBinary),
    # What figures are made from: how long the case had been open that it closes, and what the classifier suggested.
    Column("site", ascii_(64)),
    Column("waited_s", Double),
    Column("suggested", ascii_(16)),
    Index("decisions_by_age", "at"),
    Index("decisions_figures", "site", "at", "action", "suggested", "waited_s", "id"),
    Index("decisions_of_one", "site", "by", "at"),
    sqlite_autoincrement=True,
)

undone = Table(
    "undone",
    metadata,
    Column("decision", ForeignKey("decisions.id"), primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", Double, nullable=False),
)

# Decisions whose strike the counters have not heard of.
unsettled = Table(
    "unsettled",
    metadata,
    Column("decision", ForeignKey("decisions.id"), primary_key=True),
    Column("due_at", Double, nullable=False, index=True),
)

# Texts that wait or lately waited for a moderator: the first of each kind stands for those like it.
clusters = Table(
    "clusters",
    metadata,
    Column("id", ascii_(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("sketch", LargeBinary, nullable=False),  # uint32, little-endian
    Column("seen_at", Double, nullable=False, index=True),
)

cluster_bands = Table(
    "cluster_bands",
    metadata,
    Column("site", ForeignKey("sites.id"), primary_key=True),
    Column("band", BigInteger, primary_key=True),
    Column("cluster", ForeignKey("clusters.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# What a comment is found by. Migration 0003 indexes the words in each database's own way: in PostgreSQL by a GIN index,
# in SQLite by triggers that carry them on into `search_index`, an FTS5 table.
searchable = Table(
    "searchable",
    metadata,
    _number(),
    Column("comment", ForeignKey("comments.id"), nullable=False, unique=True),
    Column("words", Words, nullable=False),
)

# What has happened and who must hear of it, in the order of its numbers; `service.events` tells what each means.
outbox = Table(
    "outbox",
    metadata,
    _number(),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("comment", ForeignKey("comments.id"), nullable=False),
    Column("event", ascii_(32), nullable=False),
    Column("decision", ForeignKey("decisions.id"), index=True),
    Column("at", Double, nullable=False),
    Column("actor", Text),
    Column("due_at", Double),
    Column("cancelled_at", Double),
    sqlite_autoincrement=True,
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("site", ForeignKey("sites.id"), primary_key=True),
    Column("key_sha256", LargeBinary(32), primary_key=True),
    Column("body_sha256", LargeBinary(32), nullable=False),
    Column("comment", ForeignKey("comments.id"), nullable=False),
    Column("at", Double, nullable=False, index=True),
)
