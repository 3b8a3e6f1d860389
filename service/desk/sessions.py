"""Signing in and out, and whose a session is."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv6Address, ip_address, ip_network

from msgspec import Struct

from service.keys import digest_of, make_token
from service.model import StoreUnavailable
from service.passwords import Passwords
from service.people import AccountError, Actor, Moderator, Session, name_key, strong_enough
from service.store.sessions import USUAL, Lives
from service.store.sql import SqlStore
from service.throttle import BY_ADDRESS, BY_NAME, Window

_NOTED_S = 60.0
_MOST_AGENT = 200

_log = logging.getLogger(__name__)


class Visit(Struct, frozen=True, kw_only=True):
    """A session in use: whose it is, and what a page must send along to change anything by it."""

    session: Session
    moderator: Moderator
    csrf: str
    ends_at: float


class Sessions:
    """Opens sessions for whoever knows name and password, and finds them by their tokens.

    *secret* turns names and addresses into the keys that tries are counted by.
    """

    def __init__(
        self,
        store: SqlStore,
        passwords: Passwords,
        secret: bytes,
        clock: Callable[[], float] = time.time,
        lives: Lives = USUAL,
    ) -> None:
        self._store = store
        self._passwords = passwords
        self._secret = secret
        self._clock = clock
        self._lives = lives

    async def sign_in(self, name: str, password: str, *, address: str, agent: str = "") -> tuple[str, Visit]:
        """Open a session; returns its token, which is kept nowhere, and the visit.

        Raises `TooManyTries`, and `AccountError` alike for a wrong name and a wrong password.
        """
        moderator = await self._proved(name, password, address)
        now, token = self._clock(), make_token()
        session = Session(
            id="session_" + secrets.token_hex(8),
            moderator=moderator.id,
            created_at=now,
            seen_at=now,
            agent=agent[:_MOST_AGENT],
        )
        await self._store.sessions.open(session, digest_of(token), moderator, self._lives)
        return token, self._visit(token, session, moderator)

    async def visit(self, token: str) -> Visit | None:
        """Whose session *token* opens; None when it has ended. That it was used is noted once a minute."""
        now = self._clock()
        found = await self._store.sessions.by_digest(digest_of(token), self._lives, now)
        if found is None:
            return None
        session, moderator = found
        if now - session.seen_at >= _NOTED_S:
            await self._note(session.id, now)
        return self._visit(token, session, moderator)

    async def sign_out(self, visit: Visit) -> None:
        """End the session."""
        await self.close(visit, visit.session.id)

    async def close(self, visit: Visit, id: str) -> None:  # noqa: A002
        """End one of the moderator's own sessions. Raises `AccountError` when he has none such."""
        actor = Actor.of_moderator(visit.moderator, visit.session.id)
        if not await self._store.sessions.close(visit.moderator, id, actor, self._clock(), self._lives):
            raise AccountError("session.none", f"you have no session {id!r}")

    async def mine(self, visit: Visit) -> Sequence[Session]:
        """The moderator's own sessions, the newest first."""
        return await self._store.sessions.of(visit.moderator.id, self._lives, self._clock())

    async def change_password(self, visit: Visit, old: str, new: str, *, address: str) -> None:
        """Set another password, by whoever knows the old one; his other sessions end.

        Raises as `sign_in` does, and `AccountError` for a weak password.
        """
        moderator = visit.moderator
        strong_enough(new, moderator.name, "$.new")
        await self._proved(moderator.name, old, address)
        actor = Actor.of_moderator(moderator, visit.session.id)
        password, now = await self._passwords.hashed(new), self._clock()
        await self._store.people.set_password(moderator.id, password, actor, now, but=visit.session.id)

    async def _proved(self, name: str, password: str, address: str) -> Moderator:
        """The moderator of that name and password. A try counts before it is known whether it is right."""
        now, keys = self._clock(), self._keys(name, address)
        await self._store.tries.take(keys, now)
        moderator, known = await self._store.people.by_name(name) or (None, None)
        if not await self._passwords.right(known, password) or moderator is None or known is None:
            _log.warning("a sign-in was refused")
            raise AccountError("session.refused")
        await self._store.tries.give_back(keys, now)
        if self._passwords.outdated(known):
            await self._store.people.rehash(moderator.id, await self._passwords.hashed(password))
        return moderator

    def _keys(self, name: str, address: str) -> Mapping[str, Window]:
        return {
            self._hashed("name", name_key(name)): BY_NAME,
            self._hashed("address", _neighbourhood(address)): BY_ADDRESS,
        }

    def _hashed(self, kind: str, value: str) -> str:
        text = f"sign-in {kind} {value}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._secret, text, hashlib.sha256).hex()

    def _visit(self, token: str, session: Session, moderator: Moderator) -> Visit:
        most = session.created_at + self._lives.most_s
        ends_at = min(most, session.seen_at + self._lives.idle_s)
        return Visit(session=session, moderator=moderator, csrf=csrf_of(token), ends_at=ends_at)

    async def _note(self, id: str, now: float) -> None:  # noqa: A002
        try:
            await self._store.sessions.seen(id, now)
        except StoreUnavailable:
            _log.warning("store unavailable: the use of a session was not noted")


def csrf_of(token: str) -> str:
    """What a page sends along with *token*'s cookie: nobody else can, as it follows from what nobody else has."""
    return digest_of(f"csrf {token}")


def _neighbourhood(address: str) -> str:
    """The address, of IPv6 the /64 that one household has; what is no address stands for itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found)
