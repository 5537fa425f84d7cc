"""A recommender is kept for what it finds, and refused with what is missing."""

import pytest

from assistant.suggestions.fitting import fit_judged
from assistant.suggestions.orders import sequences
from retrieval.recommend import FitError, Sequence


def test_it_finds_what_comes_next_where_popularity_does_not(fitted):
    recommender, verdict = fitted
    assert verdict.better
    assert verdict.fitted > 1.2 * verdict.popular
    assert recommender.recommend([("tent",)], 1)[0].id == "stove"
    assert recommender.recommend([("pan",)], 1)[0].id == "knife"


def test_too_few_who_came_back_are_told(suggesting_shop):
    products = list(suggesting_shop.index.catalogue.iter_products())
    once = [one for one in sequences(suggesting_shop.database) if not one.history]
    with pytest.raises(FitError, match="0 orders of signed-in shoppers who had bought before"):
        fit_judged(once, products)
    with pytest.raises(FitError, match="at least 20"):
        fit_judged([*once, Sequence("u", (("tent",),), ("stove",), once[0].at)], products)
