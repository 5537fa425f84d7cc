"""A product's values among a shopper's tags: the index finds what looking at every tag would."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.categories import path_names
from assistant.profiles import Tag
from assistant.ranking.affinity import LEAST_COMMON, SHARES, TagTable, keys_of
from retrieval.product import Product

NOW = datetime(2026, 11, 1, tzinfo=UTC)
paths = st.lists(st.sampled_from(["A", "a", "B", "C"]), min_size=1, max_size=4).map(" > ".join)


def tag(path: str, strength: float) -> Tag:
    return Tag(kind="category", value=path, strength=strength, evidence=1, last=NOW)


def in_common(path: str, other: str) -> float:
    """The share of the longer path that both begin with, name by name."""
    one, two = path_names(path), path_names(other)
    same = 0
    while same < min(len(one), len(two)) and one[same] == two[same]:
        same += 1
    return same / max(len(one), len(two))


@settings(deadline=None)
@given(path=paths, tags=st.lists(st.tuples(paths, st.floats(0, 1)), max_size=8))
def test_the_best_category_tag_is_found(path: str, tags: list[tuple[str, float]]) -> None:
    product = Product(id="p", title="p", category=path)
    found = TagTable(tag(*one) for one in tags).match(product, keys_of(product))
    shares = [(in_common(path, other), strength) for other, strength in tags]
    best = max(
        (SHARES["category"] * strength * common for common, strength in shares
         if common >= LEAST_COMMON),
        default=0.0,
    )  # fmt: skip
    assert found.value == pytest.approx(best)


def test_a_style_speaks_for_what_has_it() -> None:
    bohemian = Tag(kind="style", value="bohemian", strength=0.8, evidence=3, last=NOW)
    table = TagTable([bohemian])

    def worth(style: str) -> float:
        product = Product(id="p", title="Top", attributes={"style": style})
        return table.match(product, keys_of(product)).value

    assert worth("Bohemian") > 0
    assert worth("minimal") == 0
