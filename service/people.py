"""Who works with the service and what each may do, as types free of HTTP; times are seconds since 1970 UTC."""

from __future__ import annotations

import unicodedata
from typing import Literal, Self

from msgspec import Struct

from moderation.errors import ModerationError
from service.model import ApiKey

Role = Literal["reader", "moderator", "editor", "admin"]

ROLES: tuple[Role, ...] = ("reader", "moderator", "editor", "admin")  # each may do what those before it may
MOST_NAME = 80
LEAST_PASSWORD, MOST_PASSWORD = 10, 256


class AccountError(ModerationError):
    """What an account, a key or a site cannot be or do. *code* is stable; *path* is the JSON path of the fault."""

    def __init__(self, code: str, message: str = "", path: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.path = path


class TooManyTries(AccountError):
    """Sign-in was tried too often; the next try counts after *wait_s* seconds."""

    def __init__(self, wait_s: float) -> None:
        super().__init__("session.throttled")
        self.wait_s = wait_s


class Moderator(Struct, frozen=True, kw_only=True):
    """A person with a role at one or more sites. An *operator* runs the service and is admin of every site.

    *active*: has set a password and may sign in.
    """

    id: str
    name: str
    operator: bool = False
    active: bool = False
    created_at: float = 0.0
    roles: dict[str, Role] = {}  # by site

    def role_at(self, site: str) -> Role | None:
        """The role at *site*, None for a stranger."""
        return "admin" if self.operator else self.roles.get(site)


class Session(Struct, frozen=True, kw_only=True):
    """A moderator signed in with one browser. *agent* is what the browser calls itself."""

    id: str
    moderator: str
    created_at: float
    seen_at: float
    agent: str = ""


class Actor(Struct, frozen=True, kw_only=True):
    """Who acts: a key, a moderator by a *session*, or whoever holds the machine or a one-time link."""

    kind: Literal["key", "moderator", "command", "link"]
    id: str = ""
    name: str = ""
    role: Role | None = None  # at the site that the call is about
    operator: bool = False
    session: str | None = None

    @property
    def by(self) -> str:
        """Who acts in one word, as decisions and the audit log keep it.

        >>> Actor(kind="key", id="key_1").by, COMMAND.by
        ('key:key_1', 'command')
        """
        return f"{self.kind}:{self.id}" if self.id else self.kind

    @classmethod
    def of_key(cls, key: ApiKey) -> Self:
        """The key that acts for a site's own programs."""
        return cls(kind="key", id=key.id, name=key.name)

    @classmethod
    def of_moderator(cls, moderator: Moderator, session: str | None, role: Role | None = None) -> Self:
        """The moderator who acts, with his *role* at the site that it is about."""
        return cls(
            kind="moderator",
            id=moderator.id,
            name=moderator.name,
            role=role,
            operator=moderator.operator,
            session=session,
        )


COMMAND = Actor(kind="command", operator=True)  # whoever may run `moderation-server` on the machine
LINK = Actor(kind="link")


def allows(role: Role | None, needed: Role) -> bool:
    """Whether *role* may do what *needed* may.

    >>> allows("editor", "moderator"), allows("reader", "moderator"), allows(None, "reader")
    (True, False, False)
    """
    return role is not None and ROLES.index(role) >= ROLES.index(needed)


def person_name(given: str) -> str:
    """*given* as it is kept: composed, without white space around. Raises `AccountError`.

    The running Python's tables do here: what they compose has never changed for assigned letters.
    """
    name = unicodedata.normalize("NFC", given).strip()
    if not name or len(name) > MOST_NAME or not name.isprintable():
        raise AccountError("moderator.name", f"{given[:MOST_NAME]!r} is no name to sign in with", "$.name")
    return name


def name_key(given: str) -> str:
    """By what a name is found: in any case, composed or not.

    >>> name_key(" Lan ") == name_key("lan")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", given).strip().casefold())


def strong_enough(password: str, name: str, path: str = "$.password") -> None:
    """Raise `AccountError` for a password that is soon guessed. Rules on kinds of characters help nobody."""
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        told = f"{len(password)} characters; take {LEAST_PASSWORD} to {MOST_PASSWORD}"
        raise AccountError("password.weak", told, path)
    if len(set(password)) < 5 or name_key(name) in (name_key(password), name_key(password[: len(name)])):
        told = "it repeats a few characters, or begins with the name; take a sentence of your own"
        raise AccountError("password.weak", told, path)
