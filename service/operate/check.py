"""`moderation-server check-config`: whether the service could start with these settings, and what it would use."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterator

from msgspec import Struct

from moderation.classifier.shipped import shipped
from moderation.comment import comment_of
from moderation.counters import open_counters
from moderation.errors import ModerationError
from moderation.identity import Keys
from moderation.observation import observation
from moderation.policy import Policy, digest
from service import home
from service.settings import Settings
from service.store import versions

_TRIED = {"text": "x", "thread": "check-config", "guest": {"ip": "192.0.2.1", "token": "check-config"}}


class Line(Struct, frozen=True):
    """One part of the service: whether it can be used, and what it is or what is wrong with it."""

    part: str
    fine: bool
    told: str


async def check(settings: Settings) -> list[Line]:
    """Try every part, whatever the others say; nothing is made but the state folder and its secret."""
    return [await _tried(part, work, settings) for part, work in _parts()]


def _parts() -> Iterator[tuple[str, Callable[[Settings], Awaitable[str]]]]:
    yield "state folder", _folder
    yield "policy", _policy
    yield "database", _database
    yield "counters", _counters
    yield "classifier", _classifier


async def _tried(part: str, work: Callable[[Settings], Awaitable[str]], settings: Settings) -> Line:
    try:
        return Line(part, fine=True, told=await work(settings))
    except ModerationError as error:
        return Line(part, fine=False, told=str(error))


async def _folder(settings: Settings) -> str:
    folder = home.ready(settings)
    home.guest_secret(settings)
    return str(folder)


async def _policy(settings: Settings) -> str:
    return f"{settings.policy}, {digest(settings.site_policy())}"


async def _database(settings: Settings) -> str:
    there, newest = await versions(settings.database, settings.home)
    if there is None:
        return "empty; its tables are made at the first start"
    if there == newest:
        return f"tables of version {there}, the newest"
    return f"tables of version {there}; a start, or `moderation-server migrate`, brings them up to {newest}"


async def _counters(settings: Settings) -> str:
    """Ask for facts without counting anything."""
    counters = open_counters(settings.counters)
    try:
        seen = observation(
            comment_of(_TRIED), Policy(), Keys(secrets.token_bytes(16), "check"), "check-config", dry_run=True
        )
        await counters.observe(seen)
    finally:
        await counters.close()
    return "in this process" if settings.alone else "Redis or Valkey answers"


async def _classifier(_: Settings) -> str:
    return ", ".join(shipped().digests)
