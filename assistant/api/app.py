"""The FastAPI application: routers, problems, metrics, security headers, pictures.

The chat page is mounted on it last, at ``/``, by :mod:`assistant.web.page`, so that one port serves
both. FastAPI's own documentation pages are off: they load their scripts from another origin, which
an installation without internet cannot and the security policy does not allow. ``/openapi.json``
stays.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from limits import parse
from starlette.middleware import Middleware

from assistant.api import examples, problems
from assistant.api.admission import Admission
from assistant.api.behaviour import behaviour_router
from assistant.api.conversation import conversation_router
from assistant.api.metrics import Metrics, RequestMetrics
from assistant.api.operations import installed_version, operations_router
from assistant.api.pictures import Pictures
from assistant.api.problems import ProblemDetails
from assistant.api.products import products_router
from assistant.api.profiles import profiles_router
from assistant.api.promotions import promotions_router
from assistant.api.recommendations import recommendations_router
from assistant.api.security import BodyLimit, RateLimit, SecurityHeaders

if TYPE_CHECKING:
    from assistant.service import Assistant

MAX_BODY = 1024 * 1024
PROBLEM: dict[str, Any] = {
    "model": ProblemDetails,
    "content": {problems.MEDIA_TYPE: {"example": examples.PROBLEM}},
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {**PROBLEM, "description": "The body cannot be read as JSON text"},
    404: {**PROBLEM, "description": "Nothing has this id or path"},
    405: {**PROBLEM, "description": "The path does not take this method; see Allow"},
    413: {**PROBLEM, "description": "The body is larger than 1 MiB"},
    415: {**PROBLEM, "description": "The body is not sent as JSON"},
    422: {**PROBLEM, "description": "The request is not of the form asked for"},
    500: {**PROBLEM, "description": "Something failed on the server"},
}


def create_app(
    assistant: Assistant,
    *,
    image_root: Path | None = None,
    rate_limit: str | None = None,
    metrics: Metrics | None = None,
) -> FastAPI:
    """The HTTP API over ``assistant``.

    Args:
        assistant: opened; whoever opened it closes it.
        image_root: the folder catalogue picture paths are relative to.
        rate_limit: such as ``60/minute`` a client address on ``/v1/``; none by default.
        metrics: to share the figures with the page.

    Raises:
        ValueError: ``rate_limit`` is not of the form ``60/minute``.
    """
    metrics = metrics or Metrics()
    routers = [
        conversation_router(assistant, metrics),
        behaviour_router(assistant),
        products_router(assistant),
        recommendations_router(assistant),
        promotions_router(assistant),
        profiles_router(assistant),
        operations_router(assistant, metrics),
    ]
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    named = frozenset(route.path for route in routes) | {"/openapi.json", "/images"}
    middleware = [
        Middleware(RequestMetrics, metrics=metrics, routes=named),
        Middleware(SecurityHeaders),
        Middleware(BodyLimit, limit=MAX_BODY),
    ]
    if rate_limit is not None:
        parse(rate_limit)  # the middleware itself is made with the first request
        middleware.append(Middleware(RateLimit, limit=rate_limit))
    middleware.append(Middleware(Admission, routes=routes))
    app = FastAPI(
        title="Aisle",
        version=installed_version(),
        description="A self-hosted conversational shopping assistant.",
        docs_url=None,
        redoc_url=None,
        middleware=middleware,
        responses=PROBLEMS,
    )
    problems.install(app)
    for router in routers:
        app.include_router(router)
    if image_root is not None:
        app.mount("/images", Pictures(image_root), name="images")
    return app
