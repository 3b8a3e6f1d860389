"""A desk over a real database, with time in the test's hand, and the comments that tests send it."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from moderation.comment import Comment, comment_of
from moderation.counters import Counters
from moderation.counters.memory import MemoryCounters
from service.desk import Desk
from service.model import Received, Site
from service.store import open_store
from service.store.sql import SqlStore
from tests.fakes import KEYS, BadWordClassifier, ManualClock, policy_of

SITE = Site(id="news", name="The News", policy=policy_of())
HELD = "Xem https://example.com/xe-may nhé"  # a link waits for a moderator
REFUSED = "bad words"
FINE = "Chào cả nhà"


class Place(NamedTuple):
    """A state folder, and the URL of a database that is empty or belongs to it."""

    home: Path
    database: str = "sqlite://"


class Office:
    """A desk, its store, and its clock."""

    def __init__(self, store: SqlStore, counters: Counters | None = None) -> None:
        self.clock = ManualClock()
        self.store = store
        self.desk = Desk(
            store,
            counters or MemoryCounters(self.clock),
            BadWordClassifier(),
            KEYS.secret,
            clock=lambda: self.clock.now_ms / 1000,
        )

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database itself says."""
        async with self.store._reading.begin() as connection:
            return [tuple(row) for row in await connection.exec_driver_sql(query)]

    async def receive(self, text: str = FINE, *, key: str | None = None, site: Site = SITE) -> Received:
        """Send a comment whose body is its text."""
        body = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        return await self.desk.receive(site, said(text), idempotency_key=key, body_sha256=body)


def said(text: str, **fields: Any) -> Comment:
    """A comment by Ann."""
    guest = {"ip": "203.0.113.9", "token": "ann"}
    return comment_of({"text": text, "author": "Ann", "guest": guest, **fields})


@asynccontextmanager
async def opened(place: Place, counters: Counters | None = None, *sites: Site) -> AsyncIterator[Office]:
    """Open the office at *place* with *sites*, or with `SITE` alone."""
    store = await open_store(place.database, place.home)
    try:
        for site in sites or (SITE,):
            await store.add_site(site)
        office = Office(store, counters)
        yield office
        await office.desk.close()
    finally:
        await store.close()
