from decimal import Decimal
from string import Formatter

import pytest

from assistant.agent.phrases import Phrases, UnknownPhraseError, _load, money


def _placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_phrase_stands_in_both_languages_with_placeholders_the_code_fills():
    english, chinese = _load("en"), _load("zh")
    assert english is not None
    assert chinese is not None
    assert {(s, n) for s in english for n in english[s]} == {
        (s, n) for s in chinese for n in chinese[s]
    }
    for section, phrases in english.items():
        for name, template in phrases.items():
            extra = _placeholders(chinese[section][name]) - _placeholders(template)
            assert extra <= {"what", "limits"}, (section, name, extra)


def test_an_unknown_language_is_answered_in_english():
    assert Phrases("sv").language == "en"
    assert Phrases("../en").language == "en"


def test_an_unknown_key_is_an_error_and_not_an_empty_sentence():
    with pytest.raises(UnknownPhraseError):
        Phrases("en")("talk.nothing_like_this")


def test_braces_in_a_value_are_not_read_as_placeholders():
    said = Phrases("en")("details.unknown", title="{limits} {0.__class__}")
    assert "{limits} {0.__class__}" in said


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (Decimal(1299), "USD", "$1,299.00"),
        (Decimal("0.005"), "EUR", "€0.01"),
        (12.5, "GBP", "£12.50"),
        (Decimal(299), "CNY", "¥299.00"),
        (Decimal(15), "SEK", "15.00 SEK"),
    ],
)
def test_money_is_shown_as_at_a_till(amount, currency, shown):
    assert money(amount, currency) == shown


def test_lists_are_joined_as_the_language_does():
    assert Phrases("en").join(["a", "b", "c"]) == "a, b and c"
    assert Phrases("zh").join(["甲", "乙", "丙"]) == "甲、乙和丙"
    assert Phrases("en").join([]) == ""
