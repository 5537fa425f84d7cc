"""What can be set about retrieval, from the environment (prefix ``AISLE_RETRIEVAL_``)."""

from __future__ import annotations

import os
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Mode = Literal["hybrid", "bm25", "dense", "rrf"]
Stage = Literal[
    "second stage",
    "kinds",
    "neighbours",
    "spelling",
    "balance",
    "thesaurus",
    "tail",
    "brands",
    "leaders",
    "coverage",
]
"""What a hybrid search can be without: see ``retrieval.search``."""


class RetrievalSettings(BaseSettings):
    """Settings of the search index; every default is what ``python -m eval search`` reports on."""

    model_config = SettingsConfigDict(env_prefix="AISLE_RETRIEVAL_", frozen=True)

    chroma_url: str | None = Field(
        default=None,
        description="ChromaDB server, e.g. http://chroma:8000; default: embedded, in the data dir.",
    )
    collection_prefix: str = Field(default="aisle", description="Start of the collections' names.")
    english_model: str = Field(
        default="minilm-int8",
        description="Embedding model for English: `minilm-int8`, or a sentence-transformers name.",
    )
    multilingual_model: str = Field(
        default="e5-small-q4",
        description="Embedding model for other languages: `e5-small-q4`, or a "
        "sentence-transformers name.",
    )
    languages: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Languages shoppers write, e.g. `en,zh`; any but English makes the "
        "multilingual vectors. Empty: they are made where the catalogue has Chinese text.",
    )
    han_share: float = Field(
        default=0.02,
        ge=0,
        le=1,
        description="Share of products with Chinese text from which a catalogue counts as Chinese.",
    )
    embed_threads: int = Field(
        default=max(1, min(8, os.cpu_count() or 1)),
        ge=1,
        description="Batches embedded at the same time while indexing; a query always takes one.",
    )
    embed_batch: int = Field(default=8, ge=1, description="Texts a batch, of about one length.")
    exact_below: int = Field(
        default=100_000,
        ge=0,
        description="Up to this many products that fit the constraints, compare with each one: "
        "see ``retrieval.nearest``.",
    )
    graph_most: int = Field(
        default=1_500,
        ge=0,
        description="Most that Chroma's HNSW is asked for; where a filter needs more, compare with "
        "each product that fits.",
    )
    ray_address: str | None = Field(
        default=None,
        description="Embed large catalogues on Ray: `local`, or a cluster's address. Default: in "
        "this process.",
    )
    ray_workers: int = Field(
        default=max(1, os.cpu_count() or 1),
        ge=1,
        description="Ray workers that embed, a core each.",
    )
    ray_products: int = Field(
        default=20_000, ge=1, description="Products an ingest hands to Ray at a time."
    )
    depth: int = Field(default=200, ge=10, description="Candidates each retriever gives to fusion.")
    bm25_weight: float = Field(
        default=0.4,
        ge=0,
        le=1,
        description="Weight of words in the fused score of a short query; vectors have the rest. "
        "A query of three words is short, one of ten or more is long, between is between. It goes "
        "for catalogues with descriptions and attributes; where titles are all there is, the "
        "weight for long queries goes for all.",
    )
    coverage_weight: float = Field(
        default=0.6,
        ge=0,
        description="What saying all words of a short query adds to the fused score, beside how "
        "well they match; less in long queries, nothing where titles are all there is.",
    )
    bm25_weight_multilingual: float = Field(
        default=0.6,
        ge=0,
        le=1,
        description="The same for a short query to the multilingual model, where titles are all "
        "there is: a small model of many languages is less sure of single nouns than words are.",
    )
    bm25_weight_long: float = Field(
        default=0.3,
        ge=0,
        le=1,
        description="The same for a long query: in a whole sentence few words name the product.",
    )
    type_bonus: float = Field(
        default=0.4,
        ge=0,
        description="Added to the fused score of products of the kind asked for.",
    )
    context_weight: float = Field(
        default=0.7,
        ge=0,
        description="How much a search by all that was said of a need counts beside its query.",
    )
    without: tuple[Stage, ...] = Field(
        default=(),
        description="Stages of the hybrid search to leave out, to see what each is worth.",
    )
    rrf_k: int = Field(default=60, ge=1, description="The constant of reciprocal-rank fusion.")
    exchange_rates: dict[str, float] = Field(
        default_factory=dict,
        description="What one unit of each currency is worth in a common unit, by ISO code, e.g. "
        '`{"USD": 1, "EUR": 1.08}`. A price bound in a currency that is not listed is read as if '
        "it were in the product's own.",
    )
    rebuild_seconds: float = Field(
        default=2.0,
        ge=0,
        description="Least time between rebuilds in the background while a catalogue changes.",
    )

    @field_validator("languages", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value
