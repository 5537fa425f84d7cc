"""Brief messages that only point are read in code, by what was shown or done just before."""

import pytest

from assistant.agent.brief import brief_action
from assistant.agent.phrases import Phrases
from assistant.intent import Intent

AFTER_AN_OFFER = {
    "listed": ["a", "b"],
    "focus": "a",
    "intent": {"action": "details"},
    "messages": [{"role": "assistant", "content": "台灯。要加入购物车吗？熟客专享：包邮。"}],
}
AFTER_ADDING = {
    "listed": ["a", "b"],
    "focus": "a",
    "intent": {"action": "cart_add"},
    "messages": [{"role": "assistant", "content": "已把台灯加入购物车。"}],
}


@pytest.fixture
def read_as(read_with):
    """Say something, whatever the model makes of it."""

    def turn(message, **fields):
        def intent_after(state):
            read = state.need.model_copy(update={"language": "zh", **fields})
            return Intent.model_validate(read)

        return read_with(message, intent_after)

    return turn


def _lines(turn):
    return {line.product_id: line.quantity for line in turn.cart.lines} if turn.cart else {}


@pytest.mark.parametrize("message", ["好的", "要", "行", "嗯", "yes please", "可以。"])
def test_a_yes_to_the_offer_adds(message):
    assert brief_action(message, AFTER_AN_OFFER, 0) == "cart_add"


@pytest.mark.parametrize("message", ["不用了", "算了", "no thanks", "再看看", "你是傻子吗", "垃圾"])
def test_a_refusal_or_anger_buys_and_removes_nothing(message):
    assert brief_action(message, AFTER_AN_OFFER, 1) == "smalltalk"


@pytest.mark.parametrize(
    ("message", "action"),
    [
        ("改成2个", "cart_add"),
        ("数量改成3吧", "cart_add"),
        ("再来一个", "cart_add"),
        ("清空", "cart_remove"),
        ("改成2个人用的", None),
        ("改成蓝色", None),
        ("再来一个便宜的", None),
    ],
)
def test_the_cart_is_meant_only_by_the_whole_message(message, action):
    assert brief_action(message, AFTER_ADDING, 1) == action


@pytest.mark.parametrize("message", ["改成2个", "清空"])
def test_without_anything_in_the_cart_it_is_not_meant(message):
    assert brief_action(message, AFTER_ADDING, 0) is None


@pytest.mark.parametrize("message", ["不用了", "不需要", "no thanks", "嗯", "sure"])
def test_an_answer_to_a_question_about_a_slot_is_the_parsers_to_read(message):
    question = {"role": "assistant", "content": Phrases("zh")("ask.brand")}
    asked = {**AFTER_ADDING, "messages": [question]}
    assert brief_action(message, asked, 1) is None


@pytest.mark.parametrize(
    ("message", "action"),
    [
        ("make that 3 please", "cart_add"),
        ("change the quantity to two", "cart_add"),
        ("make it 3 inches longer", None),
        ("remove everything", "cart_remove"),
        ("this is so stupid", "smalltalk"),
        ("you are a useless bot!", "smalltalk"),
        ("rubbish bin", None),
        ("stupidly cheap headphones", None),
        ("垃圾桶", None),
        ("滚筒洗衣机", None),
    ],
)
def test_the_same_holds_in_english_and_no_product_is_taken_for_anger(message, action):
    assert brief_action(message, AFTER_ADDING, 1) == action


@pytest.mark.parametrize(
    ("message", "action"),
    [("清空", None), ("remove everything", None), ("都不要", None),
     ("清空购物车", "cart_remove"), ("empty my cart", "cart_remove"), ("make it 3", None)],
)  # fmt: skip
def test_after_a_search_the_cart_is_meant_only_by_its_name(message, action):
    searched = {**AFTER_ADDING, "focus": None, "intent": {"action": "search"}}
    assert brief_action(message, searched, 1) == action


def test_after_an_answer_about_the_line_its_number_is_still_meant():
    told = {**AFTER_ADDING, "intent": {"action": "details"}}
    assert brief_action("make that 3", told, 1, talked_of=True) == "cart_add"
    assert brief_action("make that 3", told, 1, talked_of=False) is None


@pytest.mark.parametrize("word", ["yes ", "ok, ", "好的，", "no "])
def test_a_long_row_of_answers_is_read_at_once(word):
    assert brief_action(f"{word * 20_000}but red", AFTER_AN_OFFER, 0) is None


@pytest.mark.parametrize(
    ("message", "action"),
    [
        ("买最便宜的那个", "cart_add"),
        ("最便宜的来一个", "cart_add"),
        ("就它了", "cart_add"),
        ("便宜的那双", "details"),
        ("哪个最便宜？", "details"),
        ("评分最高的是哪个", "details"),
        ("the cheapest one", "details"),
        ("The best rated one, please", "details"),
        ("which one is cheaper?", "details"),
        ("the cheaper of the two", "details"),
        ("what is the cheapest of these?", "details"),
        ("I'll take the cheapest one", "cart_add"),
        ("add the best rated one to my cart", "cart_add"),
        ("the cheapest", None),
        ("something cheaper", None),
        ("the cheapest wool one", None),
        ("the cheapest headphones", None),
        ("which is the best?", None),
        ("最便宜的", None),
        ("要便宜的", None),
        ("便宜的那双黑的", None),
        ("最便宜的蓝牙耳机", None),
    ],
)
def test_an_end_of_the_list_is_pointed_at_and_not_asked_for_anew(message, action):
    assert brief_action(message, AFTER_ADDING, 0) == action


def test_the_cheapest_of_the_list_is_bought(read_as):
    shown = read_as("耳机", action="search", product_type="耳机", query="耳机")
    turn = read_as("买最便宜的那个", action="refine", sort="price_asc")
    cheapest = min(shown.cards, key=lambda card: card.price)
    assert _lines(turn) == {cheapest.product_id: 1}
    more = read_as("再来一个", action="more")
    assert _lines(more) == {cheapest.product_id: 2}
    assert _lines(read_as("改成5个", action="refine", quantity=5)) == {cheapest.product_id: 5}
    assert not _lines(read_as("清空", action="reset"))


@pytest.mark.parametrize(
    ("message", "among"),
    [("the cheapest one", 3), ("which is cheapest?", 3), ("the cheaper of the first two", 2),
     ("前两个里哪个便宜", 2)],
)  # fmt: skip
def test_an_end_is_answered_from_the_list_shown_in_both_languages(read_as, message, among):
    shown = read_as("headphones", action="search", product_type="headphones", query="headphones")
    turn = read_as(message, action="refine", sort="price_asc")
    cheapest = min(shown.cards[:among], key=lambda card: card.price)
    assert f"{cheapest.price:.2f}" in turn.text
    assert not turn.cards
    assert turn.cart is None


def test_the_cheaper_of_the_two_is_of_those_just_compared(read_as):
    shown = read_as("headphones", action="search", product_type="headphones", query="headphones")
    dearest = sorted(shown.cards, key=lambda card: -card.price)[:2]
    read_as("compare them", action="compare", refers_to=[card.rank for card in dearest])
    turn = read_as("the cheaper of the two", action="compare", refers_to=[1, 2])
    assert f"{dearest[1].price:.2f}" in turn.text


def test_only_one_more_is_not_added_where_just_one_is_wanted(read_as):
    read_as("耳机", action="search", product_type="耳机", query="耳机")
    added = read_as("买最便宜的那个", action="refine")
    assert _lines(read_as("就要一件", action="cart_add", quantity=1)) == _lines(added)


def test_the_one_spoken_of_is_told_of_again_and_bought_only_by_a_word_of_it(read_as):
    shown = read_as("台灯", action="search", product_type="耳机", query="耳机")
    read_as("第二个", action="details", refers_to=[2])
    again = read_as("刚才那个", action="smalltalk")
    assert again.cart is None
    assert shown.cards[1].title in again.text
    assert "没有说明" not in again.text
    assert _lines(read_as("就它了", action="details")) == {shown.cards[1].product_id: 1}


def test_both_are_those_compared_just_now(read_as):
    shown = read_as("耳机", action="search", product_type="耳机", query="耳机")
    assert len(shown.cards) == 3
    read_as("第三个和第一个哪个好", action="compare", refers_to=[1, 3])
    turn = read_as("都要", action="cart_add", refers_to=[1, 2, 3])
    assert set(_lines(turn)) == {shown.cards[0].product_id, shown.cards[2].product_id}


def test_a_question_about_what_is_shown_is_no_small_talk(read_as):
    read_as("台灯", action="search", product_type="台灯", query="台灯")
    assert read_as("这个好用吗", action="smalltalk").intent.action == "details"
    assert read_as("今天好用吗", action="smalltalk").intent.action == "smalltalk"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("好的", "好的。"),
        ("算了", "先不动"),
        ("没有就算了", "先不动"),
        ("滚", "抱歉"),
        ("多久能到", "配送"),
        ("能退吗", "退换"),
    ],
)
def test_what_is_said_beside_the_shopping_is_answered_in_kind(read_as, message, said):
    action = "help" if said in {"配送", "退换"} else "smalltalk"
    assert said in read_as(message, action=action).text


def test_a_list_that_did_not_change_is_not_called_updated(read_as):
    read_as("耳机", action="search", product_type="耳机", query="耳机")
    assert "已更新" not in read_as("要", action="refine").text
    assert "已更新" in read_as("黑色", action="refine", colors=["黑色"]).text


@pytest.mark.parametrize("message", ["WELCOME10", "用优惠码WELCOME10"])
def test_a_code_alone_is_answered_in_the_language_spoken(say, read_as, message):
    say("耳机")
    turn = read_as(message, action="search", product_type="wandels", language="en")
    assert "没有优惠码WELCOME10" in turn.text
    assert not turn.cards


def test_only_a_message_that_the_model_left_unread_is_owned_up_to(small_shop, say, read_as):
    settings = small_shop.shop.settings
    object.__setattr__(settings, "parser", "llm")
    try:
        assert say("耳机").degraded
        assert not say("算了").degraded
        assert not say("我从不买皮革").degraded
        assert not read_as("耳机", action="search", product_type="耳机", query="耳机").degraded
    finally:
        object.__setattr__(settings, "parser", "rules")
    assert not say("耳机").degraded


def test_a_wish_that_a_new_price_left_nothing_of_is_owned_up_to(read_as):
    read_as("有线的", action="search", features=["有线"], query="有线", price_max=500)
    cheap = {"features": ["有线"], "query": "有线", "price_max": 40}
    assert "没有一件写明“有线”" in read_as("四十以内", action="refine", **cheap).text


def test_colours_of_one_character_read_well_before_another_limit(read_as):
    turn = read_as(
        "白", action="search", product_type="毛衣", query="毛衣", colors=["白"], recipient="女士"
    )
    assert "白色、适合女士的毛衣" in turn.text


def test_a_word_of_buying_alone_buys_what_was_just_named(read_as):
    shown = read_as("耳机", action="search", product_type="耳机", query="耳机")
    dearest = max(shown.cards, key=lambda card: card.price)
    others = [card.rank for card in shown.cards if card is not dearest]
    assert dearest.title in read_as("最贵的是哪个", action="refine", sort="price_desc").text
    turn = read_as("加入购物车", action="cart_add", refers_to=others[:1])
    assert _lines(turn) == {dearest.product_id: 1}


def test_a_word_of_buying_alone_picks_none_of_several(read_as):
    read_as("耳机", action="search", product_type="耳机", query="耳机")
    turn = read_as("加购", action="cart_add", refers_to=[1])
    assert not _lines(turn)
    assert len(turn.chips) == 3
