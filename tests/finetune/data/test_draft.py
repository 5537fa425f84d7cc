"""Drafts in the notation become conversations that say the whole state after each message."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.intent import Intent
from finetune.data.conversation import Conversation, MaterialError
from finetune.data.draft import conversation_of, drafts

DRAFT = """\
# coffee, terse
steel gooseneck kettle under 50 bucks
= search kettle Material steel Feature gooseneck Max 50 Currency usd
> Pour-over kettle 1L; Gooseneck kettle 0.6L
the second, two of them
= add Ref 2 Count 2

# gift, plain
something for my dad
= search For father Gift
>
he likes fishing, about 40
= change Feature fishing Near 40 Gift
"""


def conversations() -> list[Conversation]:
    return [
        conversation_of(lines, ident=f"x-{line}", language="en") for line, lines in drafts(DRAFT)
    ]


def test_the_state_is_carried_to_the_next_message() -> None:
    kettle, _ = conversations()

    added = kettle.turns[2].intent
    assert added is not None
    assert (added.action, added.refers_to, added.quantity) == ("cart_add", [2], 2)
    assert (added.product_type, added.materials, added.price_max) == ("kettle", ["steel"], 50)


def test_what_is_worth_asking_follows_from_the_state() -> None:
    _, gift = conversations()

    first, later = gift.turns[0].intent, gift.turns[2].intent
    assert first is not None
    assert later is not None
    assert first.ask == ["product_type", "price", "occasion"]
    assert later.ask == ["product_type", "occasion"]
    assert (later.price_min, later.price_max) == (32, 48)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["no head", "= search x"], "begins with"),
        (["# a, b", "kettle"], "no '=' line"),
        (["# a, b", "= search kettle"], "no message before"),
        (["# a, b", "kettle", "= buy kettle"], "unknown action"),
        (["# a, b"], "no messages"),
    ],
)
def test_a_line_that_does_not_fit_is_named(lines: list[str], fault: str) -> None:
    with pytest.raises(MaterialError, match=fault):
        conversation_of(lines, ident="x", language="en")


def test_the_command_leaves_out_what_was_not_said_and_tells(tmp_path: Path) -> None:
    from finetune.data.draft import app

    draft = tmp_path / "d.txt"
    draft.write_text(DRAFT + "# bad, x\nfoo bar\n= search silver spoon\n", encoding="utf-8")

    result = CliRunner().invoke(app, [str(draft), "--language", "en", "--prefix", "en-t"])

    assert result.exit_code == 1
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["en-t-001", "en-t-002"]
    assert "d.txt:14: " in result.stderr


def test_after_a_reset_nothing_is_vague_any_more() -> None:
    lines = ["# a, b", "something for the bathroom", "= search Feature bathroom Ask", "> "]
    found = conversation_of([*lines, "start over", "= reset"], ident="x", language="en")
    assert found.turns[0].intent.ask
    assert found.turns[-1].intent == Intent(action="reset")
