"""Perspective itself beside us, while it still exists: asked the same, compared, and either of both may answer."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from time import time
from typing import Any, NamedTuple

import httpcore
import msgspec
from msgspec import Struct

from service.webhooks.targets import BadTarget, CheckedBackend

FILE = "perspective-shadow.jsonl"
MOST_BYTES = 64_000_000  # of a file; there is one before it, so at most twice that
WITHIN_S = 0.65  # Coral waits 0.8 s in all
_MOST_READ = 1_000_000
_MOST_AT_ONCE = 64
_PATH = "/v1alpha1/comments:analyze"
_FAILURES = (
    BadTarget,
    TimeoutError,
    OSError,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
)

_log = logging.getLogger(__name__)


class Reply(NamedTuple):
    """What the upstream answered: a good answer, or an error of the comment's own."""

    status: int
    body: bytes

    @property
    def scores(self) -> Mapping[str, float]:
        """By attribute, of a good answer."""
        try:
            read = msgspec.json.decode(self.body, type=_Scores)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return {}
        return {name: one.summaryScore.value for name, one in read.attributeScores.items()}


class _Value(Struct):
    value: float


class _Summary(Struct):
    summaryScore: _Value  # noqa: N815 - as it is written there


class _Scores(Struct):
    attributeScores: dict[str, _Summary] = {}  # noqa: N815


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One comment that both scored: *scores* are theirs, *ours* ours by no map."""

    text: str
    scores: dict[str, float]
    ours: dict[str, float] = {}
    site: str = ""
    at: float = 0.0


class Shadow:
    """Asks the API at *url* with *key* of its own; what both said is kept in *folder*."""

    def __init__(
        self, url: str, key: str, folder: Path, *, private_allowed: bool, clock: Callable[[], float] = time
    ) -> None:
        self._url = url.rstrip("/").removesuffix("/v1alpha1") + _PATH
        self._headers = {"Content-Type": "application/json", "X-Goog-Api-Key": key}
        self._file = folder / FILE
        self._clock = clock
        self._under_way: set[asyncio.Task[object]] = set()
        backend = CheckedBackend(httpcore.AnyIOBackend(), private_allowed=private_allowed)
        self._pool = httpcore.AsyncConnectionPool(max_connections=_MOST_AT_ONCE, network_backend=backend)

    async def ask(self, body: bytes) -> Reply | None:
        """What the upstream answers to *body*; None when it has nothing to say of it, in time or at all."""
        try:
            async with asyncio.timeout(WITHIN_S):
                return await self._asked(body)
        except _FAILURES as error:
            _log.warning("the upstream did not answer: %s", type(error).__name__)
            return None

    def record(self, text: str, scores: Mapping[str, float], ours: Mapping[str, float], site: str) -> None:
        """Keep what both said; a full disk costs a record and no answer."""
        one = Record(text=text, scores=dict(scores), ours=dict(ours), site=site, at=round(self._clock(), 3))
        try:
            if self._file.exists() and self._file.stat().st_size >= MOST_BYTES:
                self._file.replace(self._file.with_suffix(".1.jsonl"))
            with os.fdopen(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as out:
                out.write(msgspec.json.encode(one) + b"\n")
        except OSError as error:
            _log.warning("a record was not kept: %s", type(error).__name__)

    def beside(self, asking: Coroutine[Any, Any, object]) -> None:
        """Go on with *asking* beside the answer; when too much is under way, leave it be."""
        if len(self._under_way) >= _MOST_AT_ONCE:
            asking.close()
            return
        task = asyncio.create_task(asking)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        """Let go of connections, when what is under way is over."""
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._pool.aclose()

    async def _asked(self, body: bytes) -> Reply | None:
        """Redirects are not followed: a comment goes where the operator said, and nowhere else."""
        async with self._pool.stream(
            "POST", self._url, headers=list(self._headers.items()), content=body
        ) as response:
            read = b""
            async for part in response.aiter_stream():
                read += part
                if len(read) > _MOST_READ:
                    return None
        reply = Reply(response.status, read)
        if reply.status == 200 or (reply.status == 400 and b'"errorType"' in read):
            return reply
        _log.warning("the upstream refused: HTTP %d", reply.status)
        return None
