"""A wish for what is in stock is one; a question about one product is none."""

import pytest

from assistant.intent import Intent
from assistant.llm.agree import agreed
from assistant.llm.notation import Change
from assistant.rules import Vocabulary
from assistant.rules.reading import read
from assistant.rules.stock import is_of_stock


def features(message: str) -> list[str]:
    reading = read(message, vocabulary=Vocabulary(), shown=(), before="en")
    return [one for one in reading.change.features if is_of_stock(one)]


@pytest.mark.parametrize(
    "message",
    ["in stock only", "only what's in stock", "blue shoes, in stock", "it must be in stock",
     "只看有货的", "跑鞋 现货", "要有现货的", "不要缺货的", "有货的就行"],
)  # fmt: skip
def test_a_wish_for_what_is_in_stock_is_read(message: str) -> None:
    assert features(message)


@pytest.mark.parametrize(
    "message",
    ["is the blue one in stock?", "when will it be in stock", "有货吗", "有没有现货", "还有货吗",
     "什么时候有货", "stocking", "现货吗"],
)  # fmt: skip
def test_a_question_is_none(message: str) -> None:
    assert not features(message)


def test_the_model_may_say_it_in_its_own_words() -> None:
    wish = Change("refine", {"features": ["in stock"]})

    assert agreed(wish, Intent(features=["in stock"]), started=True) == wish
    silent = agreed(Change("refine"), Intent(features=["有货"]), started=True)
    assert silent.slots == {"features": ["有货"]}
