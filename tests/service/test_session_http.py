"""Moderators over HTTP: cookies, the token of changes, roles, and keys kept apart from sessions."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import Response

from service.cookies import PLAIN, SECURE
from service.people import ROLES, Role
from service.throttle import BY_NAME
from tests.service.accounts import PASSWORD, SignedIn, hired
from tests.service.serving import Service, bearer, problem

DECISION = {"comments": ["x"], "action": "publish"}


@pytest.fixture(scope="module")
def staff(service: Service, boss: SignedIn) -> dict[str, SignedIn]:
    return {role: hired(service, boss, f"The {role}", role) for role in ROLES}


def signing_in(service: Service, name: str, password: str = PASSWORD, **headers: str) -> Response:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    said = {"name": name, "password": password}
    response = service.client.post("/v1/session", json=said, headers=named)
    service.client.cookies.clear()
    return response


def cookie(response: Response) -> tuple[str, set[str]]:
    """The name of the cookie that was set, and its attributes."""
    pair, *attributes = response.headers["set-cookie"].split("; ")
    return pair.partition("=")[0], set(attributes)


def refusal(response: Response) -> tuple[int, str]:
    return response.status_code, problem(response)["code"]


def test_a_session_tells_who_is_signed_in_where_and_until_when(service: Service, boss: SignedIn) -> None:
    told = boss.call("GET", "/v1/session").json()
    assert (told["name"], told["operator"], told["csrf"]) == ("Chief", True, boss.csrf)
    assert told["sites"] == [{"id": "main", "name": "main", "role": "admin"}]
    assert told["ends_at"].endswith("Z")


def test_the_cookie_goes_to_this_host_over_https_alone_and_no_script_reads_it(
    service: Service, boss: SignedIn
) -> None:
    for headers in ({}, {"Host": "desk.news.example", "Origin": "https://desk.news.example"}):
        name, attributes = cookie(signing_in(service, "Chief", **headers))
        assert name == SECURE == "__Host-session"
        assert attributes == {"Path=/", "HttpOnly", "SameSite=Strict", "Secure"}


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_over_http_on_this_machine_the_cookie_has_a_plain_name(
    service: Service, boss: SignedIn, host: str
) -> None:
    at_home = {"Host": host, "Origin": f"http://{host}"}
    response = signing_in(service, "Chief", **at_home)
    assert cookie(response) == (PLAIN, {"Path=/", "HttpOnly", "SameSite=Strict"})
    token = response.headers["set-cookie"].partition(";")[0]
    assert service.client.get("/v1/session", headers={"Host": host, "Cookie": token}).status_code == 200


def test_a_proxy_that_hides_the_host_does_not_make_the_cookie_a_plain_one(
    service: Service, boss: SignedIn
) -> None:
    response = signing_in(service, "Chief", Host="127.0.0.1:8000", Origin="https://desk.news.example")
    assert cookie(response)[0] == SECURE


def test_a_plain_cookie_opens_nothing_elsewhere(service: Service, boss: SignedIn) -> None:
    headers = {"Host": "desk.news.example", "Cookie": f"{PLAIN}={boss.token}"}
    assert refusal(service.client.get("/v1/session", headers=headers)) == (401, "session.missing")


def test_signing_out_ends_the_session_and_takes_the_cookie_away(service: Service, boss: SignedIn) -> None:
    mine = SignedIn(service, "Chief")
    gone = mine.call("DELETE", "/v1/session")
    assert "Max-Age=0" in gone.headers["set-cookie"]
    assert refusal(mine.call("GET", "/v1/session")) == (401, "session.unknown")
    assert boss.call("GET", "/v1/session").status_code == 200


def test_sessions_are_listed_and_ended(service: Service, boss: SignedIn) -> None:
    other = SignedIn(service, "Chief")
    lines = boss.call("GET", "/v1/sessions").json()["sessions"]
    assert [line["current"] for line in lines].count(True) == 1
    assert {line["agent"] for line in lines} <= {"Firefox", "testclient"}
    theirs = other.call("GET", "/v1/session").json()["session"]
    assert boss.call("DELETE", f"/v1/sessions/{theirs}").status_code == 200
    assert refusal(boss.call("DELETE", f"/v1/sessions/{theirs}")) == (404, "session.none")
    assert refusal(other.call("GET", "/v1/session")) == (401, "session.unknown")


@pytest.mark.parametrize("token", ["", "wrong", "é"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/decisions", DECISION),
        ("POST", "/v1/keys", {"scopes": ["check"]}),
        ("POST", "/v1/sites", {"id": "new", "name": "New"}),
        ("DELETE", "/v1/session", None),
        ("POST", "/v1/session/password", {"old": PASSWORD, "new": "Another sentence of mine"}),
    ],
)
def test_nothing_is_changed_by_a_session_without_its_token(
    service: Service, boss: SignedIn, method: str, path: str, body: Any, token: str
) -> None:
    sent = {"X-CSRF-Token": token.encode()} if token else {}
    headers = {"Cookie": boss.headers["Cookie"], **sent}
    response = service.client.request(method, path, json=body, headers=headers)
    assert refusal(response) == (403, "session.csrf")


def test_another_sessions_token_does_not_do(service: Service, boss: SignedIn) -> None:
    other = SignedIn(service, "Chief")
    response = boss.call("POST", "/v1/decisions", json=DECISION, headers={"X-CSRF-Token": other.csrf})
    assert refusal(response) == (403, "session.csrf")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_page_neither_signs_in_nor_uses_a_session(
    service: Service, boss: SignedIn, site: str
) -> None:
    foreign = {"Sec-Fetch-Site": site}
    assert refusal(signing_in(service, "Chief", **foreign)) == (403, "origin.foreign")
    for method, path in (("GET", "/v1/cases"), ("GET", "/v1/session"), ("DELETE", "/v1/session")):
        assert refusal(boss.call(method, path, headers=foreign)) == (403, "origin.foreign")


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/v1/check"), ("POST", "/v1/comments"), ("GET", "/v1/comments/x")]
)
def test_what_is_for_keys_refuses_a_session(service: Service, boss: SignedIn, method: str, path: str) -> None:
    assert refusal(boss.call(method, path, json={"text": "a"})) == (403, "auth.cookie")
    assert refusal(boss.call(method, path, json={"text": "a"}, headers=bearer(service.key))) == (
        403,
        "auth.cookie",
    )


def test_a_key_and_a_session_never_come_together(service: Service, boss: SignedIn) -> None:
    mixed = bearer(service.key)
    assert refusal(boss.call("GET", "/v1/cases", headers=mixed)) == (403, "auth.mixed")
    assert refusal(boss.call("GET", "/v1/session", headers=mixed)) == (403, "auth.mixed")
    assert refusal(signing_in(service, "Chief", **mixed)) == (403, "auth.mixed")


def test_a_key_is_no_session(service: Service) -> None:
    response = service.call("GET", "/v1/session", key=service.new_key("admin"))
    assert refusal(response) == (401, "session.missing")


def test_other_cookies_mean_nothing(service: Service) -> None:
    assert service.call("GET", "/v1/cases", headers={"Cookie": "stickiness=7"}).status_code == 200


CALLS: list[tuple[str, str, Any, Role]] = [
    ("GET", "/v1/cases", None, "reader"),
    ("GET", "/v1/cases/counts", None, "reader"),
    ("POST", "/v1/decisions", DECISION, "moderator"),
    ("GET", "/v1/keys", None, "admin"),
    ("POST", "/v1/keys", {"scopes": ["check"]}, "admin"),
    ("GET", "/v1/moderators", None, "admin"),
    ("GET", "/v1/audit", None, "admin"),
    ("GET", "/v1/sites", None, "admin"),
]


@pytest.mark.parametrize(("method", "path", "body", "needed"), CALLS)
@pytest.mark.parametrize("role", ROLES)
def test_a_session_opens_what_its_role_allows(
    staff: dict[str, SignedIn], role: Role, method: str, path: str, body: Any, needed: Role
) -> None:
    response = staff[role].call(method, path, json=body)
    if ROLES.index(role) >= ROLES.index(needed):
        assert response.is_success
    else:
        assert refusal(response) == (403, "role.missing")
        assert needed in problem(response)["detail"]


def test_only_who_runs_the_service_adds_sites(
    service: Service, boss: SignedIn, staff: dict[str, SignedIn]
) -> None:
    new = {"id": "weekly", "name": "The Weekly"}
    assert refusal(staff["admin"].call("POST", "/v1/sites", json=new)) == (403, "role.missing")
    assert refusal(service.call("POST", "/v1/sites", key=service.new_key("admin"), json=new)) == (
        401,
        "session.missing",
    )
    made = boss.call("POST", "/v1/sites", json=new)
    assert (made.status_code, made.json()) == (201, {"id": "weekly", "name": "The Weekly", "origins": []})
    assert refusal(boss.call("POST", "/v1/sites", json=new)) == (409, "site.taken")
    assert refusal(boss.call("GET", "/v1/cases")) == (403, "site.missing")
    assert boss.call("GET", "/v1/cases?site=weekly").json()["cases"] == []
    assert staff["admin"].call("GET", "/v1/cases").status_code == 200


def test_a_decision_says_who_decided(service: Service, staff: dict[str, SignedIn]) -> None:
    kept = service.post("/v1/comments", {"text": "Xem https://example.com/xe nhé"}).json()
    person = staff["moderator"]
    said = {"comments": [kept["id"]], "action": "publish"}
    told = person.call("POST", "/v1/decisions", json=said).json()["results"][0]["decision"]
    assert told["by"] == f"moderator:{person.id}"


def test_a_key_made_by_a_session_works_and_the_log_tells_by_whom(
    service: Service, staff: dict[str, SignedIn]
) -> None:
    admin = staff["admin"]
    made = admin.call("POST", "/v1/keys", json={"scopes": ["check"], "name": "the CMS"}).json()
    check = service.client.post("/v1/check", json={"text": "a"}, headers=bearer(made["secret"]))
    assert check.status_code == 200
    line = admin.call("GET", f"/v1/audit?subject={made['key']['id']}").json()["lines"][0]
    session = admin.call("GET", "/v1/session").json()["session"]
    assert (line["what"], line["by"], line["name"]) == ("key.added", f"moderator:{admin.id}", "The admin")
    assert line["session"] == session


@pytest.mark.parametrize(
    "body", [{}, {"scopes": []}, {"kind": "public", "scopes": ["check"]}, {"scopes": ["public"]}]
)
def test_the_scopes_fit_the_kind_of_key(service: Service, body: Any) -> None:
    response = service.call("POST", "/v1/keys", key=service.new_key("admin"), json=body)
    assert response.status_code == 400
    assert problem(response)["path"].startswith("$.scopes")


def test_keys_are_rotated_and_withdrawn(service: Service) -> None:
    admin = service.new_key("admin")
    made = service.call("POST", "/v1/keys", key=admin, json={"scopes": ["check"]}).json()
    id_, old = made["key"]["id"], bearer(made["secret"])
    new = service.call("POST", f"/v1/keys/{id_}/rotate", key=admin, json={"overlap_s": 60}).json()
    assert new["key"]["ends_at"] is None
    for headers in (old, bearer(new["secret"])):
        assert service.client.post("/v1/check", json={"text": "a"}, headers=headers).status_code == 200
    again = service.call("POST", f"/v1/keys/{id_}/rotate", key=admin, json={})
    assert refusal(again) == (409, "key.ended")
    assert service.call("DELETE", f"/v1/keys/{id_}", key=admin).status_code == 200
    gone = service.client.post("/v1/check", json={"text": "a"}, headers=old)
    assert refusal(gone) == (401, "key.unknown")


def test_the_log_comes_a_page_at_a_time(service: Service) -> None:
    admin = service.new_key("admin")
    numbers, path = [], "/v1/audit?limit=2"
    while True:
        page = service.call("GET", path, key=admin).json()
        numbers += [line["number"] for line in page["lines"]]
        if page["next"] is None:
            break
        path = f"/v1/audit?limit=2&before={page['next']}"
    assert numbers == sorted(set(numbers), reverse=True)
    whole = service.call("GET", "/v1/audit?limit=200", key=admin).json()
    assert [line["number"] for line in whole["lines"]] == numbers


def test_who_tries_too_often_is_told_how_long_to_wait(service: Service) -> None:
    told = [signing_in(service, "Nobody", "wrong") for _ in range(BY_NAME.tries + 1)]
    assert {refusal(response) for response in told[:-1]} == {(401, "session.refused")}
    assert refusal(told[-1]) == (429, "session.throttled")
    assert 0 < int(told[-1].headers["retry-after"]) <= BY_NAME.window_s


def test_a_password_is_never_told(service: Service, boss: SignedIn) -> None:
    told = [boss.call("GET", path).text for path in ("/v1/session", "/v1/moderators?site=main")]
    assert not any(word in text for text in told for word in ("argon2", "password", PASSWORD))


def test_a_weak_password_is_refused_with_its_place(service: Service, boss: SignedIn) -> None:
    response = boss.call("POST", "/v1/session/password", json={"old": PASSWORD, "new": "short"})
    assert refusal(response) == (400, "password.weak")
    assert problem(response)["path"] == "$.new"
