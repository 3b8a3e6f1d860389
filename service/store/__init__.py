"""What the service keeps: one interface, a URL picks the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from moderation.errors import ModerationError, PolicyError
from service.likeness import Likeness
from service.model import Kept, Site
from service.senders import Sender

if TYPE_CHECKING:
    from service.store.decisions import Decisions
    from service.store.guests import Guests
    from service.store.hash_keys import HashKeys
    from service.store.policies import Policies
    from service.store.queue import Queue
    from service.store.search import Search
    from service.store.sql import SqlStore
    from service.store.threads import Threads

IDEMPOTENCY_KEPT_S = 86_400


class Retry(Struct, frozen=True):
    """By what a retry is known: a digest of the client's key, and of the body that came with it."""

    key_sha256: bytes
    body_sha256: bytes


class Submission(Struct, frozen=True, kw_only=True):
    """A judged comment on its way into the store, with the policy that judged it.

    *observed* and *observed_guest* are what the counters know comment and guest by; *likeness* is given when it
    waits, *words* are what it is found by, *section* is its thread's, *sender* leads to its guest.
    """

    site: Site
    kept: Kept
    retry: Retry | None = None
    observed: str | None = None
    observed_guest: str | None = None
    section: str | None = None
    receipt_sha256: str | None = None
    sender: Sender | None = None
    likeness: Likeness | None = None
    words: tuple[str, ...] = ()


class Clash(ModerationError):
    """A submission broke a constraint: its idempotency key was taken meanwhile, or its site is gone."""


class Store(Protocol):
    """Comments, cases, decisions and policies of sites. Raises `StoreUnavailable` while it cannot answer."""

    @property
    def queue(self) -> Queue:
        """Cases."""

    @property
    def decisions(self) -> Decisions:
        """Decisions."""

    @property
    def guests(self) -> Guests:
        """Guests, and what is known of them."""

    @property
    def hash_keys(self) -> HashKeys:
        """What the secrets are made from by which guests are known."""

    @property
    def search(self) -> Search:
        """Comments by their words."""

    @property
    def threads(self) -> Threads:
        """Threads."""

    async def site(self, id: str) -> Site | None:  # noqa: A002
        """The site with its present policy, or None. Equal policies are one object."""

    @property
    def policies(self) -> Policies:
        """The versions of each site's policy."""

    async def add_site(self, site: Site, at: float = 0.0) -> None:
        """Keep *site* with its first policy; one that is there gets the new name alone.

        *at* is when the first version came, in seconds since 1970.
        """

    async def submit(self, submission: Submission) -> str | None:
        """Keep a judged comment with its guest, case, event and idempotency row; whose it is, once on the disk.

        Raises `Clash`, and `StoreUnavailable` when too many are waiting.
        """

    async def received(self, site: str, key_sha256: bytes, since: float) -> tuple[bytes, Kept] | None:
        """What came under an idempotency key after *since*: the digest of its body, and the comment."""

    async def comment(self, site: str, id: str) -> Kept:  # noqa: A002
        """The comment with its decisions. Raises `NotFound`."""

    async def ping(self) -> None:
        """Return when the store answers."""

    async def close(self) -> None:
        """Keep what is waiting, then let go of the database."""


async def open_store(url: str, home: Path) -> SqlStore:
    """Open the store at *url* and bring its tables up to date; *home* is the service's state folder.

    `sqlite://` alone is the file moderation.db in *home*. Raises `PolicyError` for another scheme, and
    `StoreUnavailable` when the database cannot be had.
    """
    match scheme_of(url):
        case "sqlite":
            from service.store import sqlite

            return await sqlite.open_file(url, home)
        case "postgresql":
            from service.store import postgres

            return await postgres.open_database(url)
        case other:
            cure = "use sqlite:// (one file in the state folder) or postgresql://user:password@host:5432/database"
            raise PolicyError(f"store url starts with {other!r}, which no backend answers to; {cure}")


async def versions(url: str, home: Path) -> tuple[str | None, str]:
    """The version of the tables at *url*, None when there are none, and the newest one. Raises like `open_store`."""
    from service.store.migrate import newest

    if scheme_of(url) == "sqlite":
        from service.store import sqlite

        return await sqlite.version_in(url, home), newest()
    from service.store import postgres

    return await postgres.version_in(url), newest()


def scheme_of(url: str) -> str:
    """What stands before `://`; empty when that does not occur.

    >>> scheme_of("sqlite:///news.db"), scheme_of("news.db")
    ('sqlite', '')
    """
    scheme, found, _ = url.partition("://")
    return scheme if found else ""
