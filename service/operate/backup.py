"""`moderation-server backup` and `restore`: the SQLite file and the guests' secret in one archive.

The copy is taken with SQLite's online backup, so the service may run meanwhile; it holds one moment.
"""

from __future__ import annotations

import io
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from moderation.errors import ModerationError
from service import home
from service.settings import Settings
from service.store import scheme_of
from service.store.lock import only_process
from service.store.sqlite import file_of

_DATABASE, _SECRET = "moderation.db", "guests.secret"


class BackupError(ModerationError):
    """A backup that cannot be made or put back; the message says why and what to do."""


def back_up(settings: Settings, target: Path) -> None:
    """Write the archive to *target*, which appears only when it is whole. Raises `BackupError`."""
    source = _database(settings)
    if not source.is_file():
        raise BackupError(f"{source}: there is no database yet; nothing is backed up")
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.absolute().parent) as folder:
        copy, archive = Path(folder, _DATABASE), Path(folder, "archive")
        _copied(source, copy)
        _archived(archive, copy, None if settings.secret else home.guest_secret(settings))
        archive.replace(target)


def restore(settings: Settings, source: Path) -> None:
    """Put the archive *source* into a state folder that has no database. Raises `BackupError`."""
    folder, target = home.ready(settings), _database(settings)
    with only_process(folder):
        for place in (target, folder / _SECRET):
            if place.exists():
                raise BackupError(f"{place} is there already; restore into an empty folder, or move it away")
        with _opened(source) as archive:
            _taken(archive, _DATABASE, target)
            if _SECRET in archive.getnames():
                _taken(archive, _SECRET, folder / _SECRET)


def _database(settings: Settings) -> Path:
    if scheme_of(settings.database) != "sqlite":
        cure = "use pg_dump and pg_restore, and keep a copy of guests.secret; docs/operating.md tells how"
        raise BackupError(f"MODERATION_DATABASE is no SQLite file; {cure}")
    return file_of(settings.database, settings.home)


def _copied(source: Path, copy: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as made:
            live.backup(made)
            (told,) = made.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as error:
        raise BackupError(f"{source}: cannot be copied: {error}") from None
    if told != "ok":
        raise BackupError(f"{source}: the copy is damaged: {told}; look at the disk, and at older backups")


def _archived(archive: Path, copy: Path, secret: bytes | None) -> None:
    """Readable by its owner alone: it holds every comment."""
    with os.fdopen(os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as tar:
            tar.add(copy, _DATABASE)
            if secret is not None:
                entry = tarfile.TarInfo(_SECRET)
                entry.size, entry.mode = len(secret), 0o600
                tar.addfile(entry, io.BytesIO(secret))
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            if _DATABASE not in archive.getnames():
                raise BackupError(f"{source}: holds no {_DATABASE}; is it a backup of this service?")
            yield archive
    except (OSError, EOFError, tarfile.TarError) as error:
        raise BackupError(f"{source}: cannot be read: {error}") from None


def _taken(archive: tarfile.TarFile, name: str, target: Path) -> None:
    """Write one file of the archive, whatever else it holds, and whole or not at all."""
    given = archive.extractfile(name)
    if given is None:
        raise BackupError(f"{name} in the archive is no file")
    draft = target.with_name(f".{target.name}.restoring")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        while part := given.read(1 << 20):
            out.write(part)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(target)
