"""Google's own Python client, told our address, goes on as before; by way of a server in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.serving import Process, process

discovery = pytest.importorskip("googleapiclient.discovery", reason="google-api-python-client is missing")
HttpError = pytest.importorskip("googleapiclient.errors").HttpError


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    home: Path = tmp_path_factory.mktemp("home") / "state"
    with process(home) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Process) -> Iterator[Any]:
    with discovery.build(
        "commentanalyzer",
        "v1alpha1",
        developerKey=server.key,
        discoveryServiceUrl=f"{server.address}/$discovery/rest?version=v1alpha1",
        static_discovery=False,
    ) as built:
        yield built


def analyzed(client: Any, **more: Any) -> Any:
    body = {
        "comment": {"text": "You are an idiot. Good day."},
        "requestedAttributes": {"TOXICITY": {}},
        **more,
    }
    return client.comments().analyze(body=body).execute()


def test_the_client_gets_scores(client: Any) -> None:
    answer = analyzed(client, spanAnnotations=True, languages=["en"])
    scores = answer["attributeScores"]["TOXICITY"]
    assert scores["summaryScore"]["value"] > 0.9
    assert [one["begin"] for one in scores["spanScores"]] == [0, 18]


def test_the_client_gets_errors_that_it_can_read(client: Any) -> None:
    with pytest.raises(HttpError) as raised:
        analyzed(client, requestedAttributes={"SEXUALLY_EXPLICIT": {}})
    assert raised.value.status_code == 400
    [detail] = raised.value.error_details
    assert detail["errorType"] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    assert detail["languageNotSupportedByAttributeError"]["attribute"] == "SEXUALLY_EXPLICIT"


def test_the_client_may_suggest_a_score(client: Any) -> None:
    body = {
        "comment": {"text": "You are an idiot."},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
        "clientToken": "t",
    }
    assert client.comments().suggestscore(body=body).execute()["clientToken"] == "t"
