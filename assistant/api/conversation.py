"""``POST /v1/intents`` and ``POST /v1/chat``.

A chat answer is one JSON turn, or, where the client asks for it, server-sent events: the reply's
text as it is written (`delta`, a JSON string each), then the whole `turn`, then `done`. The
handlers are plain functions, run in the server's thread pool: a turn computes rather than waits.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import orjson
from fastapi import APIRouter, Body, Header
from fastapi.responses import Response, StreamingResponse
from fastapi.sse import format_sse_event

from assistant.agent.turn import Turn
from assistant.api import examples
from assistant.api.metrics import Metrics
from assistant.api.problems import ProblemDetails
from assistant.api.shapes import ChatReply, ChatRequest, IntentRequest
from assistant.intent import ParsedIntent

if TYPE_CHECKING:
    from assistant.service import Assistant

logger = logging.getLogger(__name__)
SSE = "text/event-stream"


def conversation_router(assistant: Assistant, metrics: Metrics) -> APIRouter:
    """The routes that read what a shopper says."""
    router = APIRouter(prefix="/v1", tags=["conversation"])

    @router.post(
        "/intents",
        summary="What a shopper wants",
        response_model=ParsedIntent,
        responses={200: {"content": {"application/json": {"example": examples.INTENT_REPLY}}}},
    )
    def intents(request: IntentRequest) -> ParsedIntent:
        """Read the last message of a conversation into the whole state of the need."""
        parsed = assistant.parser.parse(request.conversation)
        metrics.parsed(parsed)
        return parsed

    @router.post(
        "/chat",
        summary="One turn of a conversation",
        response_model=ChatReply,
        responses={
            200: {
                "content": {
                    "application/json": {"example": examples.TURN},
                    SSE: {"schema": {"type": "string"}, "example": examples.TURN_STREAM},
                }
            }
        },
    )
    def chat(
        request: Annotated[ChatRequest, Body()],
        accept: Annotated[str, Header(include_in_schema=False)] = "",
    ) -> Response:
        """Answer a message with text, cards, a comparison, a cart, offers and chips."""
        conversation_id = request.conversation_id or uuid.uuid4().hex
        if request.stream or SSE in accept:
            return StreamingResponse(
                _stream(assistant, metrics, request, conversation_id),
                media_type=SSE,
                headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
            )
        turn = assistant.turn(
            request.message, conversation_id=conversation_id, user_id=request.user_id
        )
        metrics.turned(turn, "api")
        return Response(turn.model_dump_json(), media_type="application/json")

    return router


def _stream(
    assistant: Assistant, metrics: Metrics, request: ChatRequest, conversation_id: str
) -> Iterator[bytes]:
    """The turn as server-sent events. What fails once the stream runs comes as event `error`."""
    try:
        for part in assistant.stream(
            request.message, conversation_id=conversation_id, user_id=request.user_id
        ):
            if isinstance(part, Turn):
                metrics.turned(part, "api")
                yield format_sse_event(event="turn", data_str=part.model_dump_json())
            else:
                yield format_sse_event(event="delta", data_str=orjson.dumps(part).decode())
    except Exception:
        mark = uuid.uuid4().hex[:12]
        logger.exception("chat stream %s failed", mark)
        problem = ProblemDetails(
            title="Internal Server Error",
            status=500,
            detail=f"The reply broke off. Send the message again; if it stays, report id {mark}.",
            instance="/v1/chat",
        )
        yield format_sse_event(event="error", data_str=problem.model_dump_json())
    yield format_sse_event(event="done", data_str="{}")
