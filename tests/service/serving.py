"""A service in this process on a temporary folder, and one in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from httpx import Response
from litestar.testing import TestClient

from moderation.classifier import Classifier
from service.app import create_app
from service.first import new_key
from service.model import Scope
from service.passwords import Cost
from service.settings import Settings
from tests.fakes import BadWordClassifier

COMMAND = (sys.executable, "-m", "service")
CHEAP = Cost(rounds=1, memory_kib=8, lanes=1)
JSON = {"Content-Type": "application/json"}
MSGPACK = {"Content-Type": "application/msgpack"}
GUEST = {"ip": "203.0.113.9", "token": "ann"}


class Service:
    """A running service; *client* holds no key, `call` sends one that may do everything."""

    def __init__(self, client: TestClient[Any]) -> None:
        self.client = client
        self.key = self.new_key("check", "submit", "moderate")

    def new_key(self, *scopes: Scope) -> str:
        made: str = self.client.blocking_portal.call(new_key, self.client.app.state.store, scopes)
        return made

    def call(self, method: str, path: str, *, key: str | None = None, **more: Any) -> Response:
        headers = {**bearer(key or self.key), **more.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **more)

    def post_admin(self, path: str, body: Any) -> Response:
        """Post JSON with a key that may administer."""
        return self.call("POST", path, key=self.new_key("admin"), json=body)

    def post(self, path: str, body: Any, **headers: str) -> Response:
        """Post JSON; bytes go as they are."""
        content = {"content": body} if isinstance(body, bytes) else {"json": body}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.call("POST", path, headers={**JSON, **named}, **content)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@contextmanager
def serving(home: Path, classifier: Classifier | None = None, **settings: Any) -> Iterator[Service]:
    """Serve by these settings, with a classifier that finds "bad" toxic unless another is given."""
    app = create_app(Settings(home=home, **settings), classifier or BadWordClassifier(), CHEAP)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Service(client)


class Process:
    """`moderation-server` in a process of its own."""

    def __init__(self, running: subprocess.Popen[str], log: Path) -> None:
        self.running = running
        self._log = log
        self.said = self._until_ready()
        self.address = re.search(r"http://[\d.]+:(\d+)", self.said)[0]  # type: ignore[index]
        self.port = int(self.address.rpartition(":")[2])
        found = re.search(r"mk_[\w-]+", self.said)
        self.key = found[0] if found else ""

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> None:
        self.running.send_signal(sign)
        self.running.wait(timeout=20)

    def logged(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def _until_ready(self) -> str:
        """Read what it prints up to the last line of its greeting; it may have ended instead."""
        assert self.running.stdout is not None
        lines = []
        for line in self.running.stdout:
            lines.append(line)
            if "keys add" in line or " -d " in line:
                return "".join(lines)
        raise AssertionError(f"it ended with {self.running.wait()}: {self.logged()}")


def environ(home: Path, **settings: str) -> dict[str, str]:
    given = {"HOME": home, "PORT": "0", **settings}
    ours = {f"MODERATION_{name.upper()}": str(value) for name, value in given.items()}
    return {**{n: v for n, v in os.environ.items() if not n.startswith("MODERATION_")}, **ours}


@contextmanager
def launched(home: Path, *arguments: str, **settings: str) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Start the server on a free port and wait for nothing; it is killed in the end.

    Also given is the file of what it logs, after what others on the same folder did.
    """
    file = home.parent / f"{home.name}.log"
    with file.open("a") as log:
        running = subprocess.Popen(
            [*COMMAND, *arguments],
            env=environ(home, **settings),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            yield running, file
        finally:
            running.kill()
            running.communicate()


@contextmanager
def process(home: Path, *arguments: str, **settings: str) -> Iterator[Process]:
    """A server that has said where it is."""
    with launched(home, *arguments, **settings) as (running, log):
        yield Process(running, log)


def refused(home: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    """Start the server where it must not start; the exit status and what it said."""
    done = _done(home, *arguments, **settings)
    return done.returncode, done.stderr


def made_key(home: Path, *arguments: str) -> str:
    """The key that `moderation-server keys add` makes and prints."""
    done = _done(home, "keys", "add", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _done(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], env=environ(home, **settings), capture_output=True, text=True, timeout=60
    )


def stretched(seconds: float) -> float:
    """*seconds* of a machine that is ours alone; it takes longer where others are at work."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def problem(response: Response) -> Mapping[str, Any]:
    """The problem document of *response*, which must be a whole one."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    document: Mapping[str, Any] = response.json()
    assert document["status"] == response.status_code < 500, document
    assert all(document[name] for name in ("type", "title", "detail", "code", "cure"))
    return document


def codes(verdict: Mapping[str, Any]) -> Sequence[str]:
    return [finding["code"] for finding in verdict["findings"]]
