"""Webhooks over HTTP: an admin adds, changes, watches and removes them; a secret is shown once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.serving import Service, problem, serving

URL = "https://hooks.invalid/here"  # no name of this kind leads anywhere


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with serving(tmp_path, webhooks_private=True) as running:
        running.key = running.new_key("submit", "moderate", "admin")
        yield running


def added(service: Service, **more: Any) -> dict[str, Any]:
    answer = service.post("/v1/webhooks", {"url": URL, **more})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_a_secret_is_told_once(service: Service) -> None:
    made = added(service)
    assert made["secret"].startswith("whsec_")
    listed = service.call("GET", "/v1/webhooks")
    assert listed.json()["webhooks"] == [made["webhook"]]
    assert made["secret"] not in listed.text + service.call("GET", "/v1/audit").text
    renewed = service.call("POST", f"/v1/webhooks/{made['webhook']['id']}/secret").json()
    assert renewed["secret"] not in (made["secret"], "")


def test_it_is_changed_and_removed(service: Service) -> None:
    path = f"/v1/webhooks/{added(service)['webhook']['id']}"
    changed = service.call("PATCH", path, json={"active": False, "events": ["comment.held"]}).json()
    assert (changed["active"], changed["events"], changed["url"]) == (False, ["comment.held"], URL)
    assert service.call("DELETE", path).json() == {"status": "ok"}
    assert problem(service.call("DELETE", path))["code"] == "webhook.none"
    done = [line["what"] for line in service.call("GET", "/v1/audit").json()["lines"]]
    assert done[:3] == ["webhook.removed", "webhook.changed", "webhook.added"]


def test_what_cannot_be_delivered_is_seen_with_the_reason(service: Service) -> None:
    nobody = "http://127.0.0.1:1/hook"
    path = f"/v1/webhooks/{added(service, url=nobody)['webhook']['id']}"
    service.post("/v1/comments", {"text": "Chào"})
    deliverer = service.client.app.state.deliverer

    async def turn() -> None:
        await deliverer.turn(deliverer._clock())
        await deliverer.idle()

    service.client.blocking_portal.call(turn)
    (line,) = service.call("GET", f"{path}/deliveries?state=waiting&limit=1").json()["deliveries"]
    assert (line["event"], line["state"], line["tries"]) == ("comment.published", "waiting", 1)
    assert "ConnectError" in line["told"]
    assert service.call("GET", f"{path}/deliveries?state=parked").json() == {"deliveries": [], "next": None}
    again = service.post(f"{path}/resend", {"deliveries": [line["id"]]})
    assert again.json() == {"count": 1}


@pytest.mark.parametrize(
    ("body", "code", "path"),
    [
        ({"url": "ftp://hooks.invalid/"}, "webhook.url", "$.url"),
        ({"url": URL, "events": ["comment.held", "comment.seen"]}, "webhook.event", "$.events[1]"),
        ({"url": URL, "events": ["case.opened"]}, "webhook.event", "$.events[0]"),
        ({"url": URL, "secret": "mine"}, "body.value", "$"),
    ],
)
def test_what_cannot_be_used_is_refused(service: Service, body: Any, code: str, path: str) -> None:
    refusal = problem(service.post("/v1/webhooks", body))
    assert (refusal["code"], refusal["path"]) == (code, path)


def test_a_key_of_another_scope_learns_nothing(service: Service) -> None:
    key = service.new_key("moderate")
    assert problem(service.call("GET", "/v1/webhooks", key=key))["code"] == "key.scope"


def test_without_the_operators_word_it_goes_to_public_addresses_alone(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        for url in ("https://127.0.0.1/hook", "http://hooks.invalid/"):
            refusal = problem(service.post_admin("/v1/webhooks", {"url": url}))
            assert (refusal["code"], refusal["path"]) == ("webhook.url", "$.url")
