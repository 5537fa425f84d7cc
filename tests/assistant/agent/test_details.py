import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.agent.about import comparison
from assistant.agent.details import answer, value_in_words
from assistant.agent.phrases import Phrases
from retrieval.product import Product

JACKET = Product(
    id="j1",
    title="Fell Rain Jacket",
    description="A light shell for changeable days. Not waterproof in lasting rain. Packs small.",
    brand="Skarv",
    price="120",
    sale_price="90",
    material="nylon",
    sizes=["S", "M", "L"],
    rating=4.4,
    rating_count=87,
    attributes={
        "weight": "310 g",
        "machine_washable": "yes",
        "title_zh": "轻便防风外套",
        "hood": "no",
    },
)
EN, ZH = Phrases("en"), Phrases("zh")


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("what is it made of?", "nylon"),
        ("how heavy is the first one", "310 g"),
        ("how much does it cost?", "reduced from $120.00"),
        ("which sizes does it come in?", "S, M and L"),
        ("can I machine wash it?", "Yes."),
        ("does it have a hood?", "hood: no"),
        ("how is it rated", "4.4 of 5 by 87"),
        ("is it in stock", "in stock"),
    ],
)
def test_a_question_is_answered_from_the_products_own_fields(question, stated):
    assert stated in answer(JACKET, question, EN)


def test_a_property_only_the_description_mentions_is_quoted_and_not_judged():
    said = answer(JACKET, "is it waterproof?", EN)
    assert "Not waterproof in lasting rain" in said
    assert not said.startswith("Yes")


def test_what_the_shop_does_not_state_is_not_guessed():
    assert "does not say" in answer(JACKET, "is it fireproof?", EN)
    assert "没有说明" in answer(JACKET, "保修多久？", ZH)


def test_made_for_is_said_of_people():
    jacket = JACKET.model_copy(update={"gender": "male"})
    assert value_in_words(jacket, "gender", EN) == "men"
    assert value_in_words(jacket, "gender", ZH) == "男士"


def test_a_chinese_question_is_answered_with_the_chinese_title():
    said = answer(JACKET, "这件是什么材质的？", ZH)
    assert "轻便防风外套" in said
    assert "尼龙" in said


@settings(deadline=None)  # a busy machine is no fault of the answer
@given(st.text(max_size=300))
def test_any_question_gets_an_answer_about_the_product(question):
    assert "Fell Rain Jacket" in answer(JACKET, question, EN)


def test_a_comparison_lists_only_what_differs():
    other = JACKET.model_copy(update={"id": "j2", "title": "Tarn Jacket", "material": "cotton"})
    table = comparison([JACKET, other], EN)
    assert table.columns == ["Fell Rain Jacket", "Tarn Jacket"]
    assert table.rows == [("Material", ["nylon", "cotton"])]
