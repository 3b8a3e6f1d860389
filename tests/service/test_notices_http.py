"""Notices over HTTP: every one with its sentences, and a sentence tried before it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from moderation.catalogue import catalogue
from tests.service.serving import Service, problem, serving


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("home")) as running:
        running.key = running.new_key("moderate", "admin")
        own = {"newsroom": "toasoan@baotinh.vn", "notices": {"vi": {"held.check": "Chờ chút nhé."}}}
        running.call("PUT", "/v1/policy", json={"policy": own}).raise_for_status()
        running.key = running.new_key("moderate")
        yield running


def previewed(service: Service, sentence: str, **more: Any) -> Any:
    body = {"code": "rate.wait", "language": "vi", "sentence": sentence, **more}
    return service.post("/v1/notices/preview", body)


def test_every_notice_is_listed_with_the_sites_own_sentence(service: Service) -> None:
    found = service.call("GET", "/v1/notices").json()["notices"]
    assert [one["code"] for one in found] == list(catalogue("en").notices)
    held = next(one for one in found if one["code"] == "held.check")
    assert held == {
        "code": "held.check",
        "shipped": {name: catalogue(name).notices["held.check"] for name in ("vi", "en")},
        "own": {"vi": "Chờ chút nhé.", "en": None},
        "params": ["newsroom"],
    }
    assert next(one for one in found if one["code"] == "length.over")["params"] == [
        "count",
        "limit",
        "newsroom",
    ]


def test_every_shipped_sentence_reads_without_braces(service: Service) -> None:
    for language in ("vi", "en"):
        for code, sentence in catalogue(language).notices.items():
            shown = previewed(service, sentence, code=code, language=language)
            assert "{" not in shown.json()["text"]


def test_a_preview_fills_in_examples_or_what_is_given(service: Service) -> None:
    sentence = "Chờ {wait}, hoặc viết cho {newsroom}."
    assert previewed(service, sentence).json() == {"text": "Chờ 2 phút, hoặc viết cho toasoan@baotinh.vn."}
    given = previewed(service, sentence, params={"wait": "{newsroom}"}).json()
    assert given == {"text": "Chờ {newsroom}, hoặc viết cho toasoan@baotinh.vn."}


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"sentence": "Chờ {wate}."}, "policy.value", "$.sentence"),
        ({"sentence": " "}, "policy.value", "$.sentence"),
        ({"code": "rate.wit"}, "policy.value", "$.code"),
        ({"language": "fr"}, "body.value", "$.language"),
        ({"params": {"count": 1}}, "body.value", "$.params"),
        ({"params": {"wait": 10**30}}, "body.value", "$.params[...]"),
        ({"sentence": "\0"}, "text.nul", "$.sentence"),
    ],
)
def test_a_sentence_that_cannot_be_filled_is_refused_by_its_place(
    service: Service, change: dict[str, Any], code: str, path: str
) -> None:
    body = {"code": "rate.wait", "language": "vi", "sentence": "Chờ {wait}.", **change}
    refused = problem(service.post("/v1/notices/preview", body))
    assert (refused["status"], refused["code"], refused["path"]) == (400, code, path)
