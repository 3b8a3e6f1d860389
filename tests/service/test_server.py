"""The command in a process of its own: what it prints, logs and refuses, and how it ends."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from service.server import address
from tests.contracts.valkey import until
from tests.service.accounts import PASSWORD
from tests.service.serving import JSON, Process, bearer, made_key, process, refused, stretched
from tests.test_docs import require_shipped_classifier


@pytest.fixture(scope="module", autouse=True)
def shipped() -> None:
    require_shipped_classifier()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    home = tmp_path_factory.mktemp("run") / "home"
    with process(home, access_log="on", body_timeout_s="0.5") as started:
        yield started


def connection(running: Process) -> socket.socket:
    return socket.create_connection(("127.0.0.1", running.port), timeout=20)


def head(running: Process, *lines: str) -> bytes:
    given = ("POST /v1/check HTTP/1.1", "Host: x", f"Authorization: Bearer {running.key}", *lines)
    return "\r\n".join((*given, "Content-Type: application/json", "", "")).encode()


def everything(link: socket.socket) -> bytes:
    return b"".join(iter(lambda: link.recv(65_536), b""))


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed, which the first start names")
def test_a_first_start_prints_a_line_that_works_as_printed(running: Process) -> None:
    line = running.said[running.said.index("curl") :]
    answer = subprocess.run(["sh", "-c", line], capture_output=True, timeout=60, check=True).stdout
    assert json.loads(answer)["action"] == "publish"
    until(lambda: '"route":"/v1/check","status":200' in running.logged())


def test_a_first_start_prints_a_link_that_sets_up_the_admin_once(running: Process) -> None:
    found = re.search(rf"{running.address}(/web/setup.html)#([\w-]+)", running.said)
    assert found is not None
    with httpx.Client(base_url=running.address) as browser:
        assert browser.get(found[1]).status_code == 200
        said = {"token": found[2], "name": "Lan", "password": PASSWORD}
        assert browser.post("/v1/session/setup", json=said).json() == {"name": "Lan"}
        assert browser.post("/v1/session/setup", json={**said, "name": "Mallory"}).status_code == 404
        signed_in = browser.post("/v1/session", json={"name": "Lan", "password": PASSWORD})
        assert signed_in.status_code == 201
        assert browser.get("/v1/session").json()["operator"] is True  # over http, as on this machine
    assert found[2] not in running.logged()


def test_a_later_start_tells_how_to_make_a_key(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with process(home) as first:
        first.stop()
    with process(home) as again:
        assert again.key == ""
        assert "/web/setup.html#" in again.said  # nobody used the first
        assert "moderation-server keys add" in again.said
        made = bearer(made_key(home, "--scope", "check"))
        answer = httpx.post(f"{again.address}/v1/check", json={"text": "a"}, headers=made)
        assert answer.status_code == 200


def test_a_second_process_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with process(tmp_path / "home"):
        status, told = refused(tmp_path / "home")
    assert (status, "run one process, or count in Redis" in told) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "settings", "told"),
    [
        (("--workers", "2"), {}, "MODERATION_WORKERS='2': memory:// counts in one process"),
        (
            (),
            {"database": "postgresql://u:geheim@127.0.0.1:1/x"},
            "PostgreSQL cannot be reached (ConnectionRefusedError",
        ),
        ((), {"database": "postgresql://u:geh/eim@[x/geheim"}, "PostgreSQL cannot be reached (ValueError)"),
        (("--policy", "docs/examples/faulty.toml"), {}, "docs/examples/faulty.toml, line 2: mode"),
        ((), {"host": "192.0.2.1"}, "set another port, or an address of this machine"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...], settings: dict[str, str], told: str
) -> None:
    status, said = refused(tmp_path / "home", *arguments, **settings)
    assert status == 2
    assert told in said
    assert "Traceback" not in said
    assert "geheim" not in said


def test_half_a_secret_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "guests.secret").write_bytes(b"half")
    status, said = refused(tmp_path)
    assert (status, said.count("\n")) == (2, 1)
    assert "guests.secret: 4 bytes instead of 32; restore it from a backup" in said


def test_a_port_that_is_taken_makes_no_key_in_vain(running: Process, tmp_path: Path) -> None:
    status, said = refused(tmp_path / "home", port=str(running.port))
    assert (status, "Address already in use" in said) == (2, True)
    with process(tmp_path / "home") as first:
        assert first.key


def test_a_slow_body_is_told_so_and_hung_up_on(running: Process) -> None:
    with connection(running) as link:
        link.sendall(head(running, "Content-Length: 100") + b'{"text"')
        answer = everything(link)
    assert answer.startswith(b"HTTP/1.1 408")
    assert b'"code":"body.slow"' in answer


def test_a_huge_head_is_refused(running: Process) -> None:
    with connection(running) as link:
        link.sendall(head(running, f"X-Long: {'x' * 70_000}"))
        assert everything(link).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "sent",
    [b"\0\0\0\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01"],
)
def test_what_is_no_http_is_answered_and_hung_up_on(running: Process, sent: bytes) -> None:
    with connection(running) as link:
        link.sendall(sent)
        link.shutdown(socket.SHUT_WR)
        assert not re.match(rb"HTTP/1.1 [25]", everything(link))


def test_a_connection_that_breaks_off_leaves_the_service_well(running: Process) -> None:
    with connection(running) as link:
        link.sendall(head(running, "Content-Length: 100") + b'{"text"')
    assert httpx.get(f"{running.address}/health/ready").status_code == 200
    assert '"status":500' not in running.logged()


def test_a_large_body_is_refused_by_a_real_server(running: Process) -> None:
    answer = httpx.post(
        f"{running.address}/v1/check", content=b"x" * 10_000_000, headers={**JSON, **bearer(running.key)}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_within_three_seconds_with_a_request_open(tmp_path: Path, sign: signal.Signals) -> None:
    with process(tmp_path / "home") as started, connection(started) as link:
        link.sendall(head(started, "Content-Length: 100") + b'{"text"')
        httpx.get(f"{started.address}/health/live")  # by now the open request is being served
        before = time.monotonic()
        started.stop(sign)
        assert time.monotonic() - before < stretched(3)
        assert "Traceback" not in started.logged()


@pytest.mark.parametrize(
    ("host", "told"),
    [("127.0.0.1", "http://127.0.0.1:80"), ("0.0.0.0", "http://127.0.0.1:80"), ("::", "http://[::1]:80")],
)
def test_the_address_told_is_one_to_open(host: str, told: str) -> None:
    assert address(host, 80) == told
