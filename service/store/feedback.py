"""What a site's people said of texts in programs of somebody else's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec
from msgspec import Struct
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from service.lessons import Taught
from service.store.tables_doors import feedback
from service.store.transactions import Transactions

Door = Literal["akismet", "perspective"]
_NEW = ("text", "action", "label", "told", "token", "at")


class Feedback(Struct, frozen=True, kw_only=True):
    """What was said of *text*: *action* and our *label* are what it teaches, *told* is what the program sent.

    *token* is what the program calls the comment.
    """

    door: Door
    text: str
    action: Taught
    label: str | None = None
    told: Mapping[str, float | str] = {}
    token: str | None = None


class Kept(NamedTuple):
    """Feedback as it was kept."""

    number: int
    feedback: Feedback
    at: float


class Feedbacks:
    """Keeps feedback; of one text at one door the last counts."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def keep(self, site: str, said: Feedback, at: float) -> None:
        """Keep what was said; when this returns, it is on the disk."""
        row = {
            **{name: getattr(said, name) for name in ("door", "text", "action", "label", "token")},
            "site": site,
            "sha256": hashlib.sha256(said.text.encode("utf-8", "surrogatepass")).digest(),
            "told": msgspec.json.encode(said.told).decode(),
            "at": at,
        }
        async with self._writing.begin() as connection:
            make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            new = make(feedback)
            anew = {name: new.excluded[name] for name in _NEW}
            of_text = [feedback.c.site, feedback.c.door, feedback.c.sha256]
            await connection.execute(new.on_conflict_do_update(index_elements=of_text, set_=anew), row)

    async def of_site(self, site: str, *, after: int, limit: int) -> Sequence[Kept]:
        """Feedback with a higher number than *after*, in order."""
        query = select(feedback).where(feedback.c.site == site, feedback.c.number > after)
        async with self._reading.begin() as connection:
            rows = (await connection.execute(query.order_by(feedback.c.number).limit(limit))).mappings()
            return [
                Kept(
                    row["number"],
                    Feedback(
                        **{name: row[name] for name in ("door", "text", "action", "label", "token")},
                        told=msgspec.json.decode(row["told"]),
                    ),
                    row["at"],
                )
                for row in rows
            ]


async def forget(connection: AsyncConnection, site: str, cutoff: float, limit: int) -> int:
    """Forget at most *limit* of what was said before *cutoff*; how much."""
    old = select(feedback.c.number).where(feedback.c.site == site, feedback.c.at < cutoff).limit(limit)
    return (await connection.execute(delete(feedback).where(feedback.c.number.in_(old)))).rowcount


async def forget_of(connection: AsyncConnection, site: str, ids: Iterable[str]) -> None:
    """Forget what was said of comments that the program calls by our *ids*."""
    its = feedback.c.token.in_(list(ids))
    await connection.execute(delete(feedback).where(feedback.c.site == site, its))
