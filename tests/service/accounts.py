"""Accounts over a real SQLite file with time in the test's hand, and moderators signed in over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from httpx import Response

from service.cookies import SECURE
from service.desk.accounts import Accounts
from service.desk.people import Invitation
from service.desk.sessions import Visit
from service.keyring import Keyring
from service.model import Site
from service.passwords import Passwords
from service.people import COMMAND, Actor, Moderator, Role
from service.store import open_store
from service.store.sql import SqlStore
from tests.fakes import KEYS, ManualClock, policy_of
from tests.service.serving import CHEAP, Service

SITE = Site(id="news", name="The News", policy=policy_of())
OTHER = Site(id="other", name="The Other", policy=policy_of())
PASSWORD = "Chim hót trên cành tre"
HOME = "203.0.113.9"


class Bureau:
    """Accounts, their store and their clock."""

    def __init__(self, store: SqlStore) -> None:
        self.clock = ManualClock()
        self.store = store
        self.keyring = Keyring(store, self.now)
        self.passwords = Passwords(CHEAP)
        self.accounts = Accounts.of(
            store, self.keyring, self.passwords, KEYS.secret, policy_of(), clock=self.now
        )

    def now(self) -> float:
        return self.clock.now_ms / 1000

    async def chief(self, name: str = "Chief") -> Actor:
        """Somebody who runs the service."""
        return Actor.of_moderator(await self.accounts.people.make_operator(name, PASSWORD), None)

    async def hire(self, name: str, role: Role, site: Site = SITE, actor: Actor = COMMAND) -> Moderator:
        """A moderator who has set `PASSWORD`."""
        person, invitation = await self.accounts.people.add(site, name, role, actor)
        if invitation is not None:
            await self.accounts.people.set_up(invitation.token, PASSWORD, None)
        return person

    async def invited(self, name: str) -> tuple[Moderator, Invitation]:
        person, invitation = await self.accounts.people.add(SITE, name, "moderator", COMMAND)
        assert invitation is not None
        return person, invitation

    async def sign_in(
        self, name: str, password: str = PASSWORD, address: str = HOME, agent: str = ""
    ) -> tuple[str, Visit]:
        return await self.accounts.sessions.sign_in(name, password, address=address, agent=agent)

    async def log(self, site: Site = SITE, **chosen: Any) -> list[tuple[str, str, str]]:
        """What was done, by whom, to what; the oldest first."""
        found = await self.store.audit.page(site.id, limit=200, **chosen)
        return [(one.what, one.by, one.subject) for one in reversed(found)]


@asynccontextmanager
async def opened(home: Path) -> AsyncIterator[Bureau]:
    """Open the bureau of two sites."""
    store = await open_store("sqlite://", home)
    try:
        for site in (SITE, OTHER):
            await store.add_site(site)
        bureau = Bureau(store)
        yield bureau
        await bureau.keyring.close()
    finally:
        await store.close()


class SignedIn:
    """A moderator's browser: sends the cookie, and with changes the token."""

    def __init__(self, service: Service, name: str, password: str = PASSWORD) -> None:
        self._service = service
        said = {"name": name, "password": password}
        answer = service.client.post("/v1/session", json=said, headers={"User-Agent": "Firefox"})
        assert answer.status_code == 201, answer.text
        self.token = answer.headers["set-cookie"].partition(";")[0].partition("=")[2]
        self.csrf = answer.json()["csrf"]
        self.id = answer.json()["id"]
        service.client.cookies.clear()

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": f"{SECURE}={self.token}", "X-CSRF-Token": self.csrf}

    def call(self, method: str, path: str, **more: Any) -> Response:
        headers = {**self.headers, **more.pop("headers", {})}
        return self._service.client.request(method, path, headers=headers, **more)


def chief(service: Service, name: str = "Chief") -> SignedIn:
    """Whoever runs the service, signed in."""
    accounts: Accounts = service.client.app.state.accounts
    service.client.blocking_portal.call(accounts.people.make_operator, name, PASSWORD)
    return SignedIn(service, name)


def hired(service: Service, admin: SignedIn, name: str, role: Role, site: str = "main") -> SignedIn:
    """Somebody whom *admin* gave a role, signed in."""
    said = {"name": name, "role": role}
    added = admin.call("POST", f"/v1/moderators?site={site}", json=said)
    assert added.status_code == 201, added.text
    token = added.json()["link"]["path"].partition("#")[2]
    used = service.client.post("/v1/session/setup", json={"token": token, "password": PASSWORD})
    assert used.status_code == 200, used.text
    return SignedIn(service, name)
