"""The store over SQL: one query text for every database."""

from __future__ import annotations

import asyncio

from sqlalchemy import RowMapping, Select, select

from service.model import Kept, NotFound, Site
from service.store import Submission, writing
from service.store.alerts import Alerts
from service.store.audit import Audit
from service.store.catches import Catches
from service.store.coral import Coral
from service.store.decisions import Decisions, decisions_where
from service.store.deliveries import Deliveries
from service.store.documents import Documents
from service.store.events import Events
from service.store.feedback import Feedbacks
from service.store.figures import Figures
from service.store.form_keys import FormKeys
from service.store.groups import Groups
from service.store.guest_records import GuestRecords
from service.store.guests import Guests
from service.store.hash_keys import HashKeys
from service.store.holds import Holds
from service.store.keys import Keys
from service.store.people import People
from service.store.policies import Policies
from service.store.queue import Queue
from service.store.readers import Readers
from service.store.removals import Removals
from service.store.retention import Retention
from service.store.rows import decision_of, kept_of, policy_of
from service.store.search import Search
from service.store.sessions import Sessions
from service.store.shifts import Shifts
from service.store.sites import Sites
from service.store.tables import comments, decisions, idempotency, policies, sites
from service.store.threads import Threads
from service.store.transactions import Transactions
from service.store.tries import Tries
from service.store.usage import Usage
from service.store.webhooks import Webhooks


class SqlStore:
    """A `Store` over one set of connections that write and one that read."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading
        self._groups = Groups(writing)
        self.policies = Policies(writing, reading)
        self.queue = Queue(writing, reading)
        self.decisions = Decisions(writing, reading)
        self.coral = Coral(writing, reading)
        self.search = Search(reading)
        self.alerts = Alerts(writing, reading)
        self.audit = Audit(reading)
        self.events = Events(reading)
        self.guests = Guests(writing, reading)
        self.guest_records = GuestRecords(writing, reading)
        self.hash_keys = HashKeys(writing, reading)
        self.holds = Holds(writing, reading)
        self.feedbacks = Feedbacks(writing, reading)
        self.form_keys = FormKeys(writing, reading)
        self.readers = Readers(writing, reading)
        self.threads = Threads(writing, reading)
        self.keys = Keys(writing, reading)
        self.people = People(writing, reading)
        self.removals = Removals(writing, reading)
        self.retention = Retention(writing)
        self.sessions = Sessions(writing, reading)
        self.catches = Catches(reading)
        self.figures = Figures(reading)
        self.documents = Documents(writing, reading)
        self.shifts = Shifts(writing, reading)
        self.sites = Sites(writing, reading)
        self.tries = Tries(writing)
        self.usage = Usage(writing, reading)
        self.webhooks = Webhooks(writing, reading)
        self.deliveries = Deliveries(writing, reading)

    async def site(self, id: str) -> Site | None:  # noqa: A002
        """Read one site; its policy is decoded only once."""
        query = select(sites.c.id, sites.c.name, policies.c.document).join(policies).where(sites.c.id == id)
        row = await self._one(query)
        return Site(id=row["id"], name=row["name"], policy=policy_of(row["document"])) if row else None

    async def add_site(self, site: Site, at: float = 0.0) -> None:
        """Write one site."""
        async with self._writing.begin() as connection:
            await writing.keep_site(connection, site, at)

    async def submit(self, submission: Submission) -> str | None:
        """Write with whatever else waits."""
        return await self._groups.keep(submission)

    async def received(self, site: str, key_sha256: bytes, since: float) -> tuple[bytes, Kept] | None:
        """Read by idempotency key."""
        query = select(idempotency.c.comment, idempotency.c.body_sha256).where(
            idempotency.c.site == site, idempotency.c.key_sha256 == key_sha256, idempotency.c.at > since
        )
        row = await self._one(query)
        return (row["body_sha256"], await self.comment(site, row["comment"])) if row else None

    async def comment(self, site: str, id: str) -> Kept:  # noqa: A002
        """Read one comment and its decisions, as they were at one moment."""
        wanted = select(comments).where(comments.c.site == site, comments.c.id == id)
        said = decisions_where(decisions.c.comment == id)
        async with self._reading.begin() as connection:
            row = (await connection.execute(wanted)).mappings().first()
            if row is None:
                raise NotFound(f"the site has no comment {id!r}")
            decided = (await connection.execute(said)).mappings()
            return kept_of(row, tuple(map(decision_of, decided)))

    async def ping(self) -> None:
        """Read nothing."""
        await self._one(select(1))

    async def close(self) -> None:
        """Write what waits, then close the connections."""
        await self._groups.close()
        await asyncio.gather(self._writing.close(), self._reading.close())

    async def _one(self, query: Select[*tuple[object, ...]]) -> RowMapping | None:
        async with self._reading.begin() as connection:
            return (await connection.execute(query)).mappings().first()
