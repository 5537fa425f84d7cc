"""Products that say a thing by another of its names."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.lexical import LexicalIndex, Vocabulary, document
from retrieval.product import Product
from retrieval.thesaurus import Meaning


def index(*titles: str) -> LexicalIndex:
    vocabulary = Vocabulary()
    documents = [
        vocabulary.number(document(Product(id=str(row), title=title)))
        for row, title in enumerate(titles)
    ]
    return LexicalIndex(documents, vocabulary)


SHOP = index(
    "Alufolie 30 m", "厨房铝箔纸", "锡纸 烤箱用", "Bluetooth headphones", "Trail shoe", "Tin box"
)


def test_other_names_are_found_in_any_language():
    more = Meaning(SHOP, "锡纸").more()

    assert more[0] > 0
    assert more[1] > 0
    assert more[4] == 0


def test_the_name_asked_for_scores_highest():
    scores = SHOP.scores("锡纸") + Meaning(SHOP, "锡纸").more()

    assert scores.argmax() == 2


def test_all_words_of_another_name_must_be_there():
    assert Meaning(SHOP, "锡纸").more()[5] == 0


def test_names_inside_a_name_count_too():
    more = Meaning(SHOP, "蓝牙耳机").more()

    assert more.argmax() == 3
    assert more[3] > Meaning(SHOP, "耳机").more()[3]


def test_the_query_is_said_in_the_shops_words():
    shop = index("智能手机 黑色", "智能手机 白色", "手表")

    assert Meaning(shop, "红色 手机").in_shop_words() == "红色智能手机"
    assert Meaning(shop, "手表").in_shop_words() is None


def test_another_name_counts_less_where_the_shop_uses_the_one_asked_for():
    rare = index("sofa grey", "couch blue", "lamp", "desk")
    often = index("sofa grey", *["couch blue"] * 20, "lamp", "desk")
    own = {shop: shop.postings("sofa").scores[0] for shop in (rare, often)}

    shares = [Meaning(shop, "couch").more()[0] / own[shop] for shop in (rare, often)]

    assert shares[0] > 2 * shares[1] > 0


@settings(deadline=None)  # the first example reads the groups
@given(st.text(max_size=80))
def test_other_names_never_take_anything_away(text):
    more = Meaning(SHOP, text).more()

    assert more.shape == (6,)
    assert np.isfinite(more).all()
    assert (more >= 0).all()
