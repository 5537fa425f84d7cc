"""QueryNER's labels as the contract has them; what is not sure is left out."""

import json

import pytest

from finetune.data.conversation import MaterialError
from finetune.data.examples import examples
from finetune.data.query_ner import conversations, intent_of, spans, typos


def slots(*found):
    intent = intent_of(list(found))
    return None if intent is None else intent.model_dump(exclude_defaults=True)


KIND = ("core_product_type", "running shoes")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([KIND], {}),
        ([("UoM", "size 8")], {"sizes": ["8"]}),
        ([("UoM", "queen size")], {"sizes": ["queen"]}),
        ([("UoM", "16gb")], {"features": ["16gb"]}),
        ([("UoM", "60 watt")], {"features": ["60 watt"]}),
        ([("UoM", "12 inch")], {"sizes": ["12 inch"]}),
        ([("department", "for men's")], {"recipient": "men"}),
        ([("department", "womens")], {"recipient": "women"}),
        ([("occasion", "christmas")], {"occasion": "christmas"}),
        ([("occasion", "camping")], {"features": ["camping"]}),
        ([("creator", "nike"), ("color", "red")], {"brands": ["nike"], "colors": ["red"]}),
        ([("material", "in leather")], {"materials": ["leather"]}),
        ([("modifier", "without laces")], {"exclude": ["laces"]}),
        ([("modifier", "warm"), ("content", "warm")], {"features": ["warm"]}),
        ([("price", "under $50")], {"price_max": 50.0, "currency": "USD"}),
        ([("price", "on sale")], {"on_sale": True}),
        ([("price", "cheap")], {}),
        ([("modifier", "best")], {}),
    ],
)
def test_a_span_goes_where_the_contract_has_it(found, expected):
    kind = {"product_type": "running shoe"}
    assert slots(KIND, *(span for span in found if span != KIND)) == kind | expected


@pytest.mark.parametrize(
    "found",
    [
        [KIND, ("core_product_type", "socks")],
        [KIND, ("product_number", "x200")],
        [KIND, ("price", "for a song")],
        [KIND, ("modifier", "a, b")],
        [("core_product_type", "gifts"), ("occasion", "christmas")],
        [("color", "red")],
    ],
)
def test_what_is_not_sure_is_left_out(found):
    assert slots(*found) is None


def test_spans_follow_their_tags():
    tokens = ["Red", "running", "shoes", "for", "x"]
    labels = ["B-color", "B-core_product_type", "I-core_product_type", "O", "I-modifier"]

    assert spans(tokens, labels) == [
        ("color", "red"),
        ("core_product_type", "running shoes"),
        ("modifier", "x"),
    ]


def test_a_rare_word_one_slip_from_a_common_one_is_a_typo():
    words = ["steering"] * 4 + ["shoes"] * 4 + ["stearing", "shoe", "steeringx", "kayak"]

    assert typos(words) == {"stearing"}
    assert typos([]) == set()


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"id": 1}', '{"id": 1, "tokens": ["a"], "labels": []}'],
)
def test_a_line_that_is_no_query_is_named(tmp_path, line):
    path = tmp_path / "train.jsonl"
    path.write_text(line, encoding="utf-8")

    with pytest.raises(MaterialError, match=r"train\.jsonl:1"):
        list(conversations(path))


def test_every_query_of_the_real_set_can_be_said(shared_data, tmp_path):
    rows = (shared_data / "query-ner" / "train.jsonl").read_bytes().splitlines()[:1500]
    path = tmp_path / "train.jsonl"
    path.write_bytes(b"\n".join(rows))

    found = list(conversations(path))
    made = list(examples(found))

    assert len(found) > 900
    assert len(made) == len(found)
    assert len({json.dumps(row.id) for row in made}) == len(made)
