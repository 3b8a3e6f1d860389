"""Observations and settlements as the Lua scripts take them, and facts as they give them."""

from __future__ import annotations

from typing import Literal, NamedTuple
from urllib.parse import quote

import msgspec
from msgspec import Struct

from moderation.facts import Copies, Facts, LimitState
from moderation.observation import Observation, Settlement
from moderation.policy import Limit
from moderation.text.sketch import bands

Script = Literal["observe", "settle"]


class Call(NamedTuple):
    """One run of a script: every key that it may touch, all of one hash slot, and what it is asked."""

    script: Script
    keys: tuple[str, ...]
    asked: bytes


class _State(Struct, frozen=True, array_like=True):
    """How one limit stood, as `LimitState` says it."""

    name: Literal["guest", "address", "thread"]
    rule: str
    remaining: int
    wait_ms: int


class _Reply(Struct, frozen=True):
    """What observe.lua returns; in MessagePack a Lua table without entries is a list."""

    received_ms: int
    limits: tuple[_State, ...]
    strikes: int
    copies: Copies = Copies()


def observe_call(seen: Observation) -> Call:
    """Name the keys of *seen* in the order in which observe.lua expects them."""
    near = bands(seen.copy.sketch) if seen.copy else ()
    keys = _keys(
        seen.site,
        "clock",
        f"reply:{seen.id}",
        "texts",
        "texts:ends",
        f"strikes:{seen.guest or ''}",
        *(f"meter:{meter.key}" for meter in seen.meters),
        *(f"band:{band}" for band in near),
    )
    return Call("observe", keys, _encoder.encode(seen))


def settle_call(settlement: Settlement) -> Call:
    """Name the keys of *settlement* in the order in which settle.lua expects them."""
    keys = _keys(settlement.site, "clock", "texts", f"strikes:{settlement.guest or ''}")
    return Call("settle", keys, _encoder.encode(settlement))


def facts_of(answer: bytes) -> Facts:
    """Read what observe.lua returned."""
    reply = _decoder.decode(answer)
    limits = [
        LimitState(name=one.name, rule=one.rule, remaining=one.remaining, wait_s=one.wait_ms / 1000)
        for one in reply.limits
    ]
    return Facts(
        received_at=reply.received_ms / 1000,
        limits=tuple(limits),
        copies=reply.copies,
        strikes=reply.strikes,
    )


def _keys(site: str, first: str, *others: str) -> tuple[str, ...]:
    """Start each key with the hash tag of *site*, which is never empty and holds no brace of the site's own.

    >>> _keys("", "clock"), _keys("a}b", "clock")
    (('{moderation:}:clock',), ('{moderation:a%7Db}:clock',))
    """
    tag = f"{{moderation:{quote(site, safe='')}}}:"
    return tuple(tag + name for name in (first, *others))


def _plain(limit: object) -> dict[str, int | str]:
    if not isinstance(limit, Limit):
        raise NotImplementedError(f"no form for {limit!r} in MessagePack")
    return {"hits": limit.hits, "window_s": limit.window_s, "text": limit.text}


_encoder = msgspec.msgpack.Encoder(enc_hook=_plain)
_decoder = msgspec.msgpack.Decoder(_Reply)
