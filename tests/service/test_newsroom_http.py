"""Settings, templates, duty and hand-over notes over HTTP: who may what, and what is refused how."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.accounts import SignedIn, hired
from tests.service.serving import Service, problem

SETTINGS = "/v1/session/settings"


@pytest.fixture(scope="module")
def lan(service: Service, boss: SignedIn) -> SignedIn:
    return hired(service, boss, "Lan", "moderator")


def test_settings_come_back_as_they_were_put_with_defaults_for_the_rest(lan: SignedIn) -> None:
    put = lan.call("PUT", SETTINGS, json={"theme": "dark", "keys": {"publish": "p"}})
    assert put.json() == lan.call("GET", SETTINGS).json()
    assert put.json() == {
        "language": None,
        "theme": "dark",
        "masked": True,
        "keys": {"publish": "p"},
        "keys_on": True,
        "break_every_min": 60,
        "own_count": True,
    }


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"break_every_min": 241}, "$.break_every_min"),
        ({"language": "fr"}, "$.language"),
        ({"keys": {"publish": "Backspace"}}, "$.keys.publish"),
        ({"keys": {"publish": "p", "reject": "p"}}, "$.keys.reject"),
        ({"keys": {"publish": "\0"}}, "$.keys.publish"),
        ({"unknown": 1}, "$"),
    ],
)
def test_settings_that_cannot_be_are_refused_by_their_place(lan: SignedIn, body: Any, path: str) -> None:
    refused = problem(lan.call("PUT", SETTINGS, json=body))
    assert (refused["status"], refused["path"]) == (400, path)


def test_a_key_has_no_settings_and_is_never_on_duty(service: Service) -> None:
    assert problem(service.call("GET", SETTINGS))["code"] == "session.missing"
    assert problem(service.post("/v1/duty", {"on": True}))["code"] == "session.missing"


def test_moderators_read_templates_and_editors_write_them(
    service: Service, boss: SignedIn, lan: SignedIn
) -> None:
    editor = hired(service, boss, "Editor", "editor")
    new = {"templates": [{"id": "tip", "title": "Tin", "vi": "Cảm ơn bạn.", "en": ""}]}
    assert lan.call("GET", "/v1/templates").json()["own"] is False
    assert problem(lan.call("PUT", "/v1/templates", json=new))["code"] == "role.missing"
    assert editor.call("PUT", "/v1/templates", json=new).json() == {**new, "own": True}
    assert lan.call("GET", "/v1/templates").json() == {**new, "own": True}
    many = {"templates": [{"id": f"t{n}", "title": "T", "vi": "x"} for n in range(201)]}
    assert problem(editor.call("PUT", "/v1/templates", json=many))["path"] == "$.templates"
    blank = {"templates": [{"id": "t", "title": "T"}]}
    assert problem(editor.call("PUT", "/v1/templates", json=blank))["path"] == "$.templates[0].vi"


def test_duty_tells_who_is_there_and_off_duty_gives_cases_back(service: Service, lan: SignedIn) -> None:
    case = service.post("/v1/comments", {"text": "Xem https://example.com/xe nhé"}).json()["id"]
    assert lan.call("POST", "/v1/duty", json={"on": True}).json() == {"on": True, "released": []}
    lan.call("POST", "/v1/cases/claim", json={"case": case}).raise_for_status()
    [mine] = [one for one in lan.call("GET", "/v1/duty").json()["moderators"] if one["id"] == lan.id]
    assert (mine["name"], mine["cases"]) == ("Lan", 1)
    assert mine["since"] <= mine["seen_at"]
    assert lan.call("POST", "/v1/duty", json={"on": False}).json() == {"on": False, "released": [case]}
    assert lan.id not in [one["id"] for one in lan.call("GET", "/v1/duty").json()["moderators"]]


def test_a_handover_note_names_its_author_and_says_something(service: Service, lan: SignedIn) -> None:
    made = lan.call("POST", "/v1/handover", json={"text": "Coi chừng chiến dịch ở bài 7."})
    assert made.status_code == 201
    assert service.call("GET", "/v1/handover?limit=1").json() == {"notes": [made.json()], "next": None}
    assert (made.json()["name"], made.json()["by"]) == ("Lan", f"moderator:{lan.id}")
    for text in ("", " \n", "x" * 4_001):
        assert problem(lan.call("POST", "/v1/handover", json={"text": text}))["path"] == "$.text"
    assert lan.call("GET", "/v1/handover?before=%00").json() == {"notes": [], "next": None}


def test_signing_out_gives_the_case_in_hand_back(service: Service, boss: SignedIn) -> None:
    minh = hired(service, boss, "Minh", "moderator")
    case = service.post("/v1/comments", {"text": "Xem https://example.com/ca nhé"}).json()["id"]
    minh.call("POST", "/v1/cases/claim", json={"case": case}).raise_for_status()
    minh.call("DELETE", "/v1/session").raise_for_status()
    claimed = service.post("/v1/cases/claim", {"case": case})
    assert claimed.status_code == 200
