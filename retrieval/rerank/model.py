"""The learned second stage: LambdaMART (LightGBM) on top of the first stage's score.

The trees start from the fused score and may only correct it, and where a feature's direction is
known (more matching words, a nearer vector) they may only go that way: a model of some hundred
judged queries has little else to keep it from learning the queries. It was trained on other
shops' judgments (``python -m eval.reranking``; the file's first line says on which), and it knows
nothing of a shop's words, so it is used as it is on any catalogue. Burges, "From RankNet to
LambdaRank to LambdaMART", MSR-TR-2010-82. Given up: a cross-encoder, which no wheel brings and
which would take ten times the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from retrieval.rerank.features import NAMES, Floats

if TYPE_CHECKING:
    import lightgbm

START = 8.0
"""How much the fused score counts beside the trees' corrections."""
SHIPPED = Path(__file__).with_name("model.txt")


class SecondStageError(ValueError):
    """The model file cannot be used; the message says what to do."""


@dataclass(frozen=True)
class SecondStage:
    """A trained model. Safe to use from many threads."""

    booster: lightgbm.Booster

    @classmethod
    def load(cls, path: Path) -> SecondStage:
        """Reads a model file.

        Raises:
            SecondStageError: It was trained on other features than this version computes.
        """
        import lightgbm  # noqa: PLC0415 - 0.3 s, and only searches with a second stage need it

        booster = lightgbm.Booster(model_file=str(path))
        if tuple(booster.feature_name()) != NAMES:
            raise SecondStageError(
                f"{path} was trained on other features than this version computes: "
                "train it again with `python -m eval.reranking`"
            )
        return cls(booster)

    def scores(self, features: npt.NDArray[Any]) -> Floats:
        """The score of each candidate, shape ``(candidates,)``; only its order means something."""
        fused = features[:, NAMES.index("fused")]
        corrections = self.booster.predict(features, num_threads=1, raw_score=True)
        return np.asarray(START * fused + np.asarray(corrections), dtype=np.float64)


@cache
def shipped() -> SecondStage | None:
    """The model that comes with this version; None where there is none."""
    return SecondStage.load(SHIPPED) if SHIPPED.is_file() else None
