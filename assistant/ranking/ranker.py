"""The ranking as the shop set it: which scorer, which rules, whether it learns while it runs.

Modes (``AISLE_RANKING``): ``hand``, the weights of ``weights.toml``; ``learned``, the model that
``python -m assistant ranking train`` wrote to the data folder; ``heuristic``, features, sales and
ratings alone, the same for every shopper; ``auto``, learned where there is a model and hand where
there is none. A model that cannot be read is an error where it was asked for by name, and a warning
under ``auto``: the hand-set weights rank then.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol

from assistant.ranking.context import Ranked, RankingContext
from assistant.ranking.learned import LearnedModel, LearnedModelError
from assistant.ranking.merchandising import Rules
from assistant.ranking.online import OnlineWeights
from assistant.ranking.rank import rank
from assistant.ranking.scoring import Scorer
from assistant.ranking.weights import HEURISTIC, Weights
from assistant.storage import Database
from retrieval.hit import Hit

logger = logging.getLogger(__name__)

Mode = Literal["auto", "hand", "learned", "heuristic"]
MODEL_FILE = "ranking.json"
"""In the data folder."""


class RankingSettings(Protocol):
    """The part of the settings the ranking needs."""

    @property
    def data_dir(self) -> Path:
        """Where the trained model lies."""

    @property
    def ranking(self) -> Mode:
        """The mode."""

    @property
    def ranking_online(self) -> bool:
        """Whether the hand-set weights learn while the shop runs."""

    @property
    def merchandising(self) -> Path | None:
        """The rules' file."""


@dataclass(frozen=True)
class Ranker:
    """Puts candidates in order. Safe to use from many threads."""

    weights: Weights = field(default_factory=Weights.load)
    scorer: Scorer | None = None
    rules: Rules = field(default_factory=Rules)
    online: OnlineWeights | None = None
    same_for_all: bool = False
    """Whether nothing about the shopper may count, segments included."""

    @classmethod
    def open(cls, settings: RankingSettings, database: Database) -> Ranker:
        """The ranking that the settings ask for.

        Raises:
            LearnedModelError: the mode is ``learned`` and the model cannot be used.
            MerchandisingError: the rules cannot be used.
            OnlineUnavailableError: learning is switched on without its library.
        """
        weights = Weights.load(HEURISTIC if settings.ranking == "heuristic" else None)
        scorer = None
        path = settings.data_dir / MODEL_FILE
        if settings.ranking == "learned" or (settings.ranking == "auto" and path.is_file()):
            try:
                scorer = LearnedModel.load(path, weights)
            except LearnedModelError as error:
                if settings.ranking == "learned":
                    raise
                logger.warning("%s; the hand-set weights rank until then.", error)
        learns = settings.ranking_online and scorer is None and settings.ranking != "heuristic"
        return cls(
            weights=weights,
            scorer=scorer,
            rules=Rules.load(settings.merchandising),
            online=OnlineWeights(database, weights) if learns else None,
            same_for_all=settings.ranking == "heuristic",
        )

    def by(self, weights: Weights) -> Ranker:
        """The same shop's ranking by other hand-set weights: an experiment's arm."""
        return replace(self, weights=weights, scorer=None, online=None)

    def rank(self, hits: Sequence[Hit], context: RankingContext, *, limit: int) -> list[Ranked]:
        """The best ``limit`` candidates, in the order to show them."""
        weights = self.weights if self.online is None else self.online.weights()
        if self.same_for_all:
            context = replace(context, by_segment=None)
        return rank(hits, context, weights, limit=limit, scorer=self.scorer, rules=self.rules)
