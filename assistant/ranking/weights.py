"""The ranking's weights: read from ``weights.toml``, checked, and nothing else.

One promise is checked at load: the promotion weight is at most :data:`MOST_PROMOTION` of the
relevance weight, so an offer can move a product past others only within that margin.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

MOST_PROMOTION = 0.2
HEURISTIC = Path(__file__).with_name("heuristic.toml")
"""The weights of the mode of that name."""

Weight = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
Floor = Annotated[float, Field(ge=0, le=1)]


class WeightsError(ValueError):
    """A weights file cannot be used; the message says what is wrong with it."""


class Weights(BaseModel):
    """What a factor of 1 adds to the score (``dislikes``, ``diversity``: takes off it)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    relevance: Weight = 1.0
    wishes: Weight = 0.30
    profile: Weight = 0.35
    session: Weight = 0.20
    popularity: Weight = 0.10
    rating: Weight = 0.12
    promotion: Weight = 0.10
    price_fit: Weight = 0.12
    dislikes: Weight = 0.60
    diversity: Weight = 0.50
    promotion_floor: Floor = 0.30
    sort_floor: Floor = 0.20

    @model_validator(mode="after")
    def _promotion_is_bounded(self) -> Self:
        if self.promotion > MOST_PROMOTION * self.relevance:
            raise ValueError(
                f"promotion is {self.promotion}: keep it at or below"
                f" {MOST_PROMOTION:g} of relevance ({self.relevance}), or offers rule the order"
            )
        return self

    @property
    def unavailable(self) -> float:
        """What being out of stock takes off: more than all else together can add."""
        return 1.0 + (
            self.relevance
            + self.wishes
            + self.profile
            + self.session
            + self.popularity
            + self.rating
            + self.promotion
            + self.price_fit
            + self.dislikes
            + self.diversity
        )

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """The weights of a TOML file with ``[weights]`` and ``[floors]``; the package's if None.

        Raises:
            WeightsError: if the file is missing, is not TOML, or names an impossible weight.
        """
        source = path or files("assistant.ranking") / "weights.toml"
        try:
            read = tomllib.loads(source.read_text(encoding="utf-8"))
            floors = {f"{name}_floor": value for name, value in read.get("floors", {}).items()}
            return cls.model_validate({**read.get("weights", {}), **floors})
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError) as error:
            raise WeightsError(f"Cannot read the weights in {source}: {error}") from error
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in fault["loc"])
            raise WeightsError(f"{source}: {where or 'weights'}: {fault['msg']}") from error
