"""Two workers on one Valkey: they count as one, in limits and in figures, and they end together."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.contracts.valkey import Valkey, until
from tests.service.serving import Process, bearer, process, stretched
from tests.test_docs import require_shipped_classifier

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc to tell workers apart by")

POLICY = '[rate]\nguest = ["5/10m"]\naddress = []\n'
START_S = 120  # on a busy machine


class Workers:
    """A server of two workers, which may be asked one by one."""

    def __init__(self, server: Process) -> None:
        self.server = server
        self.wait_for_both()

    def wait_for_both(self) -> None:
        until(lambda: len(self._found()) == 2, within_s=START_S)
        self.pids = self._found()
        for pid in self.pids:
            with self.only(pid):
                httpx.get(f"{self.server.address}/health/ready", timeout=START_S).raise_for_status()

    @contextmanager
    def only(self, pid: int) -> Iterator[None]:
        """Hold the other one, so that every connection is this one's."""
        other = next(one for one in self.pids if one != pid)
        os.kill(other, signal.SIGSTOP)
        try:
            until(lambda: _state(other) == b"T")
            yield
        finally:
            os.kill(other, signal.SIGCONT)

    def alive(self) -> list[int]:
        return [pid for pid in self.pids if _state(pid) not in (b"", b"Z")]

    def check(self) -> str:
        """Ask for a comment of Ann's to be judged; how her limit stands."""
        body = {"text": f"bình luận {time.monotonic_ns()}", "guest": {"token": "ann"}}
        address, key = f"{self.server.address}/v1/check", bearer(self.server.key)
        answer = httpx.post(address, json=body, headers=key, timeout=20)
        assert (answer.status_code, answer.json()["degraded"]) == (200, False)
        return answer.headers["RateLimit"]

    def checked(self) -> list[str]:
        """What the metrics say of checks that were answered."""
        page = httpx.get(f"{self.server.address}/metrics", timeout=20).text
        return re.findall(
            r'^moderation_requests_total\{.*"/v1/check",status="200"\} (.*)$', page, re.MULTILINE
        )

    def _found(self) -> list[int]:
        parent = self.server.running.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        # A third child keeps track of what they share.
        return [int(pid) for pid in children if b"spawn_main" in _told(pid, "cmdline")]


def _state(pid: int) -> bytes:
    """A letter as ps writes it."""
    return _told(pid, "stat").rpartition(b") ")[2][:1]


def _told(pid: int | str, file: str) -> bytes:
    """What the system tells of a process; nothing of one that is gone."""
    try:
        return Path(f"/proc/{pid}/{file}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


@contextmanager
def two_workers(folder: Path) -> Iterator[Workers]:
    require_shipped_classifier()
    policy = folder / "policy.toml"
    policy.write_text(POLICY, encoding="utf-8")
    with Valkey(folder) as valkey:
        settings = {"counters": valkey.url, "policy": str(policy)}
        with process(folder / "home", "--workers", "2", **settings) as server:
            yield Workers(server)


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    with two_workers(tmp_path_factory.mktemp("workers")) as running:
        yield running


def test_workers_share_limits_and_each_shows_the_figures_of_both(workers: Workers) -> None:
    first, second = workers.pids
    for number, pid in enumerate((first, second, first), start=1):
        with workers.only(pid):
            assert workers.check() == f'"guest 5/10m";r={5 - number}'
            until(lambda: workers.checked() == [f"{number}.0"])  # noqa: B023 - called at once


def test_a_worker_that_was_killed_is_replaced(workers: Workers) -> None:
    killed, stays = workers.pids
    os.kill(killed, signal.SIGKILL)
    until(lambda: killed not in workers.alive())
    workers.wait_for_both()
    assert stays in workers.pids
    assert killed not in workers.pids


def test_sigterm_ends_every_worker_within_three_seconds_with_requests_open(workers: Workers) -> None:
    head = f"POST /v1/check HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {workers.server.key}\r\n"
    body = 'Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{"text"'
    with ExitStack() as stack:
        for pid in workers.pids:
            with workers.only(pid):
                link = socket.create_connection(("127.0.0.1", workers.server.port), timeout=20)
                stack.enter_context(link).sendall((head + body).encode())
                workers.checked()  # by now the open request is being served
        before = time.monotonic()
        workers.server.stop()
        assert time.monotonic() - before < stretched(3)
    assert workers.server.running.returncode == 0
    assert not workers.alive()
    assert "Traceback" not in workers.server.logged()


@pytest.mark.long
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    with two_workers(tmp_path) as workers:
        workers.server.stop(signal.SIGKILL)
        until(lambda: not workers.alive())
