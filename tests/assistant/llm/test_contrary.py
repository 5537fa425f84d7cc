"""What a new wish contradicts gives way; what it only resembles stays."""

import pytest

from assistant.intent import Intent
from assistant.llm.agree import agreed
from assistant.llm.contrary import contradicted
from assistant.llm.notation import Change


@pytest.mark.parametrize(
    ("new", "before", "over"),
    [
        (["long"], ["short", "cotton"], ["short"]),
        (["with long sleeves"], ["with short sleeves"], ["with short sleeves"]),
        (["cordless"], ["corded"], ["corded"]),
        (["自动"], ["手动", "小"], ["手动"]),
        (["long battery life"], ["short"], []),
        (["long", "short"], ["short"], []),
        (["wide"], ["wide fit"], []),
        (["大容量"], ["小"], []),
    ],
)
def test_contraries(new, before, over):
    assert contradicted(new, before) == over


def test_a_refinement_drops_what_it_contradicts():
    need = Intent(product_type="skirt", features=["short", "pleated"])
    change = Change("refine", {"features": ["long"]})
    settled = agreed(change, Intent(), started=True, need=need)
    assert settled.drop == ("short",)


def test_a_new_search_or_a_drop_already_said_adds_none():
    need = Intent(product_type="skirt", features=["short"])
    assert (
        agreed(Change("search", {"features": ["long"]}), Intent(), started=True, need=need).drop
        == ()
    )
    said = Change("refine", {"features": ["long"]}, drop=("short",))
    assert agreed(said, Intent(), started=True, need=need).drop == ("short",)
