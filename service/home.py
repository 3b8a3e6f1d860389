"""The state folder: who may read it, and the secret that turns guests into keys."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from service.settings import Settings, SettingsError

_BYTES = 32


def ready(settings: Settings) -> Path:
    """Make the state folder, for its owner alone. Raises `SettingsError` when that cannot be done."""
    home = settings.home
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (home / ".writable").open("wb"):
            pass
        (home / ".writable").unlink()
    except OSError as error:
        cure = "set it to a folder that this user may write"
        raise SettingsError(f"MODERATION_HOME={str(home)!r}: {error.strerror}; {cure}") from None
    return home


def guest_secret(settings: Settings) -> bytes:
    """The secret as set, else the one in the state folder, made on first use."""
    if settings.secret is not None:
        return settings.secret
    file = settings.home / "guests.secret"
    try:
        return _read(file)
    except FileNotFoundError:
        _write_once(file)
        return _read(file)


def _read(file: Path) -> bytes:
    secret = file.read_bytes()
    if len(secret) != _BYTES:
        cure = "restore it from a backup, or delete it: then every guest is new"
        raise SettingsError(f"{file}: {len(secret)} bytes instead of {_BYTES}; {cure}")
    return secret


def _write_once(file: Path) -> None:
    """Write beside and link: another process never reads half a secret, and the first one wins."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(secrets.token_bytes(_BYTES))
        out.flush()
        os.fsync(out.fileno())
    try:
        file.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
