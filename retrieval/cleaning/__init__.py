"""From a feed's row to a product in range: text, prices, numbers, units, duplicates."""

from retrieval.cleaning.duplicates import NearDuplicates
from retrieval.cleaning.features import NumericFeatures, numeric_features
from retrieval.cleaning.product import Cleaned, clean_product

__all__ = ["Cleaned", "NearDuplicates", "NumericFeatures", "clean_product", "numeric_features"]
