"""What listed words have caught."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation.verdict import Verdict
from service.caught import caught_in
from service.model import reasons
from service.store.tables import caught, comments, found
from service.store.transactions import Transactions


class Catches:
    """Over connections that read; they are written with their comments."""

    def __init__(self, reading: Transactions) -> None:
        self._reading = reading

    async def counts(self, site: str, since: float, until: float) -> dict[str, int]:
        """In how many comments of that time each word was found, by word; words in their order."""
        theirs = (caught.c.site == site) & (caught.c.at >= since) & (caught.c.at < until)
        query = select(caught.c.word, func.count()).where(theirs).group_by(caught.c.word)
        async with self._reading.begin() as connection:
            return {word: number for word, number in await connection.execute(query.order_by(caught.c.word))}  # noqa: C416


async def replace(connection: AsyncConnection, comment: str, verdict: Verdict) -> None:
    """Keep what *verdict* found in *comment*, words and codes, in place of what was found before."""
    await forget(connection, [comment])
    await connection.execute(delete(found).where(found.c.comment == comment))
    theirs = select(comments.c.site, comments.c.received_at, comments.c.quarter)
    site, at, quarter = (await connection.execute(theirs.where(comments.c.id == comment))).one()
    words = [{"site": site, "at": at, "word": word, "comment": comment} for word in caught_in(verdict)]
    codes = [
        {"site": site, "quarter": quarter, "code": code, "comment": comment} for code in reasons(verdict)
    ]
    for table, rows in ((caught, words), (found, codes)):
        if rows:
            await connection.execute(insert(table), rows)


async def forget(connection: AsyncConnection, ids: Sequence[str]) -> None:
    """Forget which words were found in these comments; for which codes they were held is not their authors' own."""
    await connection.execute(delete(caught).where(caught.c.comment.in_(ids)))
