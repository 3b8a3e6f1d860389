"""What Prometheus is told: requests by route, verdicts by action, findings by code; nothing of any site."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from time import perf_counter

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from moderation.verdict import Verdict

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client's own; set by us when there are workers
_BUCKETS_S = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})

_access = logging.getLogger("service.access")


class Metrics:
    """The counters of one process; *shared*: of all workers together, in the folder that the variable names."""

    def __init__(self, *, shared: bool = False) -> None:
        self._shared = shared
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "moderation_requests",
            "Requests answered",
            ["method", "route", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "moderation_request_seconds",
            "Time to answer",
            ["route"],
            buckets=_BUCKETS_S,
            registry=registry,
        )
        self._verdicts = Counter("moderation_verdicts", "Comments judged", ["action"], registry=registry)
        self._findings = Counter("moderation_findings", "Findings in verdicts", ["code"], registry=registry)
        self._degraded = Counter("moderation_degraded", "Verdicts with an outage in them", registry=registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request; *route* is the template, never the path that was asked for."""
        self._requests.labels(method if method in _METHODS else "other", route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def judged(self, verdicts: Iterable[Verdict]) -> None:
        """Count verdicts and what they found."""
        for verdict in verdicts:
            self._verdicts.labels(verdict.action.value).inc()
            if verdict.degraded:
                self._degraded.inc()
            for finding in verdict.findings:
                self._findings.labels(finding.code).inc()

    def page(self) -> bytes:
        """All figures in Prometheus's text format."""
        if not self._shared:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


class Observed:
    """Times every answer of *app*, also those that no route gives."""

    def __init__(self, app: ASGIApp, metrics: Metrics, *, log: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request and count it."""
        started, status = perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            if scope["type"] == ScopeType.HTTP:
                self._note(scope, status, perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method, route = str(scope.get("method", "")), str(scope.get("path_template") or "none")
        self._metrics.answered(method, route, status, seconds)
        if self._log:
            told = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 2)}
            _access.info("answered", extra={"told": told})
