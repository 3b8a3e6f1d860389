"""What the service keeps: one interface, a URL picks the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from msgspec import Struct

from moderation.errors import ModerationError, PolicyError
from service.model import Case, CaseCounts, Decision, Kept, Site

if TYPE_CHECKING:
    from service.store.sql import SqlStore

IDEMPOTENCY_KEPT_S = 86_400


class Retry(Struct, frozen=True):
    """By what a retry is known: a digest of the client's key, and of the body that came with it."""

    key_sha256: bytes
    body_sha256: bytes


class Submission(Struct, frozen=True, kw_only=True):
    """A judged comment on its way into the store, with the policy that judged it."""

    site: Site
    kept: Kept
    retry: Retry | None = None


class Clash(ModerationError):
    """A submission broke a constraint: its idempotency key was taken meanwhile, or its site is gone."""


class Store(Protocol):
    """Comments, cases, decisions and policies of sites. Raises `StoreUnavailable` while it cannot answer."""

    async def site(self, id: str) -> Site | None:  # noqa: A002
        """The site with its present policy, or None. Equal policies are one object."""

    async def add_site(self, site: Site) -> None:
        """Keep *site*; one that is there gets the new name and policy. Old policies stay, for replays."""

    async def submit(self, submission: Submission) -> None:
        """Keep a judged comment with its case, event and idempotency row; returns when it is on the disk.

        Raises `Clash`, and `StoreUnavailable` when too many are waiting.
        """

    async def received(self, site: str, key_sha256: bytes, since: float) -> tuple[bytes, Kept] | None:
        """What came under an idempotency key after *since*: the digest of its body, and the comment."""

    async def comment(self, site: str, id: str) -> Kept:  # noqa: A002
        """The comment with its decisions. Raises `NotFound`."""

    async def cases(
        self, site: str, *, limit: int, after: str | None, reason: str | None
    ) -> tuple[list[Case], str | None]:
        """Open cases, oldest first, and where the next page starts. Raises `BadCursor`."""

    async def counts(self, site: str) -> CaseCounts:
        """Count the open cases."""

    async def decide(self, site: str, decision: Decision) -> None:
        """Append *decision*, set the comment's status and close its case. Raises `NotFound`."""

    async def ping(self) -> None:
        """Return when the store answers."""

    async def close(self) -> None:
        """Keep what is waiting, then let go of the database."""


async def open_store(url: str, home: Path) -> SqlStore:
    """Open the store at *url* and bring its tables up to date; *home* is the service's state folder.

    `sqlite://` alone is the file moderation.db in *home*. Raises `PolicyError` for another scheme.
    """
    match urlsplit(url).scheme:
        case "sqlite":
            from service.store import sqlite

            return await sqlite.open_file(url, home)
        case other:
            cure = "use sqlite:// (one file in the state folder; postgresql:// is not built yet)"
            raise PolicyError(f"store url starts with {other!r}, which no backend answers to; {cure}")
