"""The second stage: candidates ordered again by what only a closer look at each can tell."""

from retrieval.rerank.features import NAMES, Pool, features
from retrieval.rerank.model import SecondStage, shipped

__all__ = ["NAMES", "Pool", "SecondStage", "features", "shipped"]
