"""What goes over the wire of sites, keys, moderators, sessions and the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from msgspec import UNSET, Meta, Struct, UnsetType

from service.desk.people import Invitation
from service.desk.sessions import Visit
from service.keys import KeyKind, kind_of
from service.model import ApiKey, Scope
from service.people import MOST_NAME, MOST_PASSWORD, AccountError, Moderator, Role, Session
from service.store.audit import Entry
from service.store.sites import SiteChange, SiteEntry
from service.wire_decisions import moment

MOST_OVERLAP_S = 90 * 86_400
_MOST_ORIGINS = 100

SecretScope = Literal["check", "submit", "moderate", "admin"]
SiteId = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Title = Annotated[str, Meta(min_length=1, max_length=200)]
Name = Annotated[str, Meta(min_length=1, max_length=MOST_NAME)]
Password = Annotated[str, Meta(min_length=1, max_length=MOST_PASSWORD)]
Origin = Annotated[str, Meta(min_length=1, max_length=300)]


class NewSite(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A site to add; it starts with the policy that the service was started with."""

    id: SiteId
    name: Title


class ChangedSite(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be changed; what is left out stays. *origins* is the whole list, as https://www.example.com."""

    name: Title | UnsetType = UNSET
    origins: Annotated[list[Origin], Meta(max_length=_MOST_ORIGINS)] | UnsetType = UNSET

    def change(self) -> SiteChange:
        """The same for the desk."""
        return SiteChange(name=self.name, origins=self.origins)


class SitesList(Struct, frozen=True):
    """The sites that the caller has to do with."""

    sites: list[SiteEntry]


class NewKey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key to make: a secret one for the site's own server with *scopes*, or a public one for its pages."""

    kind: KeyKind = "secret"
    name: Annotated[str, Meta(max_length=200)] = ""
    scopes: Annotated[list[SecretScope], Meta(max_length=4)] = []

    def given(self) -> list[Scope]:
        """The scopes. Raises `AccountError` when they do not fit the kind."""
        if (self.kind == "secret") != bool(self.scopes):
            told = "a public key has no scopes to choose" if self.scopes else "a secret key needs a scope"
            raise AccountError("key.scopes", told, "$.scopes")
        return list(self.scopes)


class Rotation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many seconds the old key works beside the new one."""

    overlap_s: Annotated[int, Meta(ge=0, le=MOST_OVERLAP_S)] = 86_400


class KeyLine(Struct, frozen=True, kw_only=True):
    """What is known of a key; *shown* is its end, or all of a public one. *ends_at* null: it has no end yet."""

    id: str
    kind: KeyKind
    name: str
    scopes: list[Scope]
    shown: str
    created_at: datetime
    last_used_at: datetime | None
    ends_at: datetime | None
    replaced_by: str | None

    @classmethod
    def of(cls, key: ApiKey) -> Self:
        """*key* with its times as people write them."""
        return cls(
            id=key.id,
            kind=kind_of(key.shown),
            name=key.name,
            scopes=list(key.scopes),
            shown=key.shown,
            created_at=moment(key.created_at),
            last_used_at=_moment(key.last_used_at),
            ends_at=_moment(key.ends_at),
            replaced_by=key.replaced_by,
        )


class KeysList(Struct, frozen=True):
    """Every key of a site, ended ones too, the oldest first."""

    keys: list[KeyLine]


class MadeKey(Struct, frozen=True, kw_only=True):
    """A new key; *secret* is told this once."""

    secret: str
    key: KeyLine


class NewModerator(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to give a role. A name that is known already, from another site, is the same person."""

    name: Name
    role: Role


class NewRole(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another role."""

    role: Role


class ModeratorLine(Struct, frozen=True, kw_only=True):
    """A moderator at one site. *operator*: runs the service; *active*: has set a password."""

    id: str
    name: str
    role: Role
    operator: bool
    active: bool
    created_at: datetime

    @classmethod
    def of(cls, moderator: Moderator, site: str) -> Self:
        """*moderator* as the site sees him: nothing of other sites."""
        return cls(
            id=moderator.id,
            name=moderator.name,
            role=moderator.role_at(site) or "reader",
            operator=moderator.operator,
            active=moderator.active,
            created_at=moment(moderator.created_at),
        )


class ModeratorsList(Struct, frozen=True):
    """Everybody with a role at a site, in the order of their names."""

    moderators: list[ModeratorLine]


class Link(Struct, frozen=True, kw_only=True):
    """A one-time link to set a password, to be opened at this service; told this once."""

    path: str
    ends_at: datetime

    @classmethod
    def of(cls, invitation: Invitation) -> Self:
        """*invitation* as it is passed on."""
        return cls(path=invitation.path, ends_at=moment(invitation.ends_at))


class AddedModerator(Struct, frozen=True, kw_only=True):
    """Who was added; *link* is null when the person has a password already."""

    moderator: ModeratorLine
    link: Link | None


class Credentials(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who signs in."""

    name: Name
    password: Password


class SetUp(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a one-time link is used for; the first admin also chooses a *name*."""

    token: Annotated[str, Meta(min_length=1, max_length=200)]
    password: Password
    name: Name | None = None


class NewPassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another password, by whoever knows the old one."""

    old: Password
    new: Password


class Ready(Struct, frozen=True):
    """The name that may sign in now."""

    name: str


class SiteRole(Struct, frozen=True, kw_only=True):
    """A site and what one may do there."""

    id: str
    name: str
    role: Role


class SignedIn(Struct, frozen=True, kw_only=True):
    """Who is signed in, where, and until when. Send *csrf* as `X-CSRF-Token` with whatever changes something."""

    id: str
    name: str
    operator: bool
    sites: list[SiteRole]
    csrf: str
    session: str
    ends_at: datetime

    @classmethod
    def of(cls, visit: Visit, sites: list[SiteEntry]) -> Self:
        """*visit* with the sites that the moderator has a role at."""
        person = visit.moderator
        return cls(
            id=person.id,
            name=person.name,
            operator=person.operator,
            sites=[
                SiteRole(id=one.id, name=one.name, role=person.role_at(one.id) or "reader") for one in sites
            ],
            csrf=visit.csrf,
            session=visit.session.id,
            ends_at=moment(visit.ends_at),
        )


class SessionLine(Struct, frozen=True, kw_only=True):
    """One of your sessions; *agent* is what the browser calls itself."""

    id: str
    created_at: datetime
    seen_at: datetime
    agent: str
    current: bool

    @classmethod
    def of(cls, session: Session, current: str) -> Self:
        """*session*, and whether it is the one that asks."""
        return cls(
            id=session.id,
            created_at=moment(session.created_at),
            seen_at=moment(session.seen_at),
            agent=session.agent,
            current=session.id == current,
        )


class SessionsList(Struct, frozen=True):
    """Your sessions, the newest first."""

    sessions: list[SessionLine]


class AuditLine(Struct, frozen=True, kw_only=True):
    """Who did what to what, when, and by which key or session. *site* null: about the whole service."""

    number: int
    site: str | None
    at: datetime
    by: str
    name: str
    session: str | None
    what: str
    subject: str
    detail: dict[str, Any]

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """*entry* with its time as people write it."""
        fields = {name: getattr(entry, name) for name in Entry.__struct_fields__}
        return cls(**{**fields, "at": moment(entry.at)})


class AuditPage(Struct, frozen=True):
    """Lines, the newest first; *next* goes into `before` for more, null when there are none."""

    lines: list[AuditLine]
    next: int | None


class Done(Struct, frozen=True):
    """That it is done."""

    status: Literal["ok"] = "ok"


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else moment(seconds)
