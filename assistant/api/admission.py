"""What reaches a route at all: the path, the method, the media type, the parameters' names.

The chat page is mounted at ``/``. Starlette prefers its mount, which matches everything, to a route
that has the path but not the method, and the page then answers with a 404 of its own. So what is
wrong with a request as a whole is found before the router sees it, and told as every other problem
is. A parameter that the path does not know is refused like an unknown field of a body: a misspelt
filter that is passed over in silence gives a wrong answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, quote, unquote

from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.problems import ADVICE, FieldError, problem_response
from assistant.api.security import API_PREFIXES

PRODUCTS = "/v1/products/"
RELATED = "/related"


@dataclass(frozen=True)
class Endpoint:
    """One route as a request is held against it."""

    route: APIRoute
    path: re.Pattern[str]
    methods: frozenset[str]
    parameters: frozenset[str]

    @classmethod
    def of(cls, route: APIRoute) -> Self:
        """What ``route`` takes."""
        names = frozenset(one.alias for one in route.dependant.query_params)
        return cls(route, route.path_regex, frozenset(route.methods or ()), names)


class Admission:
    """ASGI middleware that answers what no route can, and gives product ids one path segment."""

    def __init__(self, app: ASGIApp, routes: Iterable[APIRoute]) -> None:
        self.app = app
        self.endpoints = [Endpoint.of(route) for route in routes]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a problem, or pass the request on."""
        refused = None
        if scope["type"] == "http":
            if scope["method"] == "HEAD" and self._gets(scope["path"]):
                scope, send = {**scope, "method": "GET"}, _without_body(send)
            if scope["path"].startswith(PRODUCTS):
                scope["path"] = with_one_segment(scope.get("raw_path"), scope["path"])
            refused = self._refused(scope)
        await (refused or self.app)(scope, receive, send)

    def _gets(self, path: str) -> bool:
        """Whether a path has a GET, so that HEAD is answered as that without the body."""
        return any("GET" in one.methods and one.path.match(path) for one in self.endpoints)

    def _refused(self, scope: Scope) -> Response | None:
        path, method = scope["path"], scope["method"]
        found = [one for one in self.endpoints if one.path.match(path)]
        if not found:
            if path == "/openapi.json":
                return None if method in {"GET", "HEAD"} else _not_allowed(scope, ["GET", "HEAD"])
            ours = path == "/v1" or path.startswith(API_PREFIXES)
            if not ours or path.startswith("/images/"):
                return None
            return problem_response(Request(scope), 404, f"Not Found. {ADVICE[404]}")
        serving = [one for one in found if method in one.methods]
        scope["route"] = (serving or found)[0].route
        if not serving:
            allowed = {name for one in found for name in one.methods}
            return _not_allowed(scope, allowed | ({"HEAD"} if "GET" in allowed else set()))
        if method in {"POST", "PUT", "PATCH"} and not _is_json(scope):
            return problem_response(
                Request(scope), 415, f"The body is not sent as JSON. {ADVICE[415]}"
            )
        return _unknown_parameters(scope, serving[0]) if path.startswith("/v1/") else None


def _without_body(send: Send) -> Send:
    """Sends the headers as they are (RFC 9110, 9.3.2) and none of the body."""

    async def headers_alone(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return headers_alone


def with_one_segment(raw: bytes | None, path: str) -> str:
    """The path under ``/v1/products/`` with the id as one percent-encoded segment.

    An id may hold anything, slashes too. Percent-encoded it is read exactly; with its slashes bare
    it is all that stands before ``/related`` or the end, so that only an id that itself ends in
    ``/related`` has to be encoded.

    Args:
        raw: the path as it was sent, if the server tells.
        path: the same, decoded.
    """
    sent = raw.decode("latin-1") if raw else quote(path)
    if not sent.startswith(PRODUCTS):
        return path
    rest = sent.removeprefix(PRODUCTS)
    named = rest.removesuffix(RELATED) or rest
    return PRODUCTS + quote(unquote(named), safe="") + rest[len(named) :]


def _not_allowed(scope: Scope, methods: Iterable[str]) -> Response:
    allow = ", ".join(sorted(methods))
    detail = f"{scope['method']} is not allowed here, but {allow} is. {ADVICE[405]}"
    return problem_response(Request(scope), 405, detail, headers={"Allow": allow})


def _is_json(scope: Scope) -> bool:
    media = Headers(scope=scope).get("content-type", "").split(";")[0].strip().lower()
    return media == "application/json" or media.endswith("+json")


def _unknown_parameters(scope: Scope, endpoint: Endpoint) -> Response | None:
    sent = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    unknown = [name for name in dict(sent) if name not in endpoint.parameters]
    if not unknown:
        return None
    takes = ", ".join(sorted(endpoint.parameters)) or "none"
    errors = [
        FieldError(
            pointer=f"query:{name[:80]}", detail=f"no such parameter; this path takes {takes}"
        )
        for name in unknown[:20]
    ]
    detail = f"{errors[0].pointer}: {errors[0].detail}."
    return problem_response(Request(scope), 422, detail, errors=errors)
