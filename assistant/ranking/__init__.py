"""Putting candidates in order by named factors, and saying why."""

from assistant.ranking.context import Ranked, RankingContext
from assistant.ranking.rank import rank
from assistant.ranking.weights import Weights

__all__ = ["Ranked", "RankingContext", "Weights", "rank"]
