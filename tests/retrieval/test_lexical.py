"""Words to search by, English and Chinese."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.lexical import LexicalIndex, Vocabulary, document, words
from retrieval.product import Product


def index(*titles: str) -> LexicalIndex:
    vocabulary = Vocabulary()
    documents = [
        vocabulary.number(document(Product(id=str(row), title=title)))
        for row, title in enumerate(titles)
    ]
    return LexicalIndex(documents, vocabulary)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("running shoe", ["Trail running SHOES", "Shoe rack", "Kettle"]),
        ("无线耳机", ["无线蓝牙耳机", "有线耳机", "电热水壶"]),
        ("128 gb card", ["Memory card 128GB", "Memory card 64GB", "Card holder wallet"]),
    ],
)
def test_the_product_that_has_the_words_comes_first(query, titles):
    scores = index(*titles).scores(query)

    assert scores.argmax() == 0
    assert scores[0] > scores[1]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("headphone", ["Wireless headphones", "Kettle"]),
        ("head set", ["Gaming headset", "Hair styling head"]),
        ("runningshoe", ["Running shoe", "Kettle"]),
        ("keybaord", ["Mechanical keyboard", "Kettle"]),
    ],
)
def test_other_spellings_find_the_product(query, titles):
    scores = index(*titles).scores(query)

    assert scores.argmax() == 0
    assert scores[0] > 0


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("藍牙耳機", ["蓝牙耳机", "电水壶"]),  # in the other script
        ("蓝牙耳机", ["藍牙耳機", "電水壺"]),
        ("研究生", ["研究生命", "电水壶"]),  # a word that the title is cut across
        ("壶嘴盖子", ["茶壶", "耳机"]),  # no word of the shop, but a character is
    ],
)
def test_chinese_is_found_however_it_is_written_and_cut(query, titles):
    scores = index(*titles).scores(query)

    assert scores.argmax() == 0
    assert scores[0] > 0


def test_a_query_can_be_read_as_it_stands():
    assert not index("Mechanical keyboard").scores("keybaord", mends=False).any()


def test_a_known_word_is_not_mended():
    scores = index("Casual shoe", "Causal diagram").scores("causal")

    assert scores[1] > 0
    assert scores[0] == 0


def test_a_long_list_of_attributes_does_not_dilute_the_title():
    vocabulary = Vocabulary()
    many = {f"a{place}": f"value{place}" for place in range(60)}
    products = [
        Product(id="1", title="Steel kettle", attributes=many),
        Product(id="2", title="Steel mug", description="Goes with a kettle."),
        Product(id="3", title="Lamp"),
    ]
    lexical = LexicalIndex([vocabulary.number(document(p)) for p in products], vocabulary)

    assert lexical.scores("kettle").argmax() == 0


def test_coverage_tells_how_much_of_the_query_a_product_says_and_where():
    vocabulary = Vocabulary()
    products = [
        Product(id="1", title="Steel kettle", brand="Corvid"),
        Product(id="2", title="Lamp", description="Goes with a steel kettle by Corvid."),
    ]
    lexical = LexicalIndex([vocabulary.number(document(p)) for p in products], vocabulary)

    found = lexical.coverage("corvid steel kettle")

    assert found.anywhere == pytest.approx([1, 1])
    assert found.title == pytest.approx([2 / 3, 0], abs=0.01)
    assert found.brand == pytest.approx([1 / 3, 0], abs=0.01)


def test_a_word_of_the_title_counts_more_than_one_of_the_description():
    vocabulary = Vocabulary()
    products = [
        Product(id="1", title="Travel mug", description="Fits any kettle and cup holder around"),
        Product(id="2", title="Steel kettle", description="Fits any mug and cup holder around"),
    ]
    lexical = LexicalIndex([vocabulary.number(document(p)) for p in products], vocabulary)

    assert lexical.scores("kettle").argmax() == 1


@pytest.mark.parametrize("query", ["", "  ", "😀🎁", "the of and", "我想要一个", "?!", "\x00"])
def test_a_query_without_a_word_scores_nothing(query):
    assert not index("Kettle", "Lamp").scores(query).any()


def test_an_empty_catalogue_can_be_searched():
    assert index().scores("kettle").shape == (0,)


def test_words_taken_in_later_do_not_disturb_an_index():
    vocabulary = Vocabulary()
    before = LexicalIndex([vocabulary.number(["kettle"])], vocabulary)
    vocabulary.number(["lamp", "mug"])

    assert before.scores("lamp kettle").argmax() == 0
    assert not before.scores("lamp").any()


@given(st.text(max_size=80))
def test_any_text_can_be_a_query_and_a_document(text):
    lexical = index("Kettle " + text.replace("\x00", ""), "Lamp")

    assert np.isfinite(lexical.scores(text)).all()
    assert all(word and word == word.strip() for word in words(text))
