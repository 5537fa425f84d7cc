"""What the basket reads in the message itself."""

import pytest

from assistant.agent.buying import buys, clears, quantity, sets


@pytest.mark.parametrize(
    "message",
    ["add it", "buy the second", "I'll have the red one", "get me two", "take it", "order that",
     "put it in my basket", "买这个", "加第二个", "就要这个", "来两个", "下单", "拿一个"],
)  # fmt: skip
def test_words_of_buying(message):
    assert buys(message)


@pytest.mark.parametrize(
    "message",
    ["the second one", "the last one", "Strivo then", "perfume for my wife", "number 3",
     "let me take a look at the first", "get more info on the second", "forget it", "第二个",
     "看看第三个", "不要这个", "最后一个怎么样"],
)  # fmt: skip
def test_a_pick_is_no_purchase(message):
    assert not buys(message)


@pytest.mark.parametrize(
    "message",
    ["clear my cart", "empty the cart", "please empty my shopping basket", "清空购物车",
     "remove everything from my cart", "把购物车里的东西全删了"],
)  # fmt: skip
def test_the_whole_cart_is_cleared(message):
    assert clears(message)


@pytest.mark.parametrize(
    "message", ["remove the first from my cart", "show my cart", "clear filters", "看购物车"]
)
def test_less_than_the_whole_cart_is_not(message):
    assert not clears(message)


@pytest.mark.parametrize(
    ("message", "count"),
    [("make it 2", 2), ("change it to three", 3), ("make that 1 please", 1), ("改成2个", 2),
     ("换成五件", 5), ("actually 4", 4), ("add 2", None), ("make it blue", None), ("", None)],
)  # fmt: skip
def test_a_line_is_set_to_a_number(message, count):
    assert sets(message) == count


@pytest.mark.parametrize(
    ("message", "read", "count"),
    [("the last one", 5, 1), ("add it", 5, 1), ("add 5 of it", 5, 5), ("a couple of those", 2, 2),
     ("拿三个", 3, 3), ("add 0 of the second", None, 0), ("add zero", None, 0),
     ("add 10 of it", 10, 10)],
)  # fmt: skip
def test_only_the_message_that_adds_says_how_many(message, read, count):
    assert quantity(message, read) == count
