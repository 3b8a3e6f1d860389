"""No key and no session reaches what is another site's, by any route: the list of routes is the app's own.

A new route is tried by itself. One with an id in its path fails here until `IDS` says what of the other site's it
takes; a body that names something of the other site belongs into `BODIES`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from httpx import Response
from litestar import Litestar
from sqlalchemy import select

from service.app import create_app
from service.desk.accounts import Accounts
from service.model import Scope
from service.people import COMMAND
from service.settings import Settings
from service.store.tables import metadata
from tests.fakes import BadWordClassifier
from tests.service.accounts import SignedIn, chief, hired
from tests.service.serving import Service, bearer

Call = tuple[str, str]

THEIRS, OURS = "theirs", "ours"
MARK = "Ngân Sơn"  # stands in all that is theirs and nowhere else
EVERYTHING: tuple[Scope, ...] = ("check", "submit", "moderate", "admin")
OFTEN = ("last_used_at", "seen_at")  # what a use of one's own changes


ENDLESS = ("GET", "/v1/events")  # a stream; what it refuses it refuses before it begins
REPORT = ("POST", "/v1/comments/{id}/reports")  # for a public key, from the site's own pages
BY_RECEIPT = "/v1/receipts"  # whoever has the receipt is the author, whatever else he sends
LETTER = {"asked_by": "Sở", "received_at": "2026-11-01T00:00:00Z", "due_at": "2026-11-09T00:00:00Z"}


def calls(app: Litestar) -> list[Call]:
    """Every call of the API, the deepest first."""
    found = {
        (method, route.path_format)
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods - {"OPTIONS"}
        if route.path_format.startswith("/v1/") and (method, route.path_format) != ENDLESS
    }
    return sorted(found, key=lambda call: (call[0] == "DELETE", -call[1].count("/"), call))


CALLS = calls(create_app(Settings(), BadWordClassifier()))


class Newsroom:
    """A site with one of everything, its own key, and its admin signed in."""

    def __init__(self, service: Service, boss: SignedIn, site: str, word: str, changes: int = 0) -> None:
        self.service = service
        self.site = site
        boss.call("POST", "/v1/sites", json={"id": site, "name": f"{word} weekly"})
        self.key, key_id = self._key(f"{word} key")
        self.admin = hired(service, boss, f"{word} admin", "admin", site)
        other = hired(service, boss, f"{word} reader", "reader", site)
        second = SignedIn(service, f"{word} admin").call("GET", "/v1/session").json()["session"]
        text = {"text": f"{word}: xem https://example.com/xe nhé", "guest": {"token": word}}
        kept = service.client.post("/v1/comments", json=text, headers=bearer(self.key)).json()
        for number in range(changes):
            policy = {"policy": {"length": {"max": 100 + number}}}
            service.client.put("/v1/policy", json=policy, headers=bearer(self.key)).raise_for_status()
        ask = partial(service.client.post, headers=bearer(self.key))
        guest = ask("/v1/guests/find", json={"token": word}).json()["guest"]
        hold = ask("/v1/holds", json={"comment": kept["id"], "reason": word}).json()["id"]
        removal = ask("/v1/removals", json={**LETTER, "comments": [kept["id"]]}).json()["id"]
        coral = ask("/v1/coral/secrets", json={"secret": f"corsec_{site}"}).json()["id"]
        hook = {"url": "https://hooks.invalid/here"}
        added = service.client.post("/v1/webhooks", json=hook, headers=bearer(self.key)).json()
        self.ids = {
            "/v1/coral/secrets/{id}": coral,
            "/v1/guests/{id}": guest,
            "/v1/holds/{id}": hold,
            "/v1/removals/{id}": removal,
            "/v1/receipts/{receipt}": kept["id"],  # who knows a comment's id has no receipt yet
            "/v1/comments/{id}": kept["id"],
            "/v1/keys/{id}": key_id,
            "/v1/moderators/{id}": other.id,
            "/v1/sessions/{id}": second,
            "/v1/sites/{site}": site,
            "/v1/webhooks/{id}": added["webhook"]["id"],
            "/v1/policy/versions/{number}": str(1 + changes),
        }

    def _key(self, name: str) -> tuple[str, str]:
        accounts: Accounts = self.service.client.app.state.accounts
        add = accounts.keys.add
        secret, key = self.service.client.blocking_portal.call(
            add, self.site, "secret", EVERYTHING, COMMAND, name
        )
        return secret, key.id

    def bodies(self) -> Mapping[Call, Any]:
        """What a call must be sent to be about something of this site."""
        return {
            ("POST", "/v1/check"): {"text": "a"},
            ("POST", "/v1/check/batch"): {"comments": [{"text": "a"}]},
            ("POST", "/v1/comments"): {"text": "a", "parent": self.ids["/v1/comments/{id}"]},
            ("POST", "/v1/decisions"): {"comments": [self.ids["/v1/comments/{id}"]], "action": "publish"},
            ("POST", "/v1/cases/claim"): {"case": self.ids["/v1/comments/{id}"]},
            ("PUT", "/v1/policy"): {"policy": {}, "note": "Ours now"},
            ("POST", "/v1/policy/try"): {"comment": {"text": "a"}},
            ("POST", "/v1/guests/find"): {"token": MARK},
            ("POST", "/v1/holds"): {"guest": self.ids["/v1/guests/{id}"], "reason": "Ours now"},
            ("POST", "/v1/removals"): {**LETTER, "comments": [self.ids["/v1/comments/{id}"]]},
            ("PATCH", "/v1/comments/{id}"): {"text": "Ours now"},
            ("POST", "/v1/comments/{id}/reports"): {"reason": "spam"},
            ("POST", "/v1/thread/comments"): {"text": "a", "form": "b"},
            ("PUT", "/v1/threads/mode"): {"mode": "closed"},
            ("POST", "/v1/keys"): {"scopes": ["check"]},
            ("POST", "/v1/moderators"): {"name": "Khoa", "role": "admin"},
            ("PATCH", "/v1/moderators/{id}"): {"role": "admin"},
            ("PATCH", "/v1/sites/{site}"): {"name": "Ours now"},
            ("POST", "/v1/coral/secrets"): {"secret": "corsec_there"},
            ("POST", "/v1/moderations"): {"input": "a"},
            ("POST", "/v1/webhooks"): {"url": "https://hooks.invalid/there"},
            ("PATCH", "/v1/webhooks/{id}"): {"active": False},
            ("POST", "/v1/sites"): {"id": self.site, "name": "Ours now"},
        }

    def path(self, template: str) -> str:
        """*template* with what is this site's in it."""
        if "{" not in template:
            return template
        known = [start for start in self.ids if template.startswith(start)]
        assert known, f"{template}: say in Newsroom.ids what it takes"
        start = max(known, key=len)
        path = self.ids[start].join(re.split(r"{\w+}", start)) + template[len(start) :]
        assert "{" not in path, f"{template}: say in Newsroom.ids what else it takes"
        return path


@pytest.fixture(scope="module")
def newsrooms(service: Service) -> tuple[Newsroom, Newsroom]:
    boss = chief(service)
    return Newsroom(service, boss, THEIRS, MARK, changes=2), Newsroom(service, boss, OURS, "Ours")


def asked(newsroom: Newsroom, call: Call, path: str, body: Any) -> list[Response]:
    """Ask as the newsroom's key and as its admin, with what is their own and naming the other site."""
    method, _ = call
    send: dict[str, Any] = {} if method == "GET" else {"json": body}
    key = bearer(newsroom.key)
    found = []
    for query in ("", f"?site={THEIRS}"):
        found.append(newsroom.service.client.request(method, path + query, headers=key, **send))
        found.append(newsroom.admin.call(method, path + query, **send))
    return found


def kept_of(service: Service, newsroom: Newsroom) -> list[str]:
    """Every row of the database that is about the newsroom."""
    names = {newsroom.site, newsroom.admin.id, *newsroom.ids.values()}

    async def read() -> list[str]:
        async with service.client.app.state.store._reading.begin() as connection:
            rows = [
                {"table": table.name, **row}
                for table in metadata.sorted_tables
                for row in (await connection.execute(select(table))).mappings()
            ]
        own = [row for row in rows if row.get("site") in (None, newsroom.site) and names & words(row)]
        return [str({name: row[name] for name in row if name not in OFTEN}) for row in own]

    found: list[str] = service.client.blocking_portal.call(read)
    return found


def words(row: Mapping[str, Any]) -> set[str]:
    return {value for value in row.values() if isinstance(value, str)}


def test_the_list_of_routes_is_the_whole_api() -> None:
    assert ("POST", "/v1/decisions") in CALLS
    assert ("DELETE", "/v1/keys/{id}") in CALLS


@pytest.mark.parametrize("call", [call for call in CALLS if call != ("DELETE", "/v1/session")], ids=" ".join)
def test_neither_key_nor_session_of_another_site_reaches_anything(
    service: Service, newsrooms: tuple[Newsroom, Newsroom], call: Call
) -> None:
    theirs, ours = newsrooms
    before = kept_of(service, theirs)
    assert len(before) > 8
    answers = asked(ours, call, theirs.path(call[1]), theirs.bodies().get(call, {}))
    assert not any(MARK in response.text for response in answers)
    if "{" in call[1]:
        assert {response.status_code for response in answers} <= {401, 403, 404}
    assert not any(response.status_code >= 500 for response in answers)
    assert kept_of(service, theirs) == before


@pytest.mark.parametrize(
    "call", [call for call in CALLS if not call[1].startswith(("/v1/session", BY_RECEIPT))], ids=" ".join
)
def test_naming_another_site_is_refused_on_every_route(
    service: Service, newsrooms: tuple[Newsroom, Newsroom], call: Call
) -> None:
    theirs, ours = newsrooms
    body = theirs.bodies().get(call, {})
    for response in asked(ours, call, ours.path(call[1]), body)[2:]:
        assert response.status_code in (401, 403)


@pytest.mark.parametrize(
    "call",
    [call for call in CALLS if "{" in call[1] and not call[1].startswith(BY_RECEIPT) and call != REPORT],
    ids=" ".join,
)
def test_what_others_are_refused_its_own_site_reaches(
    service: Service, newsrooms: tuple[Newsroom, Newsroom], call: Call
) -> None:
    theirs, _ = newsrooms
    answers = asked(theirs, call, theirs.path(call[1]), theirs.bodies().get(call, {}))
    assert any(response.status_code not in (401, 403, 404) for response in answers)


def test_the_stream_of_another_site_is_refused(
    service: Service, newsrooms: tuple[Newsroom, Newsroom]
) -> None:
    response = service.client.get(f"/v1/events?site={THEIRS}", headers=bearer(service.new_key("moderate")))
    assert (response.status_code, response.json()["code"]) == (403, "site.foreign")
