"""``/v1/promotions``: what runs for whom, what a cart costs with it, and taking the uses.

Three steps of a shop's checkout: ``GET /v1/promotions?user_id=`` to show, ``/quote`` to charge
(exact, as decimal strings), ``/redemptions`` once the order stands. The quote takes nothing; an
order's uses are taken together or not at all, and the same order again changes nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.agent.nudge import personal_offers
from assistant.agent.phrases import Phrases
from assistant.agent.turn import Offer
from assistant.api import examples
from assistant.api.problems import Problem
from assistant.api.shapes import Identifier
from assistant.carts import MAX_LINES, MAX_QUANTITY
from assistant.promotions.engine import MixedCurrenciesError, UnpricedProductError
from assistant.promotions.model import Promotion, code_key
from assistant.promotions.offers import title_of

if TYPE_CHECKING:
    from assistant.service import Assistant

Language = Literal["en", "zh"]
Code = Annotated[str, Field(min_length=1, max_length=100)]


def _example(value: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [value]})


class PromotionsReply(BaseModel):
    """Promotions that run now for this shopper, and those that are theirs in particular."""

    model_config = _example(examples.PROMOTIONS_REPLY)

    user_id: str | None
    personal: list[Offer] = Field(
        description="Because of what they looked at, bought, or are; the first first."
    )
    promotions: list[Promotion]


class QuoteLine(BaseModel):
    """So many pieces of one product."""

    model_config = ConfigDict(extra="forbid")

    product_id: Annotated[str, Field(min_length=1, max_length=200)]
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY, strict=True)] = 1


class QuoteRequest(BaseModel):
    """A cart to price."""

    model_config = _example(examples.QUOTE_REQUEST)

    user_id: Identifier | None = None
    lines: Annotated[list[QuoteLine], Field(min_length=1, max_length=MAX_LINES)]
    codes: Annotated[list[Code], Field(max_length=20)] = Field(default_factory=list)
    language: Language = "en"


class QuotedLine(BaseModel):
    """One line before promotions."""

    product_id: str
    quantity: int
    unit_price: Decimal
    line_total: Decimal


class QuotedDiscount(BaseModel):
    """What one promotion takes off; 0 for free shipping."""

    promotion_id: str
    title: str
    amount: Decimal


class QuoteReply(BaseModel):
    """The lowest price the promotions allow: ``total`` is ``subtotal`` less the discounts."""

    model_config = _example(examples.QUOTE_REPLY)

    lines: list[QuotedLine]
    subtotal: Decimal
    discounts: list[QuotedDiscount]
    total: Decimal
    currency: str
    unused_codes: list[str] = Field(description="Codes that took nothing off this cart.")


class Redemption(BaseModel):
    """The promotions of one order, with what each took off."""

    model_config = _example(examples.REDEMPTION)

    order_id: Identifier
    user_id: Identifier | None = None
    amounts: Annotated[
        dict[Identifier, Annotated[Decimal, Field(ge=0, le=10**9)]],
        Field(min_length=1, max_length=50),
    ]


class Redeemed(BaseModel):
    """The uses taken."""

    order_id: str
    promotions: list[str]


def promotions_router(assistant: Assistant) -> APIRouter:
    """The routes of promotions."""
    router = APIRouter(prefix="/v1/promotions", tags=["promotions"])

    @router.get("", summary="Promotions that run now", response_model=PromotionsReply)
    def promotions(
        user_id: Annotated[
            Identifier | None,
            Query(description="Only what this shopper may use; left out, what everybody may."),
        ] = None,
        language: Annotated[Language, Query(description="Of the personal ones' words.")] = "en",
    ) -> PromotionsReply:
        """Promotions inside their dates and budget whose conditions this shopper can meet."""
        now = datetime.now(UTC)
        profile = assistant.profiles.get(user_id, now=now)
        own = personal_offers(assistant.shop, profile, Phrases(language), now=now)
        return PromotionsReply(
            user_id=user_id,
            personal=own if user_id is not None else [],
            promotions=list(assistant.promotions.active(profile, now=now)),
        )

    @router.post("/quote", summary="What a cart costs", response_model=QuoteReply)
    def quote(request: QuoteRequest) -> QuoteReply:
        """The exact price of a cart for this shopper, with the codes given. Takes no use."""
        now = datetime.now(UTC)
        found = {one.id: one for one in assistant.index.get([x.product_id for x in request.lines])}
        missing = [x.product_id for x in request.lines if x.product_id not in found]
        if missing:
            raise Problem(
                404, f"No product has the id {missing[0]!r}. Take it out; ids come from /v1/search."
            )
        profile = assistant.profiles.get(request.user_id, now=now)
        lines = [(found[one.product_id], one.quantity) for one in request.lines]
        try:
            priced = assistant.promotions.quote(lines, profile, codes=request.codes, now=now)
        except (UnpricedProductError, MixedCurrenciesError) as error:
            raise Problem(422, str(error)) from error
        used = {
            code_key(one.promotion.code) for one in priced.discounts if one.promotion.code
        }  # a code that only a better offer passed over took nothing off
        return QuoteReply(
            lines=[
                QuotedLine(
                    product_id=line.product.id,
                    quantity=line.quantity,
                    unit_price=unit,
                    line_total=unit * line.quantity,
                )
                for line, unit in priced.lines
            ],
            subtotal=priced.subtotal,
            discounts=[
                QuotedDiscount(
                    promotion_id=one.promotion.id,
                    title=title_of(one.promotion, request.language),
                    amount=one.amount,
                )
                for one in priced.discounts
            ],
            total=priced.total,
            currency=priced.currency,
            unused_codes=[code for code in request.codes if code_key(code) not in used],
        )

    @router.post(
        "/redemptions",
        summary="Take the uses of an order",
        response_model=Redeemed,
        responses={409: {"description": "A promotion has no use left; none was taken"}},
    )
    def redeem(order: Redemption) -> Redeemed:
        """Take one use of each promotion, or of none; the same order again changes nothing."""
        refused = assistant.promotions.store.redeem_order(
            order.amounts, order_id=order.order_id, user_id=order.user_id
        )
        if refused:
            known = {one.id for one in assistant.promotions.store.all()}
            if unknown := [one for one in refused if one not in known]:
                named = ", ".join(map(repr, unknown))
                raise Problem(
                    404,
                    f"There is no promotion {named}. Ids come from a quote or /v1/promotions."
                    " None was taken.",
                )
            raise Problem(
                409,
                f"No use of {', '.join(refused)} is left: ask for a new quote. None was taken.",
            )
        if order.user_id is not None:
            _record(assistant, order)
        return Redeemed(order_id=order.order_id, promotions=sorted(order.amounts))

    return router


def _record(assistant: Assistant, order: Redemption) -> None:
    """The redemptions as behaviour: the event id follows from the order, so a retry adds none."""
    now = datetime.now(UTC).isoformat()
    assistant.events.add(
        {
            "event_id": f"redeem:{order.order_id}:{promotion}"[-200:],
            "ts": now,
            "type": "redeem_promotion",
            "user_id": order.user_id,
            "promotion_id": promotion,
            "value": float(amount),
        }
        for promotion, amount in order.amounts.items()
    )
