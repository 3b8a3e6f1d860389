"""Our own API, as a site's server uses it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from moderation.verdict import Verdict
from service.app import create_app
from service.errors import KINDS
from service.settings import Settings
from tests.fakes import LONG
from tests.service.desks import Place
from tests.service.serving import GUEST, Service, codes, problem, serving

PHONE = {"text": "gọi 😀 0912345678"}


@pytest.fixture
def service(place: Place) -> Iterator[Service]:
    with serving(place.home, database=place.database) as running:
        yield running


def kept(service: Service, text: str, **headers: str) -> Any:
    response = service.post("/v1/comments", {"text": text}, **headers)
    assert response.status_code == 201, response.text
    return response.json()


def test_a_comment_gets_its_verdict(service: Service) -> None:
    verdict = service.post("/v1/check", {"text": "rất bad"}).json()
    assert (verdict["action"], codes(verdict), verdict["degraded"]) == (
        "reject",
        ["toxicity.toxicity"],
        False,
    )
    assert set(verdict) == set(Verdict.__struct_fields__)
    assert verdict["scores"] == {"toxicity": 0.99}


@pytest.mark.parametrize(
    ("query", "span"), [("", (6, 16)), ("?offsets=code_points", (6, 16)), ("?offsets=utf16", (7, 17))]
)
def test_spans_count_in_what_was_asked_for(service: Service, query: str, span: tuple[int, int]) -> None:
    (found,) = service.post(f"/v1/check{query}", PHONE).json()["findings"]
    assert [(place["start"], place["end"]) for place in found["spans"]] == [span]


def test_limits_stand_in_the_headers(service: Service) -> None:
    response = service.post("/v1/check", {"text": "chào", "guest": GUEST})
    assert '"guest 5/10m";q=5;w=600' in response.headers["ratelimit-policy"]
    assert '"guest 5/10m";r=4' in response.headers["ratelimit"]


def test_a_guest_over_his_limit_still_gets_a_verdict(service: Service) -> None:
    for _ in range(2):
        response = service.post("/v1/check", {"text": "chào", "guest": GUEST})
    assert (response.status_code, response.json()["action"]) == (200, "reject")
    assert '"guest 1/15s";r=0;t=' in response.headers["ratelimit"]


def test_a_dry_run_counts_nothing(service: Service) -> None:
    dry = {"text": "chào", "guest": GUEST, "dry_run": True}
    for _ in range(3):
        assert service.post("/v1/check", dry).json()["action"] == "publish"
    results = service.post("/v1/check/batch", {"comments": [dry, dry]}).json()["results"]
    assert [result["verdict"]["action"] for result in results] == ["publish", "publish"]


def test_a_batch_is_judged_in_its_order(service: Service) -> None:
    comment = {"text": "chào", "guest": GUEST}
    results = service.post("/v1/check/batch", {"comments": [comment, comment]}).json()["results"]
    assert [result["verdict"]["action"] for result in results] == ["publish", "reject"]


def test_a_kept_comment_is_found_again_without_its_guest(service: Service) -> None:
    sent = {"text": "chào", "author": "Lan", "thread": "https://example.com/a-1", "guest": GUEST}
    receipt = service.post("/v1/comments", sent).json()
    found = service.call("GET", f"/v1/comments/{receipt['id']}").json()
    assert (receipt["status"], found["status"], found["decisions"]) == ("published", "published", [])
    assert found["verdict"] == receipt["verdict"]
    assert found["comment"] == {
        "text": "chào",
        "author": "Lan",
        "thread": sent["thread"],
        "parent": None,
        "language": None,
    }
    assert datetime.fromisoformat(found["received_at"]).utcoffset() is not None


def test_a_comment_to_keep_cannot_be_a_dry_run(service: Service) -> None:
    told = problem(service.post("/v1/comments", {"text": "chào", "dry_run": True}))
    assert "dry_run" in told["detail"]


def test_the_same_key_and_body_is_the_same_comment(service: Service) -> None:
    first = service.post("/v1/comments", {"text": LONG}, Idempotency_Key="one")
    again = service.post("/v1/comments", {"text": LONG}, Idempotency_Key="one")
    assert (first.status_code, again.status_code, first.content) == (201, 201, again.content)
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"


def test_the_same_key_with_another_body_is_refused(service: Service) -> None:
    kept(service, "một", Idempotency_Key="one")
    response = service.post("/v1/comments", {"text": "hai"}, Idempotency_Key="one")
    assert (response.status_code, problem(response)["code"]) == (422, "idempotency.conflict")


@pytest.mark.parametrize("key", ["", "x" * 256, "a b"])
def test_an_idempotency_key_must_be_usable(service: Service, key: str) -> None:
    assert (
        problem(service.post("/v1/comments", {"text": "a"}, Idempotency_Key=key))["code"] == "idempotency.key"
    )


def test_cases_come_oldest_first_a_page_at_a_time(service: Service) -> None:
    ids = [kept(service, f"gọi 091234567{number}")["id"] for number in range(5)]
    kept(service, "chào")
    first = service.call("GET", "/v1/cases?limit=3").json()
    rest = service.call("GET", "/v1/cases", params={"limit": 3, "after": first["next"]}).json()
    assert [case["id"] for case in first["cases"] + rest["cases"]] == ids
    assert rest["next"] is None
    assert first["cases"][0]["reasons"] == ["contacts.phone"]


def test_cases_are_counted_by_reason_and_listed_by_reason(service: Service) -> None:
    kept(service, "gọi 0912345678")
    assert service.call("GET", "/v1/cases/counts").json() == {
        "waiting": {"count": 1, "more": False},
        "by_reason": {"contacts.phone": {"count": 1, "more": False}},
    }
    assert service.call("GET", "/v1/cases?reason=links.over").json()["cases"] == []


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "after=" + "x" * 300])
def test_a_parameter_that_does_not_fit_is_named(service: Service, query: str) -> None:
    told = problem(service.call("GET", f"/v1/cases?{query}"))
    assert (told["code"], told["path"]) == ("query.value", "?" + query.partition("=")[0])


@pytest.mark.parametrize("cursor", ["x", "%00", "\u00e9", "0", "-1:a"])
def test_a_cursor_that_no_page_ended_with_is_refused(service: Service, cursor: str) -> None:
    assert problem(service.call("GET", "/v1/cases", params={"after": cursor}))["code"] == "cursor.bad"


def test_a_decision_closes_its_case_and_stays_with_the_comment(service: Service) -> None:
    waiting = kept(service, "gọi 0912345678")["id"]
    body = {"comments": [waiting], "action": "publish", "note": "số của tòa soạn"}
    (result,) = service.post("/v1/decisions", body).json()["results"]
    found = service.call("GET", f"/v1/comments/{waiting}").json()
    assert (found["status"], found["decisions"]) == ("published", [result["decision"]])
    assert result["decision"]["by"].startswith("key:key_")
    assert service.call("GET", "/v1/cases").json()["cases"] == []


def test_an_unknown_comment_spoils_only_its_own_decision(service: Service) -> None:
    known = kept(service, "chào")["id"]
    body = {"comments": ["none", known], "action": "reject"}
    first, second = service.post("/v1/decisions", body).json()["results"]
    assert (first["problem"]["code"], second["decision"]["action"]) == ("comment.unknown", "reject")


@pytest.mark.parametrize("id_", ["none", "%00", "a%2Fb", "é", "x" * 5_000])
def test_an_id_of_nothing_is_not_found(service: Service, id_: str) -> None:
    assert service.call("GET", f"/v1/comments/{id_}").status_code == 404


def test_an_unknown_route_is_a_problem(service: Service) -> None:
    assert problem(service.client.get("/v2/check"))["code"] == "route.unknown"


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/check"), ("DELETE", "/health/live"), ("TRACE", "/")]
)
def test_a_method_not_offered_is_a_problem_that_names_the_others(
    service: Service, method: str, path: str
) -> None:
    response = service.client.request(method, path)
    assert problem(response)["code"] == "route.method"
    assert response.headers["allow"]


def test_health_is_told_to_anybody(service: Service) -> None:
    assert service.client.get("/health/live").json() == {"status": "ok"}
    assert service.client.get("/health/ready").json() == {"status": "ok"}


def test_metrics_count_by_route_and_tell_nothing_of_the_site(service: Service) -> None:
    identity = kept(service, "secret words bad")["id"]
    service.call("GET", f"/v1/comments/{identity}?secret=words")
    page = service.client.get("/metrics").text
    assert 'moderation_requests_total{method="GET",route="/v1/comments/{id}",status="200"} 1.0' in page
    assert 'moderation_verdicts_total{action="reject"} 1.0' in page
    assert 'moderation_findings_total{code="toxicity.toxicity"} 1.0' in page
    assert not [word for word in ("secret", identity, "main", "mk_") if word in page]


def test_a_fault_of_ours_is_told_as_such_and_no_more(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(service.client.app.state.desk, "check", broken)
    response = service.post("/v1/check", {"text": "chào"})
    assert (response.status_code, response.json()["code"]) == (500, "internal")
    assert "secret" not in response.text


def test_every_problem_is_documented() -> None:
    page = Path("docs/http.md").read_text(encoding="utf-8")
    for code, kind in KINDS.items():
        assert f"| `{code}` | {kind.status} | {kind.title} | {kind.cure} |" in page


def test_every_route_is_documented(tmp_path: Path) -> None:
    page = Path("docs/http.md").read_text(encoding="utf-8")
    paths = create_app(Settings(home=tmp_path)).openapi_schema.paths or {}
    assert all(f"{path}`" in page for path in paths)
