"""One retrieved product and the scores that brought it up."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from retrieval.product import Product


class Hit(BaseModel):
    """A candidate: the product, its relevance in [0, 1], and each retriever's own score."""

    model_config = ConfigDict(frozen=True)

    product: Product
    relevance: float = Field(description="Fused relevance, min-max scaled over the list to [0, 1].")
    scores: dict[str, float] = Field(
        default_factory=dict, description="Raw scores by retriever: `bm25`, `dense`, `fused`."
    )
    type_match: bool | None = Field(
        default=None,
        description="Whether the product is of the kind asked for; null where none was asked.",
    )
