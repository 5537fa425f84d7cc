"""Promotions: what applies, to whom, for how much."""

from assistant.promotions.engine import (
    MixedCurrenciesError,
    PromotionEngine,
    UnpricedProductError,
)
from assistant.promotions.model import Conditions, Promotion, Scope
from assistant.promotions.store import PromotionStore

__all__ = [
    "Conditions",
    "MixedCurrenciesError",
    "Promotion",
    "PromotionEngine",
    "PromotionStore",
    "Scope",
    "UnpricedProductError",
]
