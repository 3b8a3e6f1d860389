"""What an operator sets; the only reader of the environment."""

from __future__ import annotations

import binascii
import ipaddress
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, Self, TypeVar
from urllib.parse import urlsplit

from msgspec import Struct

from moderation.errors import ModerationError
from moderation.policy import Duration, Policy
from moderation.policy.load import PRESETS, load, preset
from service.addresses import Network, is_loopback
from service.webhooks.targets import BadTarget, checked_url

T = TypeVar("T")
Demo = Literal["auto", "on", "off"]
Answers = Literal["off", "upstream", "ours"]
PREFIX = "MODERATION_"
_MOST_WORKERS = 256
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")
_MAIL = re.compile(r"[^\s@,<>]{1,64}@[^\s@,<>]{1,255}")
_LEAST_SECRET, _MOST_SECRET = 16, 64  # bytes that the counters' keyed hash takes


class SettingsError(ModerationError):
    """A setting that cannot be used; the message names variable, value and cure."""


class Settings(Struct, frozen=True, kw_only=True):
    """One field a variable: `home` is MODERATION_HOME.

    *policy* names a TOML file or a preset; *secret* is shared by all processes that share counters, and made
    in *home* when there is none. *demo* is the page's open door to `check`. The header *forwarded* counts only when
    one of the *proxies* sent it. *alert_oldest* is in seconds.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    home: Path = Path("state")
    counters: str = "memory://"
    database: str = "sqlite://"
    policy: str = "default"
    secret: bytes | None = None
    workers: int = 1
    demo: Demo = "auto"
    access_log: bool = False
    body_timeout_s: float = 10.0
    undo_s: float = 10.0
    webhooks_private: bool = False
    alert_waiting: int | None = None
    alert_oldest: float | None = None
    alert_mail: tuple[str, ...] = ()
    mail_from: str = ""
    smtp: str = ""
    proxies: tuple[Network, ...] = ()
    forwarded: str = "x-forwarded-for"
    perspective_upstream: str = ""
    perspective_key: str = ""
    perspective_shadow: Answers = "off"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read `MODERATION_*`. Raises `SettingsError` for a value that does not fit, and for a name unknown."""
        for name in environ:
            if name.startswith(PREFIX) and name not in _NOT_OURS and _field(name) not in _READERS:
                raise _unknown(name)
        given = {
            field: read(PREFIX + field.upper(), environ[PREFIX + field.upper()])
            for field, read in _READERS.items()
            if environ.get(PREFIX + field.upper())
        }
        settings = cls(**{"home": _usual_home(environ), **given})
        settings._refuse_nonsense()
        return settings

    @property
    def demo_open(self) -> bool:
        """Whether the page may ask without a key: as set, or when only this machine can reach us."""
        return self.demo == "on" or (self.demo == "auto" and is_loopback(self.host))

    @property
    def alone(self) -> bool:
        """Whether the counters are this process's own, so that there may be no second one."""
        return urlsplit(self.counters).scheme == "memory"

    def site_policy(self) -> Policy:
        """The policy that `policy` names. Raises `PolicyError` with every fault of the file."""
        return preset(self.policy) if self.policy in PRESETS else load(self.policy)

    def _refuse_nonsense(self) -> None:
        if self.workers > 1 and self.alone:
            cure = "set MODERATION_COUNTERS=redis://…, or run one worker"
            raise _refused(
                "MODERATION_WORKERS", str(self.workers), f"memory:// counts in one process; {cure}"
            )
        if self.alert_mail and not self.smtp:
            raise _refused("MODERATION_ALERT_MAIL", ", ".join(self.alert_mail), "set MODERATION_SMTP too")
        if self.perspective_shadow != "off" and not (self.perspective_upstream and self.perspective_key):
            cure = "set MODERATION_PERSPECTIVE_UPSTREAM and MODERATION_PERSPECTIVE_KEY too"
            raise _refused("MODERATION_PERSPECTIVE_SHADOW", self.perspective_shadow, cure)
        if self.policy not in PRESETS and not Path(self.policy).is_file():
            cure = f"name a TOML file, or one of {', '.join(PRESETS)}"
            raise _refused("MODERATION_POLICY", self.policy, f"there is no such file; {cure}")


def _usual_home(environ: Mapping[str, str]) -> Path:
    """Where the XDG base directory specification puts what a program must remember."""
    state = environ.get("XDG_STATE_HOME") or str(Path(environ.get("HOME", "."), ".local", "state"))
    return Path(state, "moderation")


def _text(_: str, value: str) -> str:
    return value


def _path(_: str, value: str) -> Path:
    return Path(value).expanduser()


def _number(least: int, most: int) -> Callable[[str, str], int]:
    def read(name: str, value: str) -> int:
        if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
            raise _refused(name, value, f"set a whole number from {least} to {most}")
        return int(value)

    return read


def _seconds(name: str, value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 600:
        raise _refused(name, value, "set seconds, more than 0 and at most 600")
    return seconds


def _networks(name: str, value: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(one.strip()) for one in value.split(","))
    except ValueError:
        raise _refused(name, value, "set addresses or networks, as 10.0.0.7,10.1.0.0/16") from None


def _header(name: str, value: str) -> str:
    if not _HEADER.fullmatch(value):
        raise _refused(name, value, "set the name of one header, as X-Forwarded-For")
    return value.lower()


def _one_of(words: Mapping[str, T]) -> Callable[[str, str], T]:
    def read(name: str, value: str) -> T:
        if value.lower() not in words:
            raise _refused(name, value, f"set one of {', '.join(words)}")
        return words[value.lower()]

    return read


def _counters(name: str, value: str) -> str:
    if urlsplit(value).scheme not in ("memory", "redis", "rediss", "unix"):
        raise _refused(name, _scheme(value), "set memory:// (one process) or redis://host:6379/0")
    return value


def _database(name: str, value: str) -> str:
    if value.partition("://")[0] not in ("sqlite", "postgresql"):
        cure = "leave it unset for a file in MODERATION_HOME, or set postgresql://user:password@host/database"
        raise _refused(name, _scheme(value), cure)
    return value


def _duration(name: str, value: str) -> float:
    """In seconds."""
    try:
        seconds = Duration(value).seconds
    except ValueError as error:
        raise SettingsError(f"{name}: {error}") from None
    if seconds is None:
        raise _refused(name, value, "set a time such as 4h, or leave it unset")
    return float(seconds)


def _mails(name: str, value: str) -> tuple[str, ...]:
    found = tuple(one.strip() for one in value.split(","))
    if not all(_MAIL.fullmatch(one) for one in found):
        raise _refused(name, value, "set e-mail addresses with commas between, such as desk@example.com")
    return found


def _smtp(name: str, value: str) -> str:
    try:
        url = urlsplit(value)
        good = url.scheme in ("smtp", "smtps", "smtp+starttls") and url.hostname and url.port != 0
    except ValueError:
        good = False
    if not good:
        raise _refused(
            name, _scheme(value), "set smtp+starttls://user:password@host:587, smtps:// or smtp://"
        )
    return value


def _web(name: str, value: str) -> str:
    try:
        return checked_url(value, private_allowed=True)  # whether it is private is asked when it is called
    except BadTarget as error:
        raise SettingsError(f"{name}: {error}") from None


def _header_value(name: str, value: str) -> str:
    if not (value.isascii() and value.isprintable() and " " not in value):
        raise SettingsError(f"{name}: what is set is no key; set it as Google gave it")
    return value


def _scheme(url: str) -> str:
    """What of *url* may be shown: it may hold a password."""
    return url.partition("://")[0] + "://…" if "://" in url else url


def _secret(name: str, value: str) -> bytes:
    try:
        secret = binascii.unhexlify(value)
    except (ValueError, binascii.Error):
        secret = b""
    if not _LEAST_SECRET <= len(secret) <= _MOST_SECRET:
        cure = "set 32 to 128 hexadecimal digits, as `openssl rand -hex 32` prints them"
        raise SettingsError(f"{name}: what is set is no secret; {cure}")
    return secret


_READERS: dict[str, Callable[[str, str], Any]] = {
    "host": _text,
    "port": _number(0, 65_535),
    "home": _path,
    "counters": _counters,
    "database": _database,
    "policy": _text,
    "secret": _secret,
    "workers": _number(1, _MOST_WORKERS),
    "demo": _one_of({"auto": "auto", "on": "on", "off": "off"}),
    "access_log": _one_of({"on": True, "off": False}),
    "body_timeout_s": _seconds,
    "undo_s": _seconds,
    "webhooks_private": _one_of({"on": True, "off": False}),
    "alert_waiting": _number(1, 10_000),
    "alert_oldest": _duration,
    "alert_mail": _mails,
    "mail_from": _text,
    "smtp": _smtp,
    "proxies": _networks,
    "forwarded": _header,
    "perspective_upstream": _web,
    "perspective_key": _header_value,
    "perspective_shadow": _one_of({"off": "off", "upstream": "upstream", "ours": "ours"}),
}
_NOT_OURS = frozenset({"MODERATION_TEST_BUDGET"})


def _field(name: str) -> str:
    return name.removeprefix(PREFIX).lower()


def _unknown(name: str) -> SettingsError:
    known = ", ".join(PREFIX + field.upper() for field in _READERS)
    return SettingsError(f"{name} is no setting; the settings are {known}")


def _refused(name: str, value: str, cure: str) -> SettingsError:
    return SettingsError(f"{name}={value!r}: {cure}")
