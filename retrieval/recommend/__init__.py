"""What a shopper takes next, from what shoppers took before: item to item, sequence and content.

``fit(sequences, products)`` gives a :class:`Recommender`, ``recommender.recommend(history)`` the
items with the share of each factor in their score. Needs NumPy, SciPy and LightGBM; knows nothing
of shoppers' profiles or conversations.
"""

from retrieval.recommend.fit import FitError, fit
from retrieval.recommend.model import ModelFileError, Recommendation, Recommender
from retrieval.recommend.sequences import Basket, Journey, Sequence, journeys
from retrieval.recommend.settings import Settings

__all__ = [
    "Basket",
    "FitError",
    "Journey",
    "ModelFileError",
    "Recommendation",
    "Recommender",
    "Sequence",
    "Settings",
    "fit",
    "journeys",
]
