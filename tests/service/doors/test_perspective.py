"""Perspective's calls are answered in Perspective's words, good ones and bad ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from time import process_time
from typing import Any

import pytest
from litestar.testing import TestClient

from moderation.classifier.shipped import shipped
from service.doors.sentences import MOST, sentences
from tests.linear import assert_linear
from tests.service.serving import Service, serving

ASKED = {"comment": {"text": "You are an idiot."}, "requestedAttributes": {"TOXICITY": {}}}
ANALYZE, SUGGEST = "/v1alpha1/comments:analyze", "/v1alpha1/comments:suggestscore"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("home"), shipped()) as running:
        yield running


def ask(service: Service, path: str = ANALYZE, **body: Any) -> Any:
    return service.client.post(path, params={"key": service.key, "alt": "json"}, json=body)


def found(service: Service, **body: Any) -> Mapping[str, Any]:
    response = ask(service, **{**ASKED, **body})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json; charset=UTF-8"
    answer: Mapping[str, Any] = response.json()
    return answer


def error_of(response: Any, status: int = 400) -> Mapping[str, Any]:
    assert response.status_code == status, response.text
    assert response.json().keys() == {"error"}
    error: Mapping[str, Any] = response.json()["error"]
    assert error["code"] == status
    return error


def error_type(response: Any) -> str:
    [detail] = error_of(response)["details"]
    assert detail["@type"] == "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
    kind: str = detail["errorType"]
    return kind


def test_a_comment_gets_a_score_and_one_span_of_it_all(service: Service) -> None:
    answer = found(service, clientToken="a1", languages=["fr"], doNotStore=True, sessionId="s")
    scores = answer["attributeScores"]["TOXICITY"]
    value = scores["summaryScore"]["value"]
    assert value > 0.9
    assert scores["spanScores"] == [{"begin": 0, "end": 17, "score": {"value": value, "type": "PROBABILITY"}}]
    assert (answer["languages"], answer["detectedLanguages"]) == (["fr"], ["en"])
    assert answer["clientToken"] == "a1"


def test_spans_are_sentences_in_utf_16(service: Service) -> None:
    text = "Nice 😀 day, friends.  You are an idiot! 😀"
    spans = found(service, comment={"text": text}, spanAnnotations=True)["attributeScores"]["TOXICITY"]
    units = text.encode("utf-16-le")
    told = [units[2 * one["begin"] : 2 * one["end"]].decode("utf-16-le") for one in spans["spanScores"]]
    assert told[:2] == ["Nice 😀 day, friends.", "You are an idiot!"]
    first, second = (one["score"]["value"] for one in spans["spanScores"][:2])
    assert first < 0.5 < second


def test_what_is_under_its_threshold_is_left_out(service: Service) -> None:
    wanted = {"TOXICITY": {"scoreThreshold": 0.5}, "THREAT": {"scoreThreshold": 0.9}}
    assert found(service, requestedAttributes=wanted)["attributeScores"].keys() == {"TOXICITY"}


def test_names_in_snake_case_and_nulls_are_read_as_google_reads_them(service: Service) -> None:
    body = {"comment": {"text": "Hello there"}, "requested_attributes": {"TOXICITY": {}}, "client_token": "t"}
    answer = ask(service, path="/comments:analyze", **body, context=None, languages=None).json()
    assert (answer["clientToken"], list(answer["attributeScores"])) == ("t", ["TOXICITY"])


def test_experimental_names_are_the_same_attributes(service: Service) -> None:
    scores = found(service, requestedAttributes={"INSULT": {}, "INSULT_EXPERIMENTAL": {}})["attributeScores"]
    assert scores["INSULT"] == scores["INSULT_EXPERIMENTAL"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"comment": {"text": " \n"}}, "COMMENT_EMPTY"),
        ({"comment": {}}, "COMMENT_EMPTY"),
        ({"comment": {"text": "é" * 10_241}}, "COMMENT_TOO_LONG"),
        ({"comment": {"text": "<b>a</b>", "type": "HTML"}}, "INVALID_REQUEST"),
        ({"requestedAttributes": {}}, "NO_REQUESTED_ATTRIBUTES"),
        ({"requestedAttributes": {"KINDNESS": {}}}, "INVALID_REQUEST"),
        ({"requestedAttributes": {"TOXICITY": {"scoreType": "STD_DEV"}}}, "INVALID_REQUEST"),
        ({"context": {"entries": [{"text": "a"}], "articleAndParentComment": {}}}, "INVALID_REQUEST"),
        ({"comment": {"text": "8 :-) 8"}}, "LANGUAGE_DETECTION_FAILED"),
    ],
)
def test_every_documented_error_is_told_as_documented(
    service: Service, body: Mapping[str, Any], kind: str
) -> None:
    assert error_type(ask(service, **{**ASKED, **body})) == kind


@pytest.mark.parametrize(
    ("text", "attribute", "language"),
    [
        ("Thằng này ngu quá", "INSULT", "vi"),
        ("You are an idiot, my friend", "SEVERE_TOXICITY", "en"),
        ("You are an idiot, my friend", "OBSCENE", "en"),
        ("Это очень хорошая статья", "TOXICITY", "ru"),
    ],
)
def test_what_was_never_learnt_is_refused_by_name(
    service: Service, text: str, attribute: str, language: str
) -> None:
    body = {"comment": {"text": text}, "requestedAttributes": {attribute: {}}, "languages": ["en"]}
    response = ask(service, **body)
    assert error_type(response) == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    told = error_of(response)["details"][0]["languageNotSupportedByAttributeError"]
    assert told == {
        "detectedLanguages": [language],
        "requestedLanguages": ["en"],
        "attribute": attribute,
    }


def test_a_policy_may_leave_out_what_was_never_learnt(service: Service) -> None:
    with_policy(service, {"perspective": {"unsupported": "omit"}})
    wanted = {"TOXICITY": {}, "INSULT": {}, "OBSCENE": {}}
    vietnamese = found(service, comment={"text": "Thằng này ngu quá"}, requestedAttributes=wanted)
    assert vietnamese["attributeScores"].keys() == {"TOXICITY"}
    assert found(service, comment={"text": "👍"})["attributeScores"] == {}
    with_policy(service, {})


def test_the_sites_map_turns_our_scores_into_theirs(service: Service) -> None:
    plain = found(service, comment={"text": "What a nice day it is"})
    with_policy(service, {"perspective": {"map": {"TOXICITY": [{"ours": 0.9, "theirs": 0.1}]}}})
    mapped = found(service, comment={"text": "What a nice day it is"})
    with_policy(service, {})
    before, after = (one["attributeScores"]["TOXICITY"]["summaryScore"]["value"] for one in (plain, mapped))
    assert after == pytest.approx(before / 9)


def with_policy(service: Service, policy: Mapping[str, Any]) -> None:
    admin = service.new_key("admin")
    service.call("PUT", "/v1/policy", key=admin, json={"policy": policy}).raise_for_status()
    service.client.app.state.keyring._known.clear()


def test_a_map_that_goes_down_is_refused(service: Service) -> None:
    points = [{"ours": 0.2, "theirs": 0.5}, {"ours": 0.3, "theirs": 0.4}]
    body = {"policy": {"perspective": {"map": {"TOXICITY": points}}}}
    response = service.call("PUT", "/v1/policy", key=service.new_key("admin"), json=body)
    assert response.status_code == 400
    assert "goes down" in response.text


def test_keys_come_in_the_address_or_in_a_header(service: Service) -> None:
    for sent in ({"X-Goog-Api-Key": service.key}, {"Authorization": f"Bearer {service.key}"}):
        assert service.client.post(ANALYZE, json=ASKED, headers=sent).status_code == 200
    assert error_of(service.client.post(ANALYZE, json=ASKED), 403)["status"] == "PERMISSION_DENIED"
    for wrong in ("mk_wrong", "AIza", "mk_" + "a" * 1_000):
        error = error_of(service.client.post(f"{ANALYZE}?key={wrong}", json=ASKED))
        assert error["message"] == "API key not valid. Please pass a valid API key."
        assert error["details"][0]["reason"] == "API_KEY_INVALID"
    other = service.new_key("moderate")
    assert error_of(service.client.post(f"{ANALYZE}?key={other}", json=ASKED), 403)["status"] == (
        "PERMISSION_DENIED"
    )


@pytest.mark.parametrize("path", [ANALYZE, SUGGEST])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 5_000,
        b'{"comment":' * 5_000,
        b'{"comment":{"text":"a\\ud800"}}',
        b'{"comment":{"text":"a\\u0000"}}',
        b'{"comment":{"text":1}}',
        b'{"comment":"a"}',
        b'{"nonsense":1}',
        b'{"comment":{"text":"abc def"},"requestedAttributes":[1]}',
        b'{"comment":{"text":"abc def"},"requestedAttributes":{"TOXICITY":1}}',
        b'{"comment":{"text":"abc def"},"requestedAttributes":{"TOXICITY":{"scoreThreshold":"x"}}}',
        b'{"comment":{"text":"abc def"},"requestedAttributes":{"TOXICITY":{"scoreThreshold":1e999}}}',
        b'{"comment":{"text":"abc def"},"attributeScores":{"TOXICITY":{"summaryScore":{"value":1e999}}}}',
    ],
)
def test_a_bad_body_is_told_in_their_shape(service: Service, path: str, body: bytes) -> None:
    response = service.client.post(f"{path}?key={service.key}", content=body)
    assert error_of(response)["status"] == "INVALID_ARGUMENT"


def test_what_is_not_there_is_told_in_their_shape(service: Service) -> None:
    assert error_of(service.client.get(ANALYZE), 405)["status"] == "UNIMPLEMENTED"
    assert error_of(service.client.get("/v1alpha1/nothing/here"), 404)["status"] == "NOT_FOUND"
    large = service.client.post(f"{ANALYZE}?key={service.key}", content=b" " * 1_000_001)
    assert error_of(large, 413)["status"] == "INVALID_ARGUMENT"


def test_an_unknown_field_is_named(service: Service) -> None:
    error = error_of(ask(service, **ASKED, colour="red"))
    assert error["message"] == 'Invalid JSON payload received. Unknown name "colour": Cannot find field.'


def test_corals_suggestions_are_kept_as_feedback(service: Service) -> None:
    body = {
        "comment": {"text": "You are an idiot."},
        "context": {"entries": [{"text": '{"storyID":"1"}'}]},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
        "languages": ["en"],
        "communityId": "Coral:https://news.example",
        "clientToken": "comment:c-1",
    }
    answer = ask(service, path=SUGGEST, **body).json()
    assert answer == {
        "clientToken": "comment:c-1",
        "requestedLanguages": ["en"],
        "detectedLanguages": ["en"],
    }
    [line] = service.call("GET", "/v1/decisions/export").text.splitlines()
    assert '"action":"reject"' in line
    assert '"label":"toxicity"' in line


@pytest.mark.parametrize(
    "scores",
    [
        {},
        {"KINDNESS": {"summaryScore": {"value": 1}}},
        {"TOXICITY": {}},
        {"TOXICITY": {"summaryScore": {"value": 2}}},
    ],
)
def test_a_suggestion_that_says_nothing_is_refused(service: Service, scores: Mapping[str, Any]) -> None:
    body = {"comment": {"text": "You are an idiot."}, "attributeScores": scores}
    assert error_of(ask(service, path=SUGGEST, **body))["status"] == "INVALID_ARGUMENT"


def test_the_discovery_document_leads_back_to_us(service: Service) -> None:
    client: TestClient[Any] = service.client
    told = client.get("/$discovery/rest?version=v1alpha1", headers={"Host": "comments.example:81"}).json()
    assert told["rootUrl"] == "http://comments.example:81/"
    assert told["resources"]["comments"]["methods"].keys() == {"analyze", "suggestscore"}
    assert error_of(client.get("/$discovery/rest?version=v9"), 404)


@pytest.mark.parametrize("unit", [".", "a.b", "a. ", "!) ", "\n", '…"', " "])
def test_sentences_take_linear_time_and_are_few(unit: str) -> None:
    def seconds(size: int) -> float:
        started = process_time()
        sentences((unit * size)[:size])
        return process_time() - started

    assert_linear(seconds)
    assert len(sentences(unit * 20_000)) <= MOST
