"""The OpenAPI document tells the truth: whatever it allows or forbids, the service answers as it says."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from litestar.serialization import encode_json
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.app import create_app
from service.settings import Settings
from tests.fakes import BadWordClassifier
from tests.service.accounts import SignedIn, chief
from tests.service.conftest import DATABASES, new_place
from tests.service.serving import Service, bearer, serving

EACH = 100 if os.environ.get("MODERATION_TEST_BUDGET") == "long" else 8  # cases a call, on each database
PAGE = "https://www.baotinh.example"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
APP = create_app(Settings(), BadWordClassifier())
DOCUMENT = json.loads(encode_json(APP.openapi_schema.to_schema()))  # as it is served
OPEN = {("/v1/session", "post"), ("/v1/session/setup", "post")}  # one comes there to get in
ENDLESS = "GET /v1/events"  # a stream, which tests/service/test_live.py reads
OPERATIONS = {
    found.ok().label: found.ok()
    for found in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
    if found.ok().label != ENDLESS
}


class Openings(NamedTuple):
    """The headers of who may come in by a key, from the site's own page, and by a session."""

    key: Mapping[str, str]
    page: Mapping[str, str]
    session: Mapping[str, str]

    def of(self, operation: schemathesis.schemas.APIOperation) -> Mapping[str, str]:
        """What opens a call, as the document says."""
        ways = operation.definition.raw.get("security", [{"key": []}])
        if any("page" in way for way in ways):
            return self.page
        return self.key if any("key" in way for way in ways) else self.session


@pytest.fixture(scope="module", params=DATABASES)
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home = tmp_path_factory.mktemp("home")
    with new_place(request, home) as place, serving(home, database=place.database) as running:
        yield running


@pytest.fixture(scope="module")
def openings(service: Service) -> Openings:
    chief(service)
    key = bearer(service.new_key("check", "submit", "moderate", "admin"))
    ask = partial(service.client.request, headers=key)
    ask("PATCH", "/v1/sites/main", json={"origins": [PAGE]}).raise_for_status()
    public = ask("POST", "/v1/keys", json={"kind": "public"}).json()["secret"]
    return Openings(key, {**bearer(public), "Origin": PAGE}, SignedIn(service, "Chief").headers)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_one_that_the_document_names(service: Service, openings: Openings, name: str) -> None:
    operation = OPERATIONS[name]
    headers = openings.of(operation)

    @given(case=operation.as_strategy())
    @settings(max_examples=EACH, deadline=None, suppress_health_check=list(HealthCheck))
    def ask(case: schemathesis.Case) -> None:
        case.validate_response(answered(service, case, headers), checks=CHECKS)

    ask()


def answered(service: Service, case: schemathesis.Case, opening: Mapping[str, str]) -> schemathesis.Response:
    """Send what was drawn, by our own client, and with what opens the call."""
    sent = case.as_transport_kwargs(base_url="http://testserver")
    headers = {**dict(sent["headers"]), **opening}
    response = service.client.request(
        sent["method"],
        sent["url"],
        params=sent.get("params"),
        headers={name: str(value).encode("latin-1", "replace") for name, value in headers.items()},
        content=sent.get("data"),
        json=sent.get("json"),
    )
    return schemathesis.Response.from_any(response)


def test_every_call_names_its_key_and_its_problems(service: Service) -> None:
    paths = service.client.get("/openapi.json").json()["paths"]
    for path, calls in paths.items():
        for way, call in calls.items():
            assert ("security" in call) == (path.startswith("/v1/") and (path, way) not in OPEN)
            assert path.startswith("/health/live") or any(int(status) >= 400 for status in call["responses"])


def test_the_document_needs_nothing_from_elsewhere(service: Service) -> None:
    text = service.client.get("/openapi.json").text
    assert "http://" not in text
    assert "https://" not in text


def test_the_large_budget_asks_five_thousand_times_and_more() -> None:
    assert len(OPERATIONS) * len(DATABASES) * 100 >= 5_000
