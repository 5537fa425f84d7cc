"""The checker of hand-written labels: each fault is found, and what is right is left alone."""

import json
from pathlib import Path

import pytest

from finetune.data.check import main, problems
from finetune.data.conversation import Conversation

MATERIAL = Path(__file__).parents[3] / "finetune" / "material"


def faults(*turns):
    return list(problems(Conversation.model_validate({"id": "x", "turns": list(turns)})))


def said(user, **intent):
    return {"user": user, "intent": intent}


def shown(*titles):
    return {"say": "Here.", "shown": list(titles)}


SHOES = said("red nike shoes", product_type="shoe", colors=["red"], brands=["nike"])
CARRIED = {"product_type": "shoe", "colors": ["red"], "brands": ["nike"]}


@pytest.mark.parametrize(
    "turns",
    [
        [SHOES],
        [said("不绣钢的汤锅", product_type="汤锅", materials=["不锈钢"])],
        [SHOES, shown("A", "B"), said("the second", action="details", refers_to=[2], **CARRIED)],
        [SHOES, said("start over", action="reset")],
        [SHOES, said("add a belt", action="cart_add", **{**CARRIED, "product_type": "belt"})],
        [SHOES, said("deals on belts", action="promotions", **CARRIED | {"product_type": "belt"})],
        [
            SHOES,
            shown("Puma Suede"),
            said("not that brand", action="refine", exclude_brands=["puma"], **CARRIED),
        ],
        [SHOES, said("like it in blue", action="similar", **CARRIED | {"colors": ["blue"]})],
        [said("something for dad", recipient="father", ask=["product_type", "price"])],
    ],
)
def test_a_right_label_has_no_fault(turns):
    assert faults(*turns) == []


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        ([said("shoes", product_type="shoe", query="shoe")], "leave 'query'"),
        ([said("shoes", product_type="Shoe")], "not lower case"),
        ([said("shoes", product_type=" shoe")], "stray spaces"),
        ([said("a; b", features=["a; b"])], "a mark that"),
        ([said("shoes", product_type="shoe", brands=["nike"])], "was not said"),
        ([said("红色的裙子", product_type="裙子", colors=["黑色"])], "was not said"),
        ([SHOES, shown("Puma Suede"), said("nice", action="refine", brands=["puma"])], "not said"),
        ([said("cheaper", action="refine", sort="price_asc")], "nothing to refine"),
        ([SHOES, said("start over", action="reset", **CARRIED)], "reset clears"),
        ([SHOES, said("hello", action="smalltalk")], "must carry colors"),
        (
            [SHOES, said("hi", action="smalltalk", **CARRIED | {"product_type": "belt"})],
            "must carry",
        ),
        ([SHOES, said("add 3", action="cart_add", refers_to=[3], **CARRIED)], "refers_to"),
        (
            [
                SHOES,
                shown("A"),
                said("add it", action="cart_add", refers_to=[1], **CARRIED | {"product_type": "a"}),
            ],
            "must carry product_type",
        ),
    ],
)
def test_a_fault_is_named(turns, words):
    assert any(words in fault for fault in faults(*turns))


def test_the_command_counts_faults_and_says_where(tmp_path, capsys):
    rows = [
        {"id": "a", "turns": [SHOES]},
        {"id": "a", "turns": [said("shoes", product_type="shoe", brands=["puma"])]},
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    assert main([str(path)]) == 1
    out = capsys.readouterr().out
    assert "a: its id stands there twice" in out
    assert "a: turn 1: brands 'puma' was not said" in out
    assert out.endswith("2 conversations, 2 faults\n")


def test_an_unreadable_line_ends_it(tmp_path, capsys):
    path = tmp_path / "rows.jsonl"
    path.write_text("{", encoding="utf-8")

    assert main([str(path)]) == 1
    assert "rows.jsonl:1" in capsys.readouterr().out


@pytest.mark.parametrize(("part", "most"), [("requests", 4), ("test", 18)])
def test_our_own_labels_have_hardly_a_fault(part, most, capsys):
    main([str(path) for path in sorted((MATERIAL / part).glob("*.jsonl"))])

    found = capsys.readouterr().out.splitlines()
    assert len(found) - 1 <= most, found
    # What was not said may be the name of a thing that was only described.
    assert all("was not said" in line for line in found[:-1])
