"""A small shop whose shoppers have one habit each, so that what comes next is known."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.product import Product
from retrieval.recommend import Sequence, fit

KINDS = ("ink", "paper", "lamp", "tape")
BRANDS = ("Nimbus", "Orvo", "Pell")


def _shop() -> list[Product]:
    return [
        Product(
            id=f"{kind}{number}",
            title=f"{BRANDS[number % 3]} {kind} model {kind}{number // 3}",
            brand=BRANDS[number % 3],
            category=f"Office > {kind}",
        )
        for kind in KINDS
        for number in range(9)
    ]


def _sequences(users: int = 60) -> list[Sequence]:
    """Everyone buys ink n, then paper n, then any lamp; every tenth buys the ink again."""
    rng = np.random.default_rng(5)
    rows = []
    for user in range(users):
        n = int(rng.integers(9))
        path = [f"ink{n}", f"paper{n}", f"lamp{rng.integers(9)}"]
        if user % 10 == 0:
            path.append(f"ink{n}")
        rows += [
            Sequence(f"u{user}", tuple((item,) for item in path[:end]), (path[end],))
            for end in range(1, len(path))
        ]
    return rows


@pytest.fixture(scope="session")
def products():
    return _shop()


@pytest.fixture(scope="session")
def sequences():
    return _sequences()


@pytest.fixture(scope="session")
def recommender(products, sequences):
    return fit(sequences, products)
