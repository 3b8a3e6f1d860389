"""Guests, holds and removal requests over HTTP: scopes, problems, and the register as a file."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from httpx import Response

from tests.service.serving import Service, bearer

GUEST = {"ip": "203.0.113.9", "token": "ann"}
LETTER = {"asked_by": "Sở TTTT", "received_at": "2026-11-01T08:00:00Z", "due_at": "2026-11-02T08:00:00+07:00"}


@pytest.fixture(scope="module")
def admin(service: Service) -> str:
    return service.new_key("admin", "moderate", "submit")


def ask(service: Service, key: str, method: str, path: str, body: Any = None) -> Response:
    send = {} if body is None else {"json": body}
    response: Response = service.client.request(method, path, headers=bearer(key), **send)
    return response


def written(service: Service, key: str, text: str, token: str = "ann") -> str:
    body = {"text": text, "guest": {**GUEST, "token": token}}
    made = ask(service, key, "POST", "/v1/comments", body)
    assert made.status_code == 201
    return str(made.json()["id"])


def found(service: Service, key: str, token: str = "ann") -> str:
    return str(ask(service, key, "POST", "/v1/guests/find", {**GUEST, "token": token}).json()["guest"])


def test_a_guest_is_found_read_blocked_and_cleared(service: Service, admin: str) -> None:
    written(service, admin, "Bài hay")
    guest = found(service, admin)
    seen = ask(service, admin, "GET", f"/v1/guests/{guest}").json()
    assert (seen["guest"]["kind"], seen["comments"][0]["comment"]["text"], seen["next"]) == (
        "token",
        "Bài hay",
        None,
    )
    blocked = ask(
        service, admin, "POST", f"/v1/guests/{guest}/block", {"for_s": 3_600, "reason": "rude"}
    ).json()
    assert blocked["blocked_until"] is not None
    trusted = ask(service, admin, "POST", f"/v1/guests/{guest}/trust", {}).json()
    assert (trusted["blocked_until"], trusted["trusted_until"] is None) == (None, False)
    cleared = ask(service, admin, "POST", f"/v1/guests/{guest}/clear", {}).json()
    assert [mark["action"] for mark in cleared["marks"]] == ["clear", "trust", "block"]


def test_a_comment_and_its_case_show_whose_they_are(service: Service, admin: str) -> None:
    comment = written(service, admin, "Xem https://example.com/xe nhé", token="dung")
    guest = found(service, admin, "dung")
    assert ask(service, admin, "GET", f"/v1/comments/{comment}").json()["guest"] == guest
    [case] = ask(service, admin, "GET", f"/v1/cases?guest={guest}").json()["cases"]
    assert (case["id"], case["guest"]) == (comment, guest)


def test_an_export_is_a_line_for_the_guest_and_one_a_comment(service: Service, admin: str) -> None:
    written(service, admin, "Của Bo", token="bo")
    response = ask(service, admin, "GET", f"/v1/guests/{found(service, admin, 'bo')}/export")
    lines = [json.loads(line) for line in response.text.splitlines()]
    assert [list(line) for line in lines] == [["guest"], ["comment"]]
    assert response.headers["cache-control"] == "no-store"


def test_an_erased_guest_is_no_more(service: Service, admin: str) -> None:
    comment = written(service, admin, "Của Chi", token="chi")
    guest = found(service, admin, "chi")
    done = ask(service, admin, "DELETE", f"/v1/guests/{guest}").json()
    assert (done["comments"], done["done"]) == (1, True)
    assert ask(service, admin, "GET", f"/v1/guests/{guest}").json()["code"] == "guest.unknown"
    kept = ask(service, admin, "GET", f"/v1/comments/{comment}").json()
    assert (kept["status"], kept["comment"]["text"]) == ("erased", "")


def test_a_hold_keeps_what_is_erased_until_it_is_lifted(service: Service, admin: str) -> None:
    comment = written(service, admin, "Của Dung", token="dung")
    guest = found(service, admin, "dung")
    hold = ask(service, admin, "POST", "/v1/holds", {"comment": comment, "reason": "án 12"}).json()
    assert ask(service, admin, "DELETE", f"/v1/guests/{guest}").json()["done"] is False
    assert [one["id"] for one in ask(service, admin, "GET", "/v1/holds").json()["holds"]] == [hold["id"]]
    ask(service, admin, "POST", f"/v1/holds/{hold['id']}/lift")
    assert ask(service, admin, "GET", f"/v1/comments/{comment}").json()["status"] == "erased"


def test_the_register_is_a_file_that_a_spreadsheet_opens_safely(service: Service, admin: str) -> None:
    comment = written(service, admin, "Tin sai", token="e")
    formula = {**LETTER, "document": "=HYPERLINK(1)", "comments": [comment]}
    made = ask(service, admin, "POST", "/v1/removals", formula).json()
    assert made["due_at"] == "2026-11-02T01:00:00Z"
    ask(service, admin, "POST", f"/v1/removals/{made['id']}/done")
    response = ask(service, admin, "GET", "/v1/removals/register.csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    line = dict(zip(head, row, strict=True))
    assert (line["asked_by"], line["document"], line["comments"]) == ("Sở TTTT", "'=HYPERLINK(1)", comment)
    assert line["done_at"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/v1/guests/nobody", None, 404, "guest.unknown"),
        ("GET", "/v1/guests/%00", None, 404, "guest.unknown"),
        ("POST", "/v1/guests/nobody/block", {"for_s": 1}, 400, "body.value"),
        ("POST", "/v1/guests/nobody/block", {}, 404, "guest.unknown"),
        ("POST", "/v1/guests/find", {}, 404, "guest.unknown"),
        ("POST", "/v1/guests/find", {"ip": "x"}, 400, "guest.ip"),
        ("DELETE", "/v1/guests/nobody", None, 404, "guest.unknown"),
        ("GET", "/v1/guests/nobody/export", None, 404, "guest.unknown"),
        ("POST", "/v1/holds", {"reason": "a"}, 400, "hold.fields"),
        ("POST", "/v1/holds", {"reason": "a", "comment": "b", "guest": "c"}, 400, "hold.fields"),
        ("POST", "/v1/holds", {"reason": "a", "comment": "nope"}, 404, "comment.unknown"),
        ("POST", "/v1/holds/nope/lift", None, 404, "hold.unknown"),
        ("POST", "/v1/removals", {**LETTER, "comments": ["nope"]}, 404, "comment.unknown"),
        ("POST", "/v1/removals", {**LETTER, "due_at": "9999-12-31T23:59:59-23:59"}, 400, "body.value"),
        ("POST", "/v1/removals/nope/done", None, 404, "removal.unknown"),
        ("GET", "/v1/removals?after=x", None, 400, "cursor.bad"),
    ],
)
def test_what_does_not_fit_is_told(
    service: Service, admin: str, method: str, path: str, body: Any, status: int, code: str
) -> None:
    response = ask(service, admin, method, path, body)
    assert (response.status_code, response.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/v1/guests/x"),
        ("GET", "/v1/guests/x/export"),
        ("POST", "/v1/holds"),
        ("POST", "/v1/holds/x/lift"),
    ],
)
def test_erasing_exporting_and_holding_are_for_admins(service: Service, method: str, path: str) -> None:
    response = ask(service, service.new_key("moderate"), method, path, {} if method == "POST" else None)
    assert (response.status_code, response.json()["code"]) == (403, "key.scope")
