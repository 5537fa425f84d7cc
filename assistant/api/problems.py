"""Errors as ``application/problem+json`` (RFC 9457), each saying what to do about it.

One shape for every failure, whoever raised it: our own :class:`Problem`, Starlette's 404 and 405,
FastAPI's validation errors, and the unforeseen. An unforeseen error is logged with its traceback
under an id; the client sees the id and never the traceback.
"""

from __future__ import annotations

import logging
import uuid
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"

ADVICE = {
    400: "Send JSON text in UTF-8, not compressed, nested less than a thousand deep.",
    404: "Check the path against /openapi.json.",
    405: "Use a method the Allow header names.",
    413: "Send at most 1 MiB; split a long list of events into several requests.",
    415: "Send JSON with `Content-Type: application/json`.",
    429: "Wait as long as the Retry-After header says, then send the request again.",
}


class FieldError(BaseModel):
    """One thing wrong with a request."""

    pointer: str = Field(description="JSON Pointer to the value, or `query:NAME` for a parameter.")
    detail: str


class ProblemDetails(BaseModel):
    """The body of every error response, as RFC 9457 defines it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = Field(description="What is wrong, and what to do about it.")
    instance: str | None = None
    errors: list[FieldError] = Field(default_factory=list)


class Problem(Exception):  # noqa: N818 - the RFC's own word
    """Raise to answer with a problem: ``status``, and a ``detail`` that says what to do."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: list[FieldError] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors or []
        self.headers = headers or {}


def problem_response(
    request: Request,
    status: int,
    detail: str,
    *,
    errors: list[FieldError] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """The response for one problem."""
    body = ProblemDetails(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=request.url.path,
        errors=errors or [],
    )
    return JSONResponse(
        body.model_dump(mode="json", exclude_none=True),
        status_code=status,
        headers=headers,
        media_type=MEDIA_TYPE,
    )


def field_errors(errors: list[Any]) -> list[FieldError]:
    """Pydantic's errors as pointers; the offending value is not repeated back."""
    found = []
    for error in errors[:20]:
        where, *path = [str(part) for part in error.get("loc", ())] or ["body"]
        if error.get("type") == "json_invalid":
            at = path[0] if path else "0"
            found.append(FieldError(pointer="/", detail=f"the body is not JSON (character {at})"))
            continue
        escaped = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
        pointer = escaped if where == "body" else f"{where}:{'.'.join(path)}"
        detail = str(error.get("msg", "not valid")).removeprefix("Value error, ")
        found.append(FieldError(pointer=pointer or "/", detail=detail))
    return found


def install(app: FastAPI) -> None:
    """Make every error of ``app`` a problem."""

    @app.exception_handler(Problem)
    async def on_problem(request: Request, error: Problem) -> JSONResponse:
        return problem_response(
            request, error.status, error.detail, errors=error.errors, headers=error.headers
        )

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> JSONResponse:
        detail = str(error.detail).rstrip(".") + "."
        advice = ADVICE.get(error.status_code, "")
        return problem_response(
            request,
            error.status_code,
            f"{detail} {advice}".strip(),
            headers=dict(error.headers or {}),
        )

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        errors = field_errors(list(error.errors()))
        first = errors[0] if errors else FieldError(pointer="/", detail="not valid")
        return problem_response(
            request,
            422,
            f"{first.pointer}: {first.detail}. Correct it; /openapi.json has an example.",
            errors=errors,
        )

    @app.exception_handler(Exception)
    async def on_unforeseen(request: Request, error: Exception) -> JSONResponse:
        mark = uuid.uuid4().hex[:12]
        logger.error(
            "request %s failed: %s %s", mark, request.method, request.url.path, exc_info=error
        )
        return problem_response(
            request,
            500,
            f"Something failed on the server. Try again; if it stays, report error id {mark}.",
        )
