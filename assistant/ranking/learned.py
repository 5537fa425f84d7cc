"""The learned ranking: LambdaMART (LightGBM) over the named factors, one factor a tree.

Trees of a single split make the model a sum of one curve a factor, rising or falling the way the
factor speaks (monotone constraints). That is what makes its reasons honest: a factor's Shapley
value against a product that lacks it (TreeSHAP, exact: Lundberg, Erion and Lee 2018) is then just
what the score loses when the factor is set to 0, and nothing is shared out between factors. Given
up: that one factor may change what another means; deeper trees gained nothing on the demo shop's
log (``docs/measured/profiles-and-ranking.md``) and take five times as long to explain.

The trees are calibrated: :meth:`LearnedModel.probability` is the chance of a product being opened
(:mod:`assistant.ranking.training.calibration`). Scores are in the unit of the hand-set weights, so
that the weight of diversity and the bounds on promotions and merchandising hold here too. Two
bounds hold whatever the log has taught. A promotion adds at most its hand-set weight. Relevance and
wishes add at least theirs: a log only holds lists of what fitted, so it cannot teach what it would
cost to show what does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from scipy.special import expit

from assistant.ranking.factors import FACTORS
from assistant.ranking.scoring import Floats
from assistant.ranking.weights import Weights

if TYPE_CHECKING:
    import lightgbm

BASE = "base"
"""What every candidate starts with: the score of a product that no factor speaks for."""
_PROMOTION = FACTORS.index("promotion")
_AT_LEAST_BY_HAND = ("relevance", "wishes")


class LearnedModelError(ValueError):
    """The model file cannot be used; the message says what to do."""


class ModelFile(BaseModel):
    """What ``python -m assistant ranking train`` writes, as one JSON file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    factors: tuple[str, ...]
    trees: str = Field(description="LightGBM's own text form.")
    slope: float = Field(gt=0, description="Of the calibration: log-odds by raw score.")
    intercept: float = Field(description="Of the calibration, at the first place.")
    places: tuple[float, ...] = Field(
        description="Log-odds that a place takes off, the first (0) to the last seen."
    )
    unit: float = Field(gt=0, description="Log-odds that make one unit of the hand-set weights.")
    trained: dict[str, Any] = Field(
        default_factory=dict, description="On what, when, and how well it did beside the weights."
    )


@dataclass(frozen=True)
class LearnedModel:
    """A trained model, ready to score. Safe to use from many threads."""

    file: ModelFile
    weights: Weights

    @classmethod
    def load(cls, path: Path, weights: Weights) -> LearnedModel:
        """Read a model file.

        Raises:
            LearnedModelError: it is missing, damaged, or of other factors than this version has.
        """
        again = "train it (again) with `python -m assistant ranking train`"
        try:
            file = ModelFile.model_validate_json(path.read_bytes())
        except OSError as error:
            raise LearnedModelError(f"cannot read {path} ({error.strerror}): {again}") from error
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            raise LearnedModelError(f"{path} is no model ({fault['msg']}): {again}") from error
        if file.factors != FACTORS:
            raise LearnedModelError(f"{path} was trained on other factors: {again}")
        model = cls(file, weights)
        model.check(path)
        return model

    def check(self, path: Path) -> None:
        """Whether the trees can be read, and are additive.

        Raises:
            LearnedModelError: they cannot, or they are not.
        """
        import lightgbm  # noqa: PLC0415 - as below

        try:
            features = self.booster.feature_name()
        except lightgbm.basic.LightGBMError as error:
            raise LearnedModelError(f"{path}: its trees cannot be read ({error})") from error
        if tuple(features) != FACTORS:
            raise LearnedModelError(f"{path}: its trees are of other factors: {features}")
        if "num_leaves=2" not in self.file.trees or any(
            line.startswith("num_leaves=") and line not in {"num_leaves=1", "num_leaves=2"}
            for line in self.file.trees.splitlines()
        ):
            raise LearnedModelError(f"{path}: its trees look at several factors at once")

    @cached_property
    def booster(self) -> lightgbm.Booster:
        """The trees."""
        import lightgbm  # noqa: PLC0415 - 0.3 s, and only the learned mode needs it

        return lightgbm.Booster(model_str=self.file.trees)

    @property
    def names(self) -> tuple[str, ...]:
        """The factors, and the base."""
        return (*FACTORS, BASE)

    @cached_property
    def unavailable(self) -> float:
        """More than the trees, diversity and the rest can add together."""
        span = float(self.booster.upper_bound() - self.booster.lower_bound()) * self._scale
        by_hand = self.weights.relevance + self.weights.wishes + self.weights.promotion
        return 1.0 + span + by_hand + self.weights.diversity

    def contributions(self, values: Floats) -> Floats:
        """What each factor adds to a product that no factor speaks for, and that base."""
        shapley = self._shapley(values)
        shapley[:, :-1] -= self._nothing[:-1]
        shapley *= self._scale
        shapley[:, -1] = self._base
        promotion = np.clip(shapley[:, _PROMOTION], 0.0, self.weights.promotion)
        shapley[:, _PROMOTION] = promotion
        for name in _AT_LEAST_BY_HAND:
            at = FACTORS.index(name)
            shapley[:, at] = np.maximum(shapley[:, at], getattr(self.weights, name) * values[:, at])
        return shapley + 0.0

    def probability(self, values: Floats, places: npt.NDArray[np.int64]) -> Floats:
        """The chance that each product is opened, by the trees alone; ``places`` from 0."""
        raw = np.asarray(self.booster.predict(values, raw_score=True, num_threads=1))
        offsets = np.array(self.file.places or (0.0,))
        logits = self.file.slope * raw + self.file.intercept
        return np.asarray(expit(logits + offsets[np.minimum(places, len(offsets) - 1)]))

    @property
    def _scale(self) -> float:
        return self.file.slope / self.file.unit

    @cached_property
    def _nothing(self) -> Floats:
        """The Shapley values, against the mean of training, of a product nothing speaks for."""
        return np.asarray(self._shapley(np.zeros((1, len(FACTORS))))[0], dtype=np.float64)

    @cached_property
    def _base(self) -> float:
        return float(self._nothing.sum() * self._scale + self.file.intercept / self.file.unit)

    def _shapley(self, values: Floats) -> Floats:
        found = self.booster.predict(values, pred_contrib=True, num_threads=1)
        return np.array(found, dtype=np.float64)
