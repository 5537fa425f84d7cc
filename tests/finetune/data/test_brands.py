"""The brands of our material: sure where the word means nothing else."""

from __future__ import annotations

from assistant.intent import Intent
from assistant.rules.lexicon import BRANDS, brand_lists
from finetune.data import brands
from finetune.data.conversation import Conversation, Turn


def _asked(text, *wanted):
    intent = Intent(action="search", brands=list(wanted))
    return Conversation(id=text, turns=[Turn(user=text, intent=intent)])


def test_the_file_is_what_the_material_makes():
    assert BRANDS.read_text(encoding="utf-8").splitlines() == brands.ours()


def test_everyday_words_are_doubtful_and_invented_ones_are_not():
    found = brands.brands([_asked("a head racket", "head"), _asked("aarke bottle", "aarke")])
    assert found == ["?head", "aarke"]


def test_a_frequent_word_that_always_means_the_brand_is_sure():
    always = [_asked(f"adidas number {n}", "adidas") for n in range(4)]
    assert brands.brands(always) == ["adidas"]
    assert brands.brands([*always, *(_asked(f"my adidas {n}") for n in range(4))]) == ["?adidas"]


def test_the_rules_know_them_with_their_own():
    known, doubtful = brand_lists()
    assert {"aarke", "apple", "head"} <= known
    assert "head" in doubtful
    assert "aarke" not in doubtful
