"""``/v1/products/{id}``, ``/v1/search`` and ``/v1/promotions``: the shop without conversation."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Path, Query

from assistant.api import examples
from assistant.api.problems import Problem
from assistant.api.shapes import Identifier, PromotionsReply, SearchReply, SearchResult
from retrieval.constraints import Constraints
from retrieval.product import Product

if TYPE_CHECKING:
    from assistant.service import Assistant

MONEY = Query(ge=0, le=10**9, max_digits=14, decimal_places=4)
NAMES = Query(max_length=20)


def products_router(assistant: Assistant) -> APIRouter:
    """The routes that read the catalogue and the promotions."""
    router = APIRouter(prefix="/v1", tags=["catalogue"])

    @router.get(
        "/products/{product_id}",
        summary="One product",
        response_model=Product,
        responses={200: {"content": {"application/json": {"example": examples.PRODUCT}}}},
    )
    def product(
        product_id: Annotated[
            str, Path(max_length=200, openapi_examples={"a": {"value": "shoe-114-blue"}})
        ],
    ) -> Product:
        """The product's own fields, as the catalogue has them."""
        found = assistant.index.get([product_id])
        if not found:
            raise Problem(404, f"No product has the id {product_id!r}. Ids come from /v1/search.")
        return found[0]

    @router.get("/search", summary="Products for a phrase", response_model=SearchReply)
    def search(  # noqa: PLR0917 - FastAPI reads parameters by name
        q: Annotated[
            str,
            Query(
                min_length=1,
                max_length=1000,
                description="What to look for, in English or Chinese.",
                openapi_examples={"a": {"value": "running shoes"}},
            ),
        ],
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
        language: Annotated[Literal["en", "zh"], Query()] = "en",
        price_min: Annotated[Decimal | None, MONEY] = None,
        price_max: Annotated[Decimal | None, MONEY] = None,
        brand: Annotated[list[str] | None, NAMES] = None,
        color: Annotated[list[str] | None, NAMES] = None,
        size: Annotated[list[str] | None, NAMES] = None,
        material: Annotated[list[str] | None, NAMES] = None,
        min_rating: Annotated[float | None, Query(ge=0, le=5)] = None,
        on_sale: Annotated[bool, Query()] = False,
        in_stock: Annotated[bool, Query()] = False,
    ) -> SearchReply:
        """Products in order of relevance that satisfy every constraint given."""
        started = time.perf_counter()
        constraints = Constraints(
            price_min=price_min,
            price_max=price_max,
            brands=tuple(brand or ()),
            colors=tuple(color or ()),
            sizes=tuple(size or ()),
            materials=tuple(material or ()),
            min_rating=min_rating,
            on_sale=on_sale,
            in_stock=in_stock,
        )
        hits = assistant.index.search(q, constraints, limit=limit, language=language)
        return SearchReply(
            query=q,
            count=len(hits),
            ms=round((time.perf_counter() - started) * 1000, 2),
            results=[
                SearchResult(product=hit.product, relevance=hit.relevance, scores=hit.scores)
                for hit in hits
            ],
        )

    @router.get("/promotions", summary="Promotions that run now", response_model=PromotionsReply)
    def promotions(
        user_id: Annotated[
            Identifier | None,
            Query(description="Only what this shopper may use; left out, what everybody may."),
        ] = None,
    ) -> PromotionsReply:
        """Promotions inside their dates and budget whose conditions this shopper can meet."""
        profile = assistant.profiles.get(user_id)
        return PromotionsReply(
            user_id=user_id,
            promotions=list(assistant.promotions.active(profile)),
        )

    return router
