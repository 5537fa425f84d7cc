"""Carts: nothing lost between requests, quantities bounded."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.carts import MAX_LINES, MAX_QUANTITY, CartError, Carts
from assistant.settings import Settings
from assistant.storage import Database


@pytest.fixture
def carts(tmp_path: Path) -> Iterator[Carts]:
    with Database.open(Settings(data_dir=tmp_path)) as database:
        yield Carts(database)


def test_lines_keep_the_order_in_which_they_were_added(carts: Carts) -> None:
    carts.add("ada", "shoes")
    carts.add("ada", "apples", 3)
    assert list(carts.add("ada", "shoes", 2).items()) == [("shoes", 3), ("apples", 3)]
    assert carts.get("bo") == {}


def test_a_line_stops_at_its_most_and_a_cart_too(carts: Carts) -> None:
    assert carts.add("ada", "p", 60) == {"p": 60}
    assert carts.add("ada", "p", 60) == {"p": MAX_QUANTITY}
    for number in range(MAX_LINES - 1):
        carts.add("ada", f"q{number}")
    with pytest.raises(CartError, match="full"):
        carts.add("ada", "one more")
    assert carts.add("ada", "q0")["q0"] == 2


@pytest.mark.parametrize("quantity", [0, -1])
def test_less_than_one_piece_cannot_be_added(carts: Carts, quantity: int) -> None:
    with pytest.raises(CartError, match="at least 1"):
        carts.add("ada", "p", quantity)


def test_pieces_and_lines_come_out(carts: Carts) -> None:
    carts.add("ada", "p", 5)
    assert carts.remove("ada", "p", 2) == {"p": 3}
    assert carts.remove("ada", "p", 3) == {}
    carts.add("ada", "p", 5)
    assert carts.remove("ada", "p") == {}
    assert carts.remove("ada", "never there") == {}
    assert carts.set_quantity("ada", "p", 4) == {"p": 4}
    assert carts.set_quantity("ada", "p", 0) == {}
    carts.add("ada", "p")
    carts.clear("ada")
    assert carts.get("ada") == {}


def test_signing_in_pours_the_visitors_cart_into_the_shoppers(carts: Carts) -> None:
    carts.add("conversation", "p", 2)
    carts.add("ada", "p", 1)
    carts.add("ada", "q", 1)
    assert carts.move("conversation", "ada") == {"p": 3, "q": 1}
    assert carts.get("conversation") == {}


def test_adds_at_once_are_all_counted(carts: Carts) -> None:
    def add() -> None:
        for _ in range(10):
            carts.add("ada", "p")

    threads = [threading.Thread(target=add) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert carts.get("ada") == {"p": 60}
