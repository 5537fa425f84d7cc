"""The benchmark of attributes hides what it scores."""

from __future__ import annotations

from benchmarks.attributes import FIELDS, Tally, table
from retrieval.product import Product

COLOUR = FIELDS[0]
KETTLE = Product(
    id="1", title="Kettle red", color="red", attributes={"product_colour": "red", "watts": 900}
)


def test_what_states_a_field_is_taken_away_and_the_rest_stays():
    hidden = COLOUR.hide(KETTLE)

    assert hidden.color == ""
    assert dict(hidden.attributes) == {"watts": 900}
    assert COLOUR.read(hidden) == {"red"}


def test_the_truth_is_not_read_off_the_title():
    assert COLOUR.stated(KETTLE.model_copy(update={"title": "Kettle blue"})) == {"red"}
    assert not COLOUR.stated(Product(id="2", title="Kettle blue"))


def test_precision_and_recall_count_values():
    tally = Tally()
    tally.add(frozenset({"red", "blue"}), frozenset({"red"}))
    tally.add(frozenset(), frozenset({"green"}))

    row = tally.row("colour", "aisle")

    assert (row["precision"], row["recall"], row["products"]) == (0.5, 0.5, 2)


def test_a_product_that_states_nothing_is_not_asked_about():
    rows = list(table([KETTLE, Product(id="2", title="Kettle blue")]))

    assert rows[0] == {
        "field": "colour",
        "system": "aisle",
        "products": 1,
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
    }
