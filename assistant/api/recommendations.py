"""``GET /v1/recommendations``: what to show a shopper who has not asked for anything yet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.agent.cards import cards_of
from assistant.agent.phrases import Phrases
from assistant.agent.turn import Card, Ground
from assistant.api import examples
from assistant.api.shapes import Identifier
from assistant.intent import Intent
from assistant.ranking import RankingContext
from retrieval.constraints import Constraints

if TYPE_CHECKING:
    from assistant.service import Assistant

_IN_STOCK = Constraints(in_stock=True)


class RecommendationsReply(BaseModel):
    """Products in stock for one shopper, the first first, and what they were picked by."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.RECOMMENDATIONS_REPLY]})

    ground: Ground = Field(
        description="`history`: what comes after what the shopper bought; `interests`, `session`:"
        " near to what they looked at, ever or on this visit; `segment`: bought by shoppers of"
        " their group; `popular`: hot in the shop."
    )
    text: str = Field(description="The ground as a sentence, to stand above the products.")
    language: str
    count: int
    results: list[Card] = Field(
        description="`reason` says why, `offer` what applies; each price is checkout's."
    )


def recommendations_router(assistant: Assistant) -> APIRouter:
    """The route that suggests."""
    router = APIRouter(prefix="/v1", tags=["catalogue"])

    @router.get(
        "/recommendations",
        summary="Products for a shopper who asked for nothing yet",
        response_model=RecommendationsReply,
    )
    def recommendations(
        user_id: Annotated[
            Identifier | None,
            Query(description="The signed-in shopper.", openapi_examples={"a": {"value": "u-001"}}),
        ] = None,
        session_id: Annotated[
            Identifier | None, Query(description="The visit: its views count for a stranger too.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=50)] = 10,
        language: Annotated[Literal["en", "zh"], Query(description="Of the sentences.")] = "en",
    ) -> RecommendationsReply:
        """By what the shopper bought, else looked at, else their group buys, else what is hot.

        Nothing the shopper turned down or says they never buy. With personalisation switched off,
        what is hot. Say what was shown with a `view_item_list` event.
        """
        shop, now = assistant.shop, datetime.now(UTC)
        profile = shop.profiles.get(user_id, session_id=session_id, now=now)
        session = shop.events.for_session(session_id) if session_id else []
        start = shop.suggestions.start(
            profile,
            session_id=session_id,
            session=session,
            constraints=_IN_STOCK,
            language=language,
        )
        popularity = shop.popularity()
        context = RankingContext(
            intent=Intent(language=language),
            profile=profile,
            session=session,
            popularity=popularity,
            by_segment=lambda names: shop.suggestions.segments.leaning(names, popularity),
            because=start.because,
            offers=shop.promotions.quoting(profile, now=now, language=language),
            language=language,
        )
        if user_id or session_id:
            ranked = shop.ranked(
                start.hits,
                context,
                limit=limit,
                user_id=user_id,
                session_id=session_id or f"recommendations:{user_id}",
            )
        else:
            ranked = shop.ranker.rank(start.hits, context, limit=limit)
        phrases = Phrases(language)
        cards = cards_of(ranked, context, phrases, {})
        return RecommendationsReply(
            ground=start.ground,
            text=phrases(f"start.{start.ground}"),
            language=phrases.language,
            count=len(cards),
            results=cards,
        )

    return router
