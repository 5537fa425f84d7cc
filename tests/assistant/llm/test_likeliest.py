"""The search for the likeliest line, against every line that a small made-up model can write."""

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.llm.likeliest import Line, Token, likeliest, line_of

LETTERS = "abc"
LENGTH = 3
BEGINNINGS = ["".join(some) for size in range(LENGTH) for some in product(LETTERS, repeat=size)]


class Model:
    """Writes lines of three letters; the chances of a letter depend on all that stands before."""

    def __init__(self, weights):
        self.asked = 0
        self.chances = {
            begun: {
                letter: math.log(w / sum(three)) for letter, w in zip(LETTERS, three, strict=True)
            }
            for begun, three in zip(BEGINNINGS, weights, strict=True)
        }

    def go_on(self, begun):
        self.asked += 1
        return self.greedy(begun)

    def greedy(self, begun=""):
        tokens = []
        while len(begun) < LENGTH:
            chances = self.chances[begun]
            best = max(chances, key=chances.get)
            others = tuple((letter, lp) for letter, lp in chances.items() if letter != best)
            tokens.append(Token(best, chances[best], others))
            begun += best
        return Line("".join(token.text for token in tokens), tuple(tokens))

    def logprob(self, line):
        return sum(self.chances[line[:place]][line[place]] for place in range(LENGTH))


weights = st.lists(
    st.tuples(*[st.integers(1, 50)] * 3), min_size=len(BEGINNINGS), max_size=len(BEGINNINGS)
)


@given(weights)
def test_with_requests_enough_no_line_is_likelier(drawn):
    model = Model(drawn)

    found = likeliest(model.greedy(), model.go_on, lambda _: True, requests=100)

    everything = ["".join(some) for some in product(LETTERS, repeat=LENGTH)]
    assert found.logprob == pytest.approx(max(map(model.logprob, everything)))
    assert found.logprob == pytest.approx(model.logprob(found.text))


@given(weights, st.integers(0, 3))
def test_it_asks_no_more_than_it_may_and_is_never_worse_than_greedy(drawn, requests):
    model = Model(drawn)
    first = model.greedy()

    found = likeliest(first, model.go_on, lambda _: True, requests=requests)

    assert model.asked <= requests
    assert found.logprob >= first.logprob


@settings(max_examples=20)
@given(weights)
def test_a_line_that_cannot_be_read_is_never_the_answer(drawn):
    model = Model(drawn)
    first = model.greedy()

    found = likeliest(first, model.go_on, lambda text: text == first.text, requests=100)

    assert found == first


def test_a_line_likelier_than_a_half_needs_no_search():
    sure = Line("ab", (Token("a", math.log(0.9), (("b", math.log(0.1)),)), Token("b", -0.1)))

    def never(_):
        raise AssertionError

    assert likeliest(sure, never, lambda _: True, requests=9) == sure


def test_to_end_early_costs_no_request():
    first = Line("ab", (Token("a", -0.1), Token("b", -2.0, (("\n", -0.2),))))

    found = likeliest(first, lambda _: None, lambda _: True, requests=9)

    assert found.text == "a"
    assert found.logprob == pytest.approx(-0.3)


def test_a_server_that_fails_in_the_search_leaves_the_first_line():
    first = Line("ab", (Token("a", -1.0, (("c", -1.1),)), Token("b", -1.0)))

    assert likeliest(first, lambda _: None, lambda _: True, requests=9) == first


def test_a_server_without_log_probabilities_is_searched_no_further():
    first = line_of("search hat", None)

    assert likeliest(first, lambda _: None, lambda _: True, requests=9).text == "search hat"


def test_half_a_character_begins_nothing():
    answer = {
        "token": "鳘",
        "logprob": -0.5,
        "top_logprobs": [{"token": "\ufffd", "logprob": -0.9}],
    }

    (token,) = line_of("鳘", {"content": [answer]}).tokens

    assert token == Token("鳘", -0.5, ())
