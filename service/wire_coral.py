"""What goes over the wire of Coral's secrets."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from msgspec import Meta, Struct

from service.store.coral import CoralSecret
from service.wire_decisions import moment

Secret = Annotated[str, Meta(min_length=8, max_length=200, pattern=r"^[!-~]+\Z")]


class NewCoralSecret(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The signing secret that Coral shows beside its moderation phase."""

    secret: Secret


class CoralSecretLine(Struct, frozen=True, kw_only=True):
    """A secret; *shown* is its end."""

    id: str
    shown: str
    created_at: datetime

    @classmethod
    def of(cls, secret: CoralSecret) -> Self:
        """*secret* with its time as people write it."""
        return cls(id=secret.id, shown=secret.shown, created_at=moment(secret.created_at))


class CoralSecretsList(Struct, frozen=True):
    """The site's secrets, the oldest first; *path* is where Coral is to send comments."""

    path: str
    secrets: list[CoralSecretLine]
