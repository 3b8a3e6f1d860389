"""While Perspective itself is asked beside us, one of both answers in time, and both are written down."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from service.settings import Settings, SettingsError
from tests.service.serving import Service, serving

GOOD = {"attributeScores": {"TOXICITY": {"summaryScore": {"value": 0.25, "type": "PROBABILITY"}}}}
ASKED = {"comment": {"text": "bad words here"}, "requestedAttributes": {"TOXICITY": {}}}


class Upstream(NamedTuple):
    """A server in place of Google's; *says* is its answer, *heard* what it was sent."""

    server: ThreadingHTTPServer
    says: dict[str, Any]
    heard: list[Any]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    says, heard, over = {"status": 200, "body": GOOD, "wait": False}, list[Any](), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.path, self.headers["X-Goog-Api-Key"], json.loads(sent)))
            if says["wait"]:
                over.wait(5)
            body = json.dumps(says["body"]).encode()
            self.send_response(says["status"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Upstream(server, says, heard)
    over.set()
    server.shutdown()
    server.server_close()


def settings(upstream: Upstream, shadow: str = "upstream", *, private: bool = True) -> dict[str, Any]:
    return {
        "perspective_upstream": upstream.url,
        "perspective_key": "AIzaTest",
        "perspective_shadow": shadow,
        "webhooks_private": private,
    }


def score(service: Service, **more: Any) -> float:
    response = service.client.post(f"/v1alpha1/comments:analyze?key={service.key}", json={**ASKED, **more})
    assert response.status_code == 200, response.text
    value: float = response.json()["attributeScores"]["TOXICITY"]["summaryScore"]["value"]
    return value


def records(home: Path) -> list[Any]:
    file = home / "perspective-shadow.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def test_the_upstream_answers_and_both_are_written_down(upstream: Upstream, tmp_path: Path) -> None:
    with serving(tmp_path, **settings(upstream)) as service:
        assert score(service) == 0.25
    [(path, key, body)] = upstream.heard
    assert (path, key, body) == ("/v1alpha1/comments:analyze", "AIzaTest", ASKED)
    [record] = records(tmp_path)
    assert (record["text"], record["scores"], record["ours"]) == (
        "bad words here",
        {"TOXICITY": 0.25},
        {"TOXICITY": 0.99},
    )


def test_after_the_cut_over_we_answer_and_both_are_written_down(upstream: Upstream, tmp_path: Path) -> None:
    with serving(tmp_path, **settings(upstream, "ours")) as service:
        assert score(service) == 0.99
    assert len(records(tmp_path)) == 1


def test_nothing_is_written_down_of_what_must_not_be_stored(upstream: Upstream, tmp_path: Path) -> None:
    with serving(tmp_path, **settings(upstream)) as service:
        assert score(service, doNotStore=True) == 0.25
    assert records(tmp_path) == []


@pytest.mark.parametrize(
    "says", [{"status": 500}, {"status": 403}, {"status": 302}, {"status": 429}, {"wait": True}]
)
def test_we_answer_when_the_upstream_does_not(
    upstream: Upstream, tmp_path: Path, says: dict[str, Any]
) -> None:
    upstream.says.update(says)
    with serving(tmp_path, **settings(upstream)) as service:
        assert score(service) == 0.99
    assert records(tmp_path) == []


def test_an_error_of_the_comments_own_is_the_upstreams_to_tell(upstream: Upstream, tmp_path: Path) -> None:
    error = {"error": {"code": 400, "details": [{"errorType": "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"}]}}
    upstream.says.update(status=400, body=error)
    with serving(tmp_path, **settings(upstream)) as service:
        path = f"/v1alpha1/comments:analyze?key={service.key}"
        assert service.client.post(path, json=ASKED).json() == error


def test_a_private_upstream_is_not_asked_unless_that_is_allowed(upstream: Upstream, tmp_path: Path) -> None:
    with serving(tmp_path, **settings(upstream, private=False)) as service:
        assert score(service) == 0.99
    assert upstream.heard == []


@pytest.mark.parametrize(
    "given",
    [
        {"PERSPECTIVE_SHADOW": "upstream"},
        {"PERSPECTIVE_SHADOW": "both"},
        {"PERSPECTIVE_UPSTREAM": "ftp://a.example"},
        {"PERSPECTIVE_KEY": "a b"},
    ],
)
def test_settings_that_cannot_be_used_are_refused(given: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        Settings.from_env({f"MODERATION_{name}": value for name, value in given.items()})
