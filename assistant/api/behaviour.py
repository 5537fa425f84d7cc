"""``POST /v1/events``: one event or a list of them, each judged alone.

A list with one bad event keeps the good ones: 200 when all were taken, 207 when some were, 422 when
none was well formed. The event log validates, so that a reason names the event it belongs to
instead of failing the whole list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body, Response

from assistant.api import examples
from assistant.api.problems import FieldError, Problem
from assistant.api.shapes import EventsReceipt, RejectedEvent
from assistant.events import Event

if TYPE_CHECKING:
    from assistant.service import Assistant

MOST_EVENTS = 1000
EVENTS_BODY = Body(
    openapi_examples={
        "one": {"summary": "One event", "value": examples.EVENT},
        "list": {"summary": "A list of events", "value": examples.EVENTS},
    }
)


def behaviour_router(assistant: Assistant) -> APIRouter:
    """The route that takes behaviour."""
    router = APIRouter(prefix="/v1", tags=["behaviour"])

    @router.post(
        "/events",
        summary="Record what shoppers did",
        response_model=EventsReceipt,
        responses={207: {"model": EventsReceipt, "description": "Some were rejected"}},
    )
    def events(
        body: Annotated[Event | list[Event] | Any, EVENTS_BODY], response: Response
    ) -> EventsReceipt:
        """Store events of the contract's form; the same `event_id` twice counts once."""
        sent = body if isinstance(body, list) else [body]
        if not sent or len(sent) > MOST_EVENTS:
            raise Problem(422, f"Send one event, or a list of 1 to {MOST_EVENTS}.")
        added = assistant.events.add(sent)
        rejected = [
            RejectedEvent(index=bad.index, event_id=bad.event_id, reason=bad.reason)
            for bad in added.rejected
        ]
        if rejected and not added.accepted and not added.duplicates:
            raise Problem(
                422,
                f"None of the events can be stored ({rejected[0].reason}). Correct them;"
                " /openapi.json has an example.",
                errors=[
                    FieldError(pointer=f"/{bad.index}", detail=bad.reason) for bad in rejected[:20]
                ],
            )
        if rejected:
            response.status_code = 207
        return EventsReceipt(
            accepted=added.accepted, duplicates=added.duplicates, rejected=rejected
        )

    return router
