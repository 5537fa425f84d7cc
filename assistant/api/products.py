"""``/v1/products`` and ``/v1/search``: the shop without conversation.

``/v1/products/trending`` is a list: a product whose id is ``trending`` cannot be asked for by path.
Any other id can, whatever is in it; :mod:`assistant.api.admission` makes one path segment of it.
"""

from __future__ import annotations

import time
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import unquote

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from assistant.api import examples
from assistant.api.problems import FieldError, Problem
from assistant.api.shapes import SearchReply, SearchResult
from assistant.popularity import Popularity
from assistant.related import RelatedProducts
from assistant.trends import Trend, Trends
from retrieval.constraints import Constraints
from retrieval.graph.edge import RELATIONS, Reason, Relation
from retrieval.product import Product

if TYPE_CHECKING:
    from assistant.service import Assistant

MONEY = Query(ge=0, le=10**9, max_digits=14, decimal_places=4)
NAMES = Query(max_length=20)
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ProductId = Annotated[
    str,
    BeforeValidator(unquote),
    Path(
        max_length=200,
        description="Percent-encoded, as any path segment is; its slashes may stay as they are.",
        openapi_examples={"a": {"value": "shoe-114-blue"}},
    ),
]


class RelatedProduct(BaseModel):
    """One edge of the product graph."""

    product: Product
    score: float = Field(ge=0, le=1, description="Comparable within one kind only.")
    reason: Reason


class RelatedReply(BaseModel):
    """What belongs beside a product, by kind; what is out of stock stands last in its list."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.RELATED_REPLY]})

    product_id: str
    related: dict[Relation, list[RelatedProduct]]


class TrendingProduct(BaseModel):
    """One product and the figures that its place comes from."""

    product: Product
    score: float = Field(
        description="`hot`: 0 to 1. `rising`: how many times its longer rate, at the least."
    )
    figures: dict[str, float] = Field(
        description="`hot`: the parts of the score, which add up to it. `rising`: `rise`, the "
        "likely multiple; `recent`, decayed shoppers of late; `expected`, by its longer rate."
    )


class TrendingReply(BaseModel):
    """Hot or rising products, the first first. No profile moves this order."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.TRENDING_REPLY]})

    kind: Trend
    category: str | None
    count: int
    results: list[TrendingProduct]


def products_router(assistant: Assistant) -> APIRouter:
    """The routes that read the catalogue."""
    router = APIRouter(prefix="/v1", tags=["catalogue"])
    graph = RelatedProducts(
        assistant.index, assistant.database, assistant.shop.suggestions.recommender_file
    )
    trends = Trends(assistant.index, Popularity(assistant.database))

    @router.get(
        "/products/trending", summary="Hot or rising products", response_model=TrendingReply
    )
    def trending(
        category: Annotated[
            Words | None,
            Query(
                max_length=500,
                description="A category, or a path of them: `Shoes`, `Shoes > Running Shoes`.",
                openapi_examples={"a": {"value": "Shoes"}},
            ),
        ] = None,
        kind: Annotated[Trend, Query()] = "hot",
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
    ) -> TrendingReply:
        """``hot``: by interest now, units sold and ratings. ``rising``: wanted much more of late.

        One variant a model. Few products rise beyond doubt, so that list may be empty.
        """
        constraints = Constraints(category=category)
        listed = (trends.hot if kind == "hot" else trends.rising)(constraints, limit=limit)
        return TrendingReply(
            kind=kind,
            category=category,
            count=len(listed),
            results=[
                TrendingProduct(
                    product=one.product,
                    score=round(one.score, 4),
                    figures={name: round(figure, 4) for name, figure in one.figures.items()},
                )
                for one in listed
            ],
        )

    @router.get(
        "/products/{product_id}/related",
        summary="What belongs beside a product",
        response_model=RelatedReply,
    )
    def related(
        product_id: ProductId,
        kind: Annotated[
            Relation | None, Query(description="One list; all of them where it is left out.")
        ] = None,
        limit: Annotated[
            int, Query(ge=1, le=50, description="Products in each list, at most.")
        ] = 10,
        language: Annotated[
            Literal["en", "zh"], Query(description="Of the reasons' sentences.")
        ] = "en",
    ) -> RelatedReply:
        """Similar, of the same brand, cheaper, dearer, accessories, what goes with it, variants.

        Each with a score and a reason. A list holds each model once and never the product's own
        (``variants`` aside), what is out of stock last.
        """
        relations = RELATIONS if kind is None else (kind,)
        lists = graph.related(product_id, relations=relations, limit=limit, language=language)
        if lists is None:
            raise Problem(404, f"No product has the id {product_id!r}. Ids come from /v1/search.")
        ids = {edge.id for edges in lists.values() for edge in edges}
        products = {one.id: one for one in assistant.index.get(sorted(ids))}
        return RelatedReply(
            product_id=product_id,
            related={
                relation: [
                    RelatedProduct(
                        product=products[edge.id], score=round(edge.score, 4), reason=edge.reason
                    )
                    for edge in sorted(
                        (edge for edge in edges if edge.id in products),
                        key=lambda edge: products[edge.id].availability == "out_of_stock",
                    )
                ]
                for relation, edges in lists.items()
            },
        )

    @router.get(
        "/products/{product_id}",
        summary="One product",
        response_model=Product,
        responses={200: {"content": {"application/json": {"example": examples.PRODUCT}}}},
    )
    def product(product_id: ProductId) -> Product:
        """The product's own fields, as the catalogue has them."""
        found = assistant.index.get([product_id])
        if not found:
            raise Problem(404, f"No product has the id {product_id!r}. Ids come from /v1/search.")
        return found[0]

    @router.get("/search", summary="Products for a phrase", response_model=SearchReply)
    def search(  # noqa: PLR0917 - FastAPI reads parameters by name
        q: Annotated[
            Words,
            Query(
                max_length=1000,
                description="What to look for, in English or Chinese.",
                openapi_examples={"a": {"value": "running shoes"}},
            ),
        ],
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
        language: Annotated[Literal["en", "zh"], Query()] = "en",
        price_min: Annotated[Decimal | None, MONEY] = None,
        price_max: Annotated[Decimal | None, MONEY] = None,
        brand: Annotated[list[Words] | None, NAMES] = None,
        color: Annotated[list[Words] | None, NAMES] = None,
        size: Annotated[list[Words] | None, NAMES] = None,
        material: Annotated[list[Words] | None, NAMES] = None,
        min_rating: Annotated[float | None, Query(ge=0, le=5)] = None,
        on_sale: Annotated[bool, Query()] = False,
        in_stock: Annotated[bool, Query()] = False,
    ) -> SearchReply:
        """Products in order of relevance that satisfy every constraint given."""
        if price_min is not None and price_max is not None and price_min > price_max:
            above = f"is above price_max ({price_max}), so that no price can fit; exchange the two"
            raise Problem(
                422,
                f"query:price_min: {above}.",
                errors=[FieldError(pointer="query:price_min", detail=above)],
            )
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

    return router
