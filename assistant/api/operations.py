"""``/healthz``, ``/readyz`` and ``/metrics``, for whoever runs the service."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from assistant.api.metrics import Metrics
from assistant.api.shapes import Health, Readiness

if TYPE_CHECKING:
    from assistant.service import Assistant


def installed_version() -> str:
    """The version of the installed distribution, or ``source`` when run from a bare checkout."""
    try:
        return version("aisle")
    except PackageNotFoundError:
        return "source"


def operations_router(assistant: Assistant, metrics: Metrics) -> APIRouter:
    """The routes an operator's tools ask."""
    router = APIRouter(tags=["operations"])

    @router.get("/healthz", summary="The process answers", response_model=Health)
    def healthz() -> Health:
        """Always 200 while the process runs."""
        return Health(status="ok", version=installed_version())

    @router.get(
        "/readyz",
        summary="Index and parser can work",
        response_model=Readiness,
        responses={503: {"model": Readiness, "description": "A part is not ready"}},
    )
    def readyz(response: Response) -> Readiness:
        """200 once every part is ready, else 503 with the parts that are not."""
        parts = assistant.ready()
        ready = all(parts.values())
        for part, state in parts.items():
            metrics.ready.labels(part).set(state)
        if not ready:
            response.status_code = 503
        return Readiness(ready=ready, parts=parts)

    @router.get(
        "/metrics",
        summary="Figures for Prometheus",
        response_class=Response,
        responses={
            200: {
                "content": {
                    CONTENT_TYPE_LATEST: {
                        "schema": {"type": "string"},
                        "example": 'aisle_parses_total{source="llm"} 42.0\n',
                    }
                }
            }
        },
    )
    def prometheus() -> Response:
        """The text exposition format."""
        return Response(metrics.page(), media_type=CONTENT_TYPE_LATEST)

    return router
