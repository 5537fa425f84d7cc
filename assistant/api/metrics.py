"""Prometheus figures of the service: requests, parses, turns and their steps.

A registry of its own for each application, so that two in one process (tests, workers started in
threads) do not share counters. Given up: the default registry's process metrics, which are added
back explicitly.
"""

from __future__ import annotations

import time

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.agent.turn import Turn
from assistant.intent import ParsedIntent

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """What ``/metrics`` shows. Thread safe, as prometheus_client is."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.requests = Counter(
            "aisle_http_requests",
            "HTTP requests by route and status",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.latency = Histogram(
            "aisle_http_request_seconds",
            "Time to the last byte by route",
            ("route",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self.parses = Counter(
            "aisle_parses",
            "Intents by where they came from: llm, cache or rules",
            ("source",),
            registry=self.registry,
        )
        self.turns = Counter(
            "aisle_turns",
            "Turns by channel (page, api) and action",
            ("channel", "action"),
            registry=self.registry,
        )
        self.steps = Histogram(
            "aisle_step_seconds",
            "Time of each step of a turn",
            ("step",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self.ready = Gauge(
            "aisle_ready", "1 where a part is ready", ("part",), registry=self.registry
        )

    def parsed(self, parsed: ParsedIntent) -> None:
        """Count one parse made outside a conversation."""
        self.parses.labels(parsed.source).inc()
        self.steps.labels("parse").observe(parsed.ms / 1000)

    def turned(self, turn: Turn, channel: str) -> None:
        """Count one turn of a conversation."""
        self.parses.labels(turn.source).inc()
        self.turns.labels(channel, turn.intent.action).inc()
        for step, ms in turn.timings_ms.items():
            self.steps.labels(step).observe(ms / 1000)

    def page(self) -> bytes:
        """The text exposition format."""
        return generate_latest(self.registry)


class RequestMetrics:
    """ASGI middleware that counts and times requests by route template, never by raw path."""

    def __init__(self, app: ASGIApp, metrics: Metrics, routes: frozenset[str]) -> None:
        self.app = app
        self.metrics = metrics
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note its status and duration."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500
        started = time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            path = getattr(scope.get("route"), "path", "")
            other = "unknown" if scope["path"].startswith("/v1") else "page"
            route = path if path in self.routes else other
            self.metrics.requests.labels(scope["method"], route, str(status)).inc()
            self.metrics.latency.labels(route).observe(time.perf_counter() - started)
