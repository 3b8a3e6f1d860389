"""Coral's external moderation phase: signed calls in, only valid values out."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.serving import Service, bearer, problem, serving

SECRET = "corsec_3f1c8b0e94a7d2c6"
STATUSES = {"NONE", "APPROVED", "REJECTED", "PREMOD", "SYSTEM_WITHHELD"}
REASONS = {"COMMENT_DETECTED_TOXIC", "COMMENT_DETECTED_SPAM"}
PATH = "/coral/main"
EACH = 2_000 if os.environ.get("MODERATION_TEST_BUDGET") == "long" else 100  # calls of any bytes


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("home")) as running:
        assert running.post_admin("/v1/coral/secrets", {"secret": SECRET}).status_code == 201
        yield running


def phase(body: str = "Chào cả nhà", action: str = "NEW", **author: str) -> dict[str, Any]:
    """A call as Coral makes it."""
    return {
        "action": action,
        "comment": {"body": body, "parentID": None},
        "author": {"id": "u1", "role": "COMMENTER", **author},
        "story": {"id": "s1", "url": "https://www.example.com/a-1"},
        "site": {"id": "w1"},
        "tenantID": "t1",
        "tenantDomain": "talk.example.com",
    }


def signature(raw: bytes, *secrets: str) -> str:
    """The header as Coral makes it."""
    macs = [hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join(f"sha256={mac}" for mac in macs)


def sent(service: Service, call: Any, *secrets: str, path: str = PATH, **headers: str) -> Response:
    raw = call if isinstance(call, bytes) else json.dumps(call, indent=2, ensure_ascii=False).encode()
    named = {"X-Coral-Signature": signature(raw, *secrets or (SECRET,)), "Content-Type": "application/json"}
    return service.client.post(path, content=raw, headers={**named, **headers})


def opinion(response: Response) -> tuple[str, Sequence[str]]:
    """Status and reasons, all of them values that Coral knows."""
    assert response.status_code == 200, response.text
    told = response.json()
    assert told.keys() <= {"actions", "status", "tags"}
    assert told["status"] in STATUSES
    assert all(flag.keys() == {"actionType", "reason"} for flag in told["actions"])
    assert {flag["actionType"] for flag in told["actions"]} <= {"FLAG"}
    reasons = [flag["reason"] for flag in told["actions"]]
    assert set(reasons) <= REASONS
    return told["status"], reasons


def test_what_may_be_published_is_left_to_coral(service: Service) -> None:
    response = sent(service, phase())
    assert (response.status_code, response.content) == (204, b"")


def test_what_is_refused_is_rejected_with_its_reason(service: Service) -> None:
    assert opinion(sent(service, phase("this is bad stuff"))) == ("REJECTED", ["COMMENT_DETECTED_TOXIC"])


def test_what_is_held_is_withheld_with_its_reason(service: Service) -> None:
    told = opinion(sent(service, phase("xem https://ban-hang.example.com nhé", id="u2")))
    assert told == ("SYSTEM_WITHHELD", ["COMMENT_DETECTED_SPAM"])


def test_html_is_read_as_its_reader_sees_it(service: Service) -> None:
    hidden = '<div>xem <a href="https://ban-hang.example.com">đây</a></div>'
    assert opinion(sent(service, phase(hidden, id="u3")))[0] == "SYSTEM_WITHHELD"
    assert opinion(sent(service, phase("<div>so <b>b</b>ad</div>", id="u4")))[0] == "REJECTED"


def test_a_comment_with_nul_or_half_a_pair_does_not_go_by_unread(service: Service) -> None:
    for broken in ("\\u0000", "\\ud800", "\\u0000\\udfff"):
        raw = json.dumps(phase("so bad MARK", id="u5")).replace("MARK", broken).encode()
        assert opinion(sent(service, raw))[0] == "REJECTED"


def test_the_newsroom_s_own_and_empty_ones_are_left_to_coral(service: Service) -> None:
    for call in (phase("so bad", role="STAFF"), phase("so bad", role="ADMIN"), phase(""), phase("<br>")):
        assert sent(service, call).status_code == 204


def test_an_edit_is_judged_and_not_counted_again(service: Service) -> None:
    text = "Con đường trước cổng chợ hỏng đã hai năm, đề nghị xã sớm sửa để bà con đi lại."
    assert sent(service, phase(text, id="u6")).status_code == 204
    assert sent(service, phase(text + " Xin cảm ơn.", action="EDIT", id="u6")).status_code == 204
    assert opinion(sent(service, phase("so bad", action="EDIT", id="u6")))[0] == "REJECTED"
    assert opinion(sent(service, phase(text, id="u6")))[0] == "REJECTED"  # a limit, and the same text again


def test_of_several_signatures_one_must_be_good(service: Service) -> None:
    assert sent(service, phase(id="u8"), "corsec_old", SECRET).status_code == 204
    assert sent(service, phase(id="u8"), "corsec_old").status_code == 401
    for bad in ("", "sha256=", "sha256=é", "md5=a," * 50, signature(b"other", SECRET)):
        named = {"X-Coral-Signature": bad.encode()}
        response = service.client.post(PATH, content=json.dumps(phase()), headers=named)  # type: ignore[arg-type]
        assert response.status_code == 401
        assert response.json()["error"]["code"] == "KEY_UNKNOWN"


def test_a_site_that_is_none_answers_as_one_without_the_secret(service: Service) -> None:
    there, none = sent(service, phase(), "corsec_old"), sent(service, phase(), path="/coral/none")
    assert (there.status_code, there.content) == (none.status_code, none.content)


def test_secrets_are_exchanged_without_a_gap(service: Service) -> None:
    made = service.post_admin("/v1/coral/secrets", {"secret": "corsec_new_one"})
    assert made.json()["shown"] == "…_one"
    assert sent(service, phase(id="u9"), "corsec_new_one").status_code == 204
    admin = service.new_key("admin")
    listed = service.call("GET", "/v1/coral/secrets", key=admin).json()
    assert (listed["path"], len(listed["secrets"])) == (PATH, 2)
    assert "corsec_new" not in json.dumps(listed)
    gone = service.call("DELETE", f"/v1/coral/secrets/{made.json()['id']}", key=admin)
    assert gone.status_code == 200
    assert sent(service, phase(), "corsec_new_one").status_code == 401
    again = service.call("DELETE", f"/v1/coral/secrets/{made.json()['id']}", key=admin)
    assert problem(again)["code"] == "coral.none"
    said = [line["what"] for line in service.call("GET", "/v1/audit", key=admin).json()["lines"]]
    assert [what for what in said if "coral" in what][:2] == ["coral.secret_removed", "coral.secret_added"]


def test_a_site_has_at_most_five(tmp_path: Any) -> None:
    with serving(tmp_path) as service:
        for number in range(5):
            assert service.post_admin("/v1/coral/secrets", {"secret": f"corsec_{number}"}).status_code == 201
        assert (
            problem(service.post_admin("/v1/coral/secrets", {"secret": "corsec_5"}))["code"] == "coral.many"
        )


def test_a_key_or_a_session_opens_nothing_here(service: Service) -> None:
    response = service.client.post(PATH, json=phase(), headers=bearer(service.key))
    assert response.status_code == 401


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_another_method_is_refused_in_the_door_s_shape(service: Service, method: str) -> None:
    response = service.client.request(method, PATH)
    assert (response.status_code, response.json()["error"]["code"]) == (405, "ROUTE_METHOD")


PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*phase(), "body", "id", "role", "url"]), inner, max_size=5)
    ),
    max_leaves=8,
).map(lambda value: json.dumps(value).encode())


@settings(max_examples=EACH, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=st.binary(max_size=200) | PARTS, header=st.binary(max_size=100) | st.none())
def test_any_bytes_get_an_answer_in_the_door_s_shape(
    service: Service, raw: bytes, header: bytes | None
) -> None:
    signed = (
        signature(raw, SECRET).encode() if header is None else header.replace(b"\n", b"").replace(b"\r", b"")
    )
    response = service.client.post(PATH, content=raw, headers={b"X-Coral-Signature": signed})  # type: ignore[dict-item]
    assert response.status_code in (200, 204, 400, 401)
    if response.status_code >= 400:
        assert response.json()["error"].keys() == {"code", "message"}
