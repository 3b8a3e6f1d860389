"""OpenAI's endpoint: its shapes, its errors, and what of it we score."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import pytest
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.policy.model import ToxicityPolicy
from service.desk.scoring import Scored
from service.doors.openai_wire import CATEGORIES, result
from service.doors.pieces import pieces
from service.errors import Problem
from tests.fakes import BrokenClassifier
from tests.service.serving import JSON, Service, bearer, serving

ANYTHING = st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))
NAMES = {
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
    "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors", "violence", "violence/graphic",
}  # fmt: skip
EACH = 2_000 if os.environ.get("MODERATION_TEST_BUDGET") == "long" else 100  # calls of any bytes


def asked(service: Service, body: Any) -> Response:
    return service.post("/v1/moderations", body)


def results(response: Response) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def fault(response: Response) -> Mapping[str, Any]:
    """The error, which must be a whole one of OpenAI's."""
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-request-id"].startswith("req_")
    document = response.json()
    assert document.keys() == {"error"}
    error: Mapping[str, Any] = document["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    assert isinstance(error["message"], str)
    return error


def test_one_string_gets_one_result_of_thirteen_categories(service: Service) -> None:
    response = asked(service, {"input": "you are bad", "model": "omni-moderation-latest"})
    [found] = results(response)
    assert response.json().keys() == {"id", "model", "results"}
    assert response.json()["id"].startswith("modr-")
    assert response.headers["x-request-id"].startswith("req_")
    assert found.keys() == {"flagged", "categories", "category_scores", "category_applied_input_types"}
    assert all(found[name].keys() == NAMES for name in found.keys() - {"flagged"})
    assert found["flagged"] is True
    assert (found["categories"]["harassment"], found["category_scores"]["harassment"]) == (True, 0.99)


def test_what_is_not_scored_is_false_with_zero_and_applied_to_nothing(service: Service) -> None:
    [found] = results(asked(service, {"input": "you are bad"}))
    for name in NAMES - {"harassment"}:
        assert found["categories"][name] is False
        assert found["category_scores"][name] == 0
        assert found["category_applied_input_types"][name] == []
    assert found["category_applied_input_types"]["harassment"] == ["text"]


def test_many_strings_get_a_result_each_in_their_order(service: Service) -> None:
    found = results(asked(service, {"input": ["fine", "so bad", ""]}))
    assert [one["flagged"] for one in found] == [False, True, False]


def test_typed_parts_get_one_result_together(service: Service) -> None:
    parts = [{"type": "text", "text": "fine"}, {"type": "text", "text": "so bad"}]
    assert [one["flagged"] for one in results(asked(service, {"input": parts}))] == [True]


def test_an_image_part_is_refused_by_its_place(service: Service) -> None:
    image = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    response = asked(service, {"input": [{"type": "text", "text": "fine"}, image]})
    assert response.status_code == 400
    error = fault(response)
    assert (error["type"], error["param"]) == ("invalid_request_error", "input[1]")
    assert "only text" in error["message"]


def test_what_is_hidden_in_a_long_text_is_found(service: Service) -> None:
    [found] = results(asked(service, {"input": "fine " * 5_000 + "so bad " + "fine " * 5_000}))
    assert found["flagged"] is True


def test_the_site_s_thresholds_decide(tmp_path: Any) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[toxicity]\nnudge = 0.995\nreview = 0.995\nreject = 1.0\n")
    with serving(tmp_path / "home", policy=str(policy)) as service:
        [found] = results(asked(service, {"input": "so bad"}))
    assert (found["flagged"], found["category_scores"]["harassment"]) == (False, 0.99)


@pytest.mark.parametrize(
    ("scores", "true"),
    [
        ({"toxicity": 0.5}, {"harassment"}),
        ({"insult": 0.6, "toxicity": 0.1}, {"harassment"}),
        ({"threat": 0.6}, {"harassment/threatening"}),
        ({"identity_attack": 0.6}, {"hate"}),
        ({"profanity": 0.9, "spam": 0.9}, set()),
    ],
)
def test_our_labels_have_their_categories(scores: Mapping[str, float], true: set[str]) -> None:
    found = result(scores, ToxicityPolicy())
    assert {name for name, value in found.categories.items() if value} == true
    assert found.flagged == bool(true)


def test_the_categories_are_openai_s() -> None:
    assert CATEGORIES.keys() == NAMES


def test_nothing_is_counted_nor_kept(service: Service) -> None:
    for _ in range(9):
        assert results(asked(service, {"input": "the very same text, longer than forty graphemes, again"}))
    page = service.call("GET", "/v1/comments").json()
    assert page["comments"] == []


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff", b"[" * 5_000, {}, {"input": None}, {"input": []}, {"input": [1]}, {"input": ["a"] * 1_001},
        {"input": ["a", {"type": "text", "text": "b"}]}, {"input": [{"type": "audio"}]}, {"input": "a\0"},
        b'{"input": "\\ud800"}',
    ],
    ids=lambda body: str(body)[:20],
)  # fmt: skip
def test_what_cannot_be_read_is_their_400(service: Service, body: Any) -> None:
    response = asked(service, body)
    assert response.status_code == 400
    assert fault(response)["type"] == "invalid_request_error"


def test_a_key_that_is_none_is_their_401(service: Service) -> None:
    for headers in ({}, bearer("sk-1"), bearer("mk_none"), {"Authorization": "Basic a"}):
        response = service.client.post("/v1/moderations", json={"input": "a"}, headers=headers)
        assert response.status_code == 401
        assert (fault(response)["code"], fault(response)["type"]) == (
            "invalid_api_key",
            "invalid_request_error",
        )


def test_a_key_without_the_scope_is_a_403(service: Service) -> None:
    headers = bearer(service.new_key("submit"))
    response = service.client.post("/v1/moderations", json={"input": "a"}, headers=headers)
    assert response.status_code == 403
    assert fault(response)["code"] == "insufficient_permissions"


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_another_method_is_refused_in_their_shape(service: Service, method: str) -> None:
    response = service.call(method, "/v1/moderations")
    assert response.status_code == 405
    assert fault(response)["param"] is None


def test_too_large_a_body_is_refused_in_their_shape(service: Service) -> None:
    response = asked(service, b'{"input": "' + b"a" * 1_000_001 + b'"}')
    assert response.status_code == 413
    assert fault(response)["type"] == "invalid_request_error"


def test_a_classifier_that_fails_is_a_503_that_clients_try_again(tmp_path: Any) -> None:
    with serving(tmp_path, BrokenClassifier()) as service:
        response = asked(service, {"input": "you are bad"})
    assert response.status_code == 503
    assert fault(response)["type"] == "server_error"


def test_a_limit_is_their_429(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def limited(text: str) -> Scored:
        raise Problem("demo.limit", headers={"Retry-After": "2"})

    monkeypatch.setattr(service.client.app.state.scoring, "text", limited)
    response = asked(service, {"input": "a"})
    assert (response.status_code, response.headers["retry-after"]) == (429, "2")
    assert fault(response)["code"] == "rate_limit_exceeded"


def test_a_fault_of_ours_tells_nothing(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> Scored:
        raise RuntimeError("secret words")

    monkeypatch.setattr(service.client.app.state.scoring, "text", broken)
    response = asked(service, {"input": "a"})
    assert (response.status_code, fault(response)["type"]) == (500, "server_error")
    assert "secret" not in response.text


@settings(max_examples=EACH, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=ANYTHING, content_type=st.sampled_from(["application/json", "text/plain", "a", ""]))
def test_any_bytes_get_an_answer_in_their_shape(service: Service, body: bytes, content_type: str) -> None:
    headers = {**bearer(service.key), "Content-Type": content_type}
    response = service.client.post("/v1/moderations", content=body, headers=headers)
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        fault(response)


@given(st.text("ab \n", max_size=30).map(lambda text: text * 300))
@settings(max_examples=50, deadline=None)
def test_pieces_are_the_whole_text_and_never_long(text: str) -> None:
    cut = list(pieces(text))
    assert "".join(cut) == text
    assert all(len(piece) <= 2_000 for piece in cut)


def test_it_stays_out_of_our_own_document(service: Service) -> None:
    assert "/v1/moderations" not in service.client.get("/openapi.json", headers=JSON).json()["paths"]
