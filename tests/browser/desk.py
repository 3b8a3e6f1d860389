"""A running server as its newsroom sees it: an admin, moderators, comments that wait."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import httpx
from playwright.sync_api import BrowserContext, Page, expect

from tests.contracts.valkey import until
from tests.service.accounts import PASSWORD
from tests.service.serving import JSON, Process, bearer

ADMIN = "Chị Lan"
# What is tested must wait for a moderator.
PATIENT = {
    "length": {"max": 5_000, "max_code_points": 8_000},
    "spam": {"reject": 1.0},
    "toxicity": {"reject": 1.0},
    "words": {"marked": "review"},
}


class Desk:
    """The server at *address*, its first admin and its first key."""

    def __init__(self, running: Process) -> None:
        self.running = running
        self.address = running.address
        self.client = httpx.Client(
            base_url=running.address, headers={**bearer(running.key), **JSON}, timeout=60
        )
        self._admin = httpx.Client(base_url=running.address, timeout=60)
        token = re.search(r"setup.html#([\w-]+)", running.said)
        assert token is not None
        self._set_up(token[1], ADMIN)
        signed = self._admin.post("/v1/session", json={"name": ADMIN, "password": PASSWORD})
        self._admin.headers["X-CSRF-Token"] = signed.json()["csrf"]
        self.admin("PUT", "/v1/policy", json={"policy": PATIENT})

    def close(self) -> None:
        """End the connections."""
        self.client.close()
        self._admin.close()

    def admin(self, method: str, path: str, **more: Any) -> Any:
        """Call as the admin who is signed in."""
        answer = self._admin.request(method, path, **more)
        assert answer.is_success, answer.text
        return answer.json()

    def hire(self, name: str, role: str) -> str:
        """Somebody with a role and the usual password."""
        added = self.admin("POST", "/v1/moderators", json={"name": name, "role": role})
        self._set_up(added["link"]["path"].partition("#")[2], None)
        return name

    def moderator(self, name: str) -> str:
        """Somebody who may decide, hired once."""
        known = [one["name"] for one in self.admin("GET", "/v1/moderators")["moderators"]]
        return name if name in known else self.hire(name, "moderator")

    def clear(self) -> None:
        """Close whatever case an earlier test left open."""
        while cases := self.admin("GET", "/v1/cases?limit=200")["cases"]:
            said = {"action": "reject", "comments": [one["id"] for one in cases], "override": True}
            self.admin("POST", "/v1/decisions", json=said)

    def comment(self, text: str, **more: Any) -> dict[str, Any]:
        """Submit a comment as the site's own server does."""
        answer = self.client.post("/v1/comments", json={"text": text, **more})
        assert answer.status_code == 201, answer.text
        kept: dict[str, Any] = answer.json()
        return kept

    def waiting(self, texts: Sequence[str], **more: Any) -> list[str]:
        """Submit comments that wait, each for the number in it; their ids."""
        made = [self.comment(f"{text} 0912345678", **more) for text in texts]
        assert all(one["status"] == "waiting" for one in made), made
        return [one["id"] for one in made]

    def become(self, comments: Sequence[str], *statuses: str) -> None:
        """Wait until each comment has its status; the page shows a decision before the server has heard of it."""
        until(lambda: [self._status(one) for one in comments] == list(statuses))

    def sign_in(self, page: Page, name: str = ADMIN) -> None:
        """Sign in by the form, and wait for the queue."""
        page.goto(f"{self.address}/desk")
        page.locator("input[name=name]").fill(name)  # in whatever language the page is
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("form button").click()
        expect(page.locator(".queue h1")).to_be_visible()

    def opened(self, context: BrowserContext, name: str = ADMIN) -> Page:
        """A page of *context* on which *name* is signed in."""
        page = context.new_page()
        self.sign_in(page, name)
        return page

    def _status(self, comment: str) -> str:
        said: str = self.client.get(f"/v1/comments/{comment}").json()["status"]
        return said

    def _set_up(self, token: str, name: str | None) -> None:
        said = {"token": token, "password": PASSWORD, "name": name}
        with httpx.Client(base_url=self.address, timeout=60) as client:
            answer = client.post("/v1/session/setup", json=said)
        assert answer.is_success, answer.text
