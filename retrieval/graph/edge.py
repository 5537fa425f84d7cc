"""One edge of the product graph: from a product to another, with a score and a reason."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Relation = Literal["similar", "brand", "cheaper", "dearer", "accessories", "goes_with", "variants"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)

ReasonCode = Literal[
    "alike",
    "same_brand",
    "cheaper",
    "dearer",
    "variant",
    "made_for",
    "belongs_to",
    "pairs_with",
    "bought_together",
    "bought_with_alike",
    "bought_next",
    "viewed_together",
]
Evidence = dict[str, str | int | float | list[str]]


class Reason(BaseModel):
    """Why an edge is there: a code for programs, what it rests on, and a sentence for shoppers."""

    model_config = ConfigDict(frozen=True)

    code: ReasonCode
    text: str = Field(description="One sentence, in the language asked for.")
    evidence: Evidence = Field(
        default_factory=dict, description="The figures and names that the sentence is made of."
    )


class Edge(BaseModel):
    """From the product asked about to product ``id``."""

    model_config = ConfigDict(frozen=True)

    relation: Relation
    id: str
    score: float = Field(ge=0, le=1, description="Strength; comparable within one relation only.")
    reason: Reason
    in_stock: bool = True
