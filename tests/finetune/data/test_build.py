"""The training set: nothing of validation and test leaks into it, and it is the same each time."""

from collections import Counter
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.change import NEED
from assistant.intent import Intent
from assistant.llm.notation import read
from finetune.data.build import DataConfig, Sources, build, drawn
from finetune.data.conversation import Conversation, MaterialError, Turn
from finetune.data.noise import noisy
from finetune.data.splits import near_duplicates

CONFIG = DataConfig(grammar={"en": 40, "zh": 30}, grammar_dev=20, hand_repeats=1, query_ner=40)


def made(config=CONFIG, **more):
    def noise(text, language, rng, kept):
        return noisy(text, language=language, rng=rng, protect=kept)

    return build(config, Sources(noise=noise, **more))


@pytest.fixture(scope="module")
def built():
    return made()


def message(example):
    return example.prompt.removesuffix("\n").rpartition("\n")[2]


def test_there_is_something_of_each_kind(built):
    rows = built.card["rows"]

    assert rows == {"train": len(built.train), "dev": len(built.dev), "test": len(built.test)}
    assert min(rows.values()) > 200
    assert {"hand", "grammar"} <= set(built.card["train"]["source"])
    assert set(built.card["train"]["language"]) == {"en", "zh"}
    assert len(built.card["train"]["action"]) == 14


def test_no_request_of_validation_or_test_is_trained_on(built):
    away = [case.message for case in (*built.dev, *built.test)]

    assert not any(near_duplicates([message(row) for row in built.train], away))
    tested = [case.message for case in built.test]
    assert not any(near_duplicates([case.message for case in built.dev], tested))


def test_the_splits_share_no_family(built):
    trained = {(row.source, row.family) for row in built.train}
    checked = {(case.example.source, case.example.family) for case in built.dev}

    assert trained
    assert checked
    assert not trained & checked


def test_the_types_held_out_of_the_grammar_are_trained_on_nowhere(built):
    unseen = {case.example.kind for case in built.dev if case.example.source == "grammar"} - {""}

    assert len(unseen) > 5
    assert not unseen & {row.kind for row in built.train}


def test_each_answer_is_a_line_and_each_weight_bounded(built):
    for row in built.train:
        assert read(row.answer).action == row.action
        assert 0 < row.weight <= 3
    weights = Counter()
    for row in built.train:
        weights[row.action] = max(weights[row.action], row.weight)
    assert weights["reset"] > weights["search"]


def test_a_case_has_what_was_known_before_it(built):
    for case in built.dev:
        assert case.gold.action == case.example.action
        if case.gold.action == "refine":
            assert case.multi_turn
        if not case.multi_turn:
            assert case.before.action in NEED


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_building_twice_gives_the_same_bytes(built):
    again = made()

    assert [r.model_dump_json() for r in again.train] == [r.model_dump_json() for r in built.train]
    assert [c.model_dump_json() for c in again.dev] == [c.model_dump_json() for c in built.dev]
    assert again.card == built.card


def test_nothing_to_train_on_is_refused():
    with pytest.raises(MaterialError, match="nothing to train on"):
        made(DataConfig(sources={"logs"}, grammar={"en": 0}, grammar_dev=1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"sources": ["hnad"]},
        {"noise": 35},
        {"keep": -1},
        {"grammar": {"en": -5}},
        {"colour": "red"},
    ],
)
def test_a_wrong_setting_is_refused(wrong):
    with pytest.raises(ValidationError):
        DataConfig.model_validate(wrong)


def test_a_part_of_the_requests_is_drawn_by_file_name():
    asked = Turn(user="a mug", intent=Intent())
    told = {
        Path(name): [
            Conversation(id=f"{name}{place}", family="f", language="en", turns=[asked])
            for place in range(200)
        ]
        for name in ("en_old.jsonl", "en_new.jsonl", "zh_new.jsonl")
    }
    config = CONFIG.model_copy(update={"requests": {"*_new.jsonl": 1.0, "en_*.jsonl": 0.5}})

    ids = list(drawn(told, config))

    assert len([one for one in ids if "new" in one]) == 400
    assert 70 < len([one for one in ids if "old" in one]) < 130
    assert ids == list(drawn(told, config))


def test_no_repeat_need_be_as_it_was_written():
    few = {"sources": frozenset({"hand"}), "requests": {"en_vague_a.jsonl": 1.0}}

    rows = made(CONFIG.model_copy(update={**few, "hand_as_written": 0})).train

    assert 0 < sum(row.noisy for row in rows) < len(rows)
