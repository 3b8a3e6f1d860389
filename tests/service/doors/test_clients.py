"""Clients that other people wrote, as they are, ask a running server over loopback."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from service.doors.akismet_keys import spellings
from tests.service.serving import Process, process

CLIENTS = Path(__file__).parent / "clients"
ADVERT = "Vay tiền nhanh 24/7, lãi suất 0%, không cần thế chấp, liên hệ Zalo 0912345678"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    with process(tmp_path_factory.mktemp("home") / "state") as running:
        yield running


class Ours(httpx.HTTPTransport):
    """Sends what is for rest.akismet.com to a server of ours, with the key in the path: key_sites sends none."""

    def __init__(self, address: str, key: str) -> None:
        super().__init__()
        self._address = httpx.URL(address)
        self._way = f"/k/{key}".encode()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert request.url.host == "rest.akismet.com"
        path = self._way + request.url.raw_path
        request.url = self._address.copy_with(raw_path=path)
        return super().handle_request(request)


def test_openai_for_python(server: Process) -> None:
    openai = pytest.importorskip("openai", reason="openai (PyPI) is not installed")
    with openai.OpenAI(base_url=f"{server.address}/v1", api_key=server.key, max_retries=0) as client:
        answer = client.moderations.create(input=["Bài viết rất hay!", "you stupid idiot"])
        assert [one.flagged for one in answer.results] == [False, True]
        assert answer.results[1].categories.harassment is True
        assert answer.results[1].categories.self_harm_intent is False
        assert answer.results[1].category_scores.sexual_minors == 0
        assert answer.results[1].category_applied_input_types.harassment == ["text"]
        assert answer._request_id.startswith("req_")
        image = [{"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}]
        with pytest.raises(openai.BadRequestError) as refused:
            client.moderations.create(input=image)
        assert refused.value.param == "input[0]"
    with openai.OpenAI(base_url=f"{server.address}/v1", api_key="sk-1", max_retries=0) as stranger:
        with pytest.raises(openai.AuthenticationError) as unknown:
            stranger.moderations.create(input="a")
        assert unknown.value.code == "invalid_api_key"


def test_akismet_for_python(server: Process) -> None:
    akismet = pytest.importorskip("akismet", reason="akismet (PyPI) is not installed")
    config = akismet.Config(key=server.key, url="https://blog.example.com")
    transport = httpx.Client(transport=Ours(server.address, server.key))
    with akismet.SyncClient(config=config, http_client=transport) as client:
        someone = {"user_ip": "203.0.113.9", "comment_author_email": "an@example.com"}
        words = {
            "Bài viết rất hay!": akismet.CheckResponse.HAM,
            ADVERT: akismet.CheckResponse.DISCARD,
        }
        for content, word in words.items():
            assert client.comment_check(comment_content=content, **someone) is word
        tested = client.comment_check(**someone, comment_author="viagra-test-123")
        assert tested is akismet.CheckResponse.SPAM
        assert client.submit_spam(comment_content="a", **someone)
        assert client.submit_ham(comment_content="a", **someone)
        assert client.usage_limit()["usage"] == 3
        month, *_ = client.key_sites()
        assert client.key_sites()[month][0]["site"] == "blog.example.com"
        assert client.key_sites(result_format="csv").startswith("Active sites for ")
        assert not client.verify_key(key="123YourAPIKey", url="https://blog.example.com")


def test_wordpress_s_way_of_asking(server: Process) -> None:
    """HTTP/1.0 to rest.akismet.com, the key in the host's name as digits, and a charset after the type."""
    fields = {"blog": "https://blog.example.com", "user_ip": "203.0.113.5", "comment_content": "Chào"}
    body = urlencode(fields).encode()
    head = (
        "POST /1.1/comment-check HTTP/1.0\r\n"
        f"Host: {spellings(server.key)[0]}.rest.akismet.com\r\n"
        "User-Agent: WordPress/6.8 | Akismet/5.4\r\n"
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=15) as wire:
        wire.sendall(head.encode() + body)
        answer = b"".join(iter(lambda: wire.recv(4096), b""))
    told, _, word = answer.partition(b"\r\n\r\n")
    assert told.startswith((b"HTTP/1.0 200", b"HTTP/1.1 200"))
    assert b"transfer-encoding" not in told.lower()
    assert word == b"false"


NODE_CLIENTS = "@cedx/akismet, akismet, openai and perspective-api-client (npm)"


@pytest.fixture(scope="session")
def node_clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clients of package.json, installed once and kept; skipped by name where that cannot be."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.skip(
                f"@cedx/akismet, akismet, openai and perspective-api-client (npm): {program} is not installed"
            )
    wanted = (CLIENTS / "package.json").read_bytes()
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "moderation-tests" / hashlib.sha256(wanted).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / ".ready").exists():
            _install(folder, wanted)
    shutil.copy(CLIENTS / "ask.mjs", folder)
    return folder


def _install(folder: Path, wanted: bytes) -> None:
    (folder / "package.json").write_bytes(wanted)
    command = [
        "npm",
        "install",
        "--no-package-lock",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--silent",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        pytest.skip(f"{NODE_CLIENTS} cannot be installed here, perhaps without network")
    (folder / ".ready").touch()


@pytest.mark.long
def test_clients_for_node(server: Process, node_clients: Path) -> None:
    command = ["node", "ask.mjs", server.address, server.key, spellings(server.key)[1]]
    done = subprocess.run(command, cwd=node_clients, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["cedx"] == {
        "verified": True, "stranger": False, "ham": 0, "spam": 1, "administrator": 0, "submitted": 2,
    }  # fmt: skip
    assert told["akismet"] == {"verified": True, "ham": False, "spam": True, "submitted": ["ok", "ok"]}
    assert told["openai"]["request"].startswith("req_")
    del told["openai"]["request"]
    assert told["openai"] == {
        "flagged": [False, True], "categories": 13, "refused": ["AuthenticationError", 401, "invalid_api_key"],
    }  # fmt: skip
    assert told["perspective"] == {
        "attributes": ["INSULT", "TOXICITY"], "toxic": True, "kind": False, "languages": ["vi"],
        "unknown": ["ResponseError", "Unknown requested attribute: KINDNESS"],
        "stranger": ["ResponseError", "API key not valid. Please pass a valid API key."],
    }  # fmt: skip
