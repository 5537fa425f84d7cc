import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.agent.about import comparison
from assistant.agent.details import answer, asked_of_each
from assistant.agent.field_words import value_in_words
from assistant.agent.phrases import Phrases
from assistant.agent.talk import _said
from assistant.intent import Intent, ParsedIntent
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


LAPTOP = Product(
    id="l1",
    title="Vela Laptop",
    color="Silver",
    attributes={
        "memory": "16 GB",
        "storage": "512 GB SSD",
        "screen": "14 inch, 120 Hz",
        "uv_protection": "UV400",
        "author": "Marina Vale",
        "pages": "320",
        "type_of_coffee": "moka",
        "skin_type": "dry, sensitive",
        "finish": "iridescent",
    },
)


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("does the first one have 16gb ram?", "Yes. Vela Laptop – memory: 16 GB."),
        ("does the first one have 32 GB ram?", "No. Vela Laptop – memory: 16 GB."),
        ("how much ram has it?", "memory: 16 GB"),
        ("does it have at least 8 GB of memory?", "Vela Laptop – memory: 16 GB."),
        ("does it have an ssd?", "storage: 512 GB SSD"),
        ("is the 2nd one uv400?", "Yes. Vela Laptop – UV protection: UV400."),
        ("is the screen 120hz?", "Yes. Vela Laptop – screen: 14 inch, 120 Hz."),
        ("is it silver?", "Yes. Vela Laptop – colour: Silver."),
        ("is it red?", "Vela Laptop – colour: Silver."),
        ("who wrote the first one?", "author: Marina Vale"),
        ("how many pages does it have?", "number of pages: 320"),
    ],
)
def test_a_value_that_the_question_names_is_an_answer(question, stated):
    assert stated in answer(LAPTOP, question, EN)


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("is the first one available in size M?", "Yes. Fell Rain Jacket comes in size M."),
        ("do you have the second in size 50?", "No. Fell Rain Jacket does not come in size 50"),
        ("does it come in XL?", "does not come in size XL; it comes in S, M and L"),
        ("do you have it in a small", "Yes. Fell Rain Jacket comes in size small."),
        ("which sizes are there?", "S, M and L"),
        ("is it in stock?", "in stock"),
    ],
)
def test_a_size_asked_for_is_looked_up_before_anything_else(question, stated):
    assert stated in answer(JACKET, question, EN)


def test_a_size_in_figures_is_answered_with_yes_or_no():
    shoe = JACKET.model_copy(update={"sizes": ["EU 42", "EU 43"], "availability": "out_of_stock"})
    assert answer(shoe, "do you have the second in size 50?", EN).startswith("No.")
    assert answer(shoe, "第一个有40码吗", ZH).startswith("没有")
    said = answer(shoe, "第一个有43码吗", ZH)
    assert said.startswith("有")
    assert "缺货" in said


def test_what_is_water_resistant_is_not_said_to_be_waterproof():
    coat = Product(id="c1", title="Coat", attributes={"water_resistant": "yes"})
    assert answer(coat, "is it waterproof?", EN) == "Coat – water resistant: yes."
    assert answer(coat, "is it water resistant?", EN).startswith("Yes.")


def test_an_attribute_named_is_found_for_several_products():
    other = JACKET.model_copy(update={"id": "j2", "attributes": {}})
    assert asked_of_each([other, JACKET], "which of them have a hood?") == ["hood"]
    assert asked_of_each([other, JACKET], "which of them are fireproof?") == []


def test_a_measure_is_no_size_to_wear():
    laptop = JACKET.model_copy(update={"sizes": ["14 inch"]})
    assert not answer(laptop, "is it available in size 14?", EN).startswith(("Yes", "No"))


def test_a_yes_names_the_property_and_not_its_topic():
    assert "machine washable: yes" in answer(JACKET, "is the first one machine washable?", EN)


@pytest.mark.parametrize(
    "question",
    ["the last one, details", "details", "more about it", "tell me more", "介绍一下", "详细说说"],
)
def test_details_alone_asks_for_everything(question):
    said = answer(JACKET, question, EN)
    assert "A light shell" in said
    assert "310 g" in said


def test_chinese_replies_have_chinese_names_and_known_values():
    said = answer(LAPTOP, "介绍一下", ZH)
    assert "内存：16 GB" in said
    assert value_in_words(LAPTOP, "skin_type", ZH) == "干性和敏感性"
    assert "咖啡类型是摩卡壶" in answer(LAPTOP, "咖啡类型是什么", ZH)


def test_a_value_without_a_chinese_word_is_quoted_as_the_shops_own():
    assert value_in_words(LAPTOP, "finish", ZH) == "“iridescent”"
    assert value_in_words(LAPTOP, "finish", EN) == "iridescent"
    assert value_in_words(LAPTOP, "author", ZH) == "Marina Vale"


@settings(deadline=None)  # a busy machine is no fault of the answer
@given(st.text(max_size=300))
def test_any_question_gets_an_answer_about_the_product(question):
    assert "Fell Rain Jacket" in answer(JACKET, question, EN)


def test_a_comparison_lists_only_what_differs():
    other = JACKET.model_copy(update={"id": "j2", "title": "Tarn Jacket", "material": "cotton"})
    table = comparison([JACKET, other], EN)
    assert table.columns == ["Fell Rain Jacket", "Tarn Jacket"]
    assert table.rows == [("Material", ["nylon", "cotton"])]


def test_how_much_it_weighs_is_no_question_about_the_price(say):
    say("laptop")
    told = say("how much does it weigh?").text
    assert "1.3 kg" in told
    assert "costs" not in told


def test_a_question_with_an_it_that_may_be_any_of_the_list_is_answered_for_each(say):
    say("headphones")
    turn = say("what is its battery life?")
    assert turn.comparison is not None
    assert turn.comparison.rows[0][0] == "Battery life"


def test_it_is_no_product_of_an_older_list(say):
    say("headphones")
    say("tell me about the first one")
    say("laptops")
    turn = say("add it to my cart")
    assert [line.title for line in turn.cart.lines] == ["Tessaro 14 Inch Laptop"]


def test_a_material_that_is_not_the_stated_one_is_denied_with_what_is_stated(say):
    say("men's jumpers")
    say("tell me about the Skarv Merino Jumper")
    assert say("is it cotton?").text == "No. Skarv Merino Jumper – material: wool."
    assert say("is it wool?").text.startswith("Yes")


def test_what_the_shop_s_data_do_not_say_is_not_answered_with_what_i_can_do():
    parsed = ParsedIntent(intent=Intent(action="help"), source="rules", ms=0.0)
    said = {
        message: _said({"parsed": parsed, "message": message})
        for message in ("how old is this shop?", "what can you do?", "does it come gift wrapped?")
    }
    assert list(said.values()) == ["help_unknown", "help", "help_unknown"]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("battery_life", "40 hours", "40小时"),
        ("age_range", "6 years and up", "6岁以上"),
        ("age_range", "0-4 years", "0-4岁"),
        ("capacity", "2 people", "2人"),
        ("screen", "8 inch, 1280 x 800", "8英寸、1280 x 800"),
        ("material", "nylon, waterproof membrane", "尼龙和防水膜"),
        ("battery_life", "10 hours (40 with case)", "“10 hours (40 with case)”"),
        ("material", "moon dust", "moon dust"),
    ],
)
def test_measures_and_materials_are_told_in_chinese_where_known(name, value, shown):
    fields = {name: value} if name == "material" else {"attributes": {name: value}}
    product = Product.model_validate({"id": "x", "title": "x", **fields})
    assert value_in_words(product, name, Phrases("zh")) == shown


def test_a_field_is_asked_for_by_a_verb_too():
    lamp = Product(id="x", title="台灯", attributes={"dimmable": "yes"})
    assert answer(lamp, "能调光吗", Phrases("zh")).startswith("是的")
