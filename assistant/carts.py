"""Carts: what a shopper means to buy, by product id and quantity; prices are looked up when shown.

The owner is a user id or, before sign-in, a conversation id; :meth:`Carts.move` hands the cart
over at sign-in. Every change is one statement that adds to what is stored, so two requests at once
lose nothing. Quantities are bounded: 99 a line, 100 lines a cart.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, Table, case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assistant.storage import Database
from assistant.storage.tables import CartRow

MAX_QUANTITY = 99
MAX_LINES = 100

_carts: Table = CartRow.metadata.tables["carts"]


class CartError(ValueError):
    """The cart cannot be changed so; the message says why."""


class Carts:
    """The carts in the database."""

    def __init__(self, database: Database) -> None:
        """Read and write the carts of ``database``."""
        self._database = database

    def get(self, owner: str) -> dict[str, int]:
        """Product id to quantity, in the order first added."""
        with self._database.read() as connection:
            return _lines(connection, owner)

    def add(self, owner: str, product_id: str, quantity: int = 1) -> dict[str, int]:
        """Add pieces of a product; a line stops at 99. Returns the cart.

        Raises:
            CartError: if ``quantity`` is below 1 or the cart is full.
        """
        if quantity < 1:
            raise CartError(f"A cart line needs a quantity of at least 1, not {quantity}.")
        with self._database.write() as connection:
            _add(connection, owner, product_id, quantity)
            return _lines(connection, owner)

    def set_quantity(self, owner: str, product_id: str, quantity: int) -> dict[str, int]:
        """Set a line's quantity (at most 99); 0 takes it out. Returns the cart.

        Raises:
            CartError: if ``quantity`` is negative or the cart is full.
        """
        if quantity < 0:
            raise CartError(f"A cart line cannot have the quantity {quantity}.")
        with self._database.write() as connection:
            connection.execute(
                update(_carts)
                .where(_carts.c.owner == owner, _carts.c.product_id == product_id)
                .values(quantity=min(quantity, MAX_QUANTITY))
            )
            if quantity == 0:
                _remove(connection, owner, product_id)
            elif product_id not in _lines(connection, owner):
                _add(connection, owner, product_id, quantity)
            return _lines(connection, owner)

    def remove(self, owner: str, product_id: str, quantity: int | None = None) -> dict[str, int]:
        """Take out pieces of a product, or all of them where no quantity is given.

        What is not in the cart is no error. Returns the cart.
        """
        with self._database.write() as connection:
            if quantity is None:
                _remove(connection, owner, product_id)
            else:
                connection.execute(
                    update(_carts)
                    .where(_carts.c.owner == owner, _carts.c.product_id == product_id)
                    .values(quantity=_carts.c.quantity - max(quantity, 0))
                )
                connection.execute(
                    delete(_carts).where(_carts.c.owner == owner, _carts.c.quantity <= 0)
                )
            return _lines(connection, owner)

    def clear(self, owner: str) -> int:
        """Empty the cart; returns how many lines it had."""
        with self._database.write() as connection:
            return connection.execute(delete(_carts).where(_carts.c.owner == owner)).rowcount

    def move(self, owner: str, to: str) -> dict[str, int]:
        """Pour one owner's cart into another's (at sign-in); lines that do not fit are dropped."""
        with self._database.write() as connection:
            if owner != to:
                for product_id, quantity in _lines(connection, owner).items():
                    target = _lines(connection, to)
                    if product_id in target or len(target) < MAX_LINES:
                        _add(connection, to, product_id, quantity)
                connection.execute(delete(_carts).where(_carts.c.owner == owner))
            return _lines(connection, to)


def _lines(connection: Connection, owner: str) -> dict[str, int]:
    rows = connection.execute(
        select(_carts.c.product_id, _carts.c.quantity)
        .where(_carts.c.owner == owner)
        .order_by(_carts.c.added, _carts.c.product_id)
    )
    return {row.product_id: row.quantity for row in rows}


def _remove(connection: Connection, owner: str, product_id: str) -> None:
    connection.execute(
        delete(_carts).where(_carts.c.owner == owner, _carts.c.product_id == product_id)
    )


def _add(connection: Connection, owner: str, product_id: str, quantity: int) -> None:
    others = connection.execute(
        select(func.count())
        .select_from(_carts)
        .where(_carts.c.owner == owner, _carts.c.product_id != product_id)
    ).scalar_one()
    if others >= MAX_LINES:
        raise CartError(f"The cart is full ({MAX_LINES} different products): take something out.")
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = insert(_carts).values(
        owner=owner,
        product_id=product_id,
        quantity=min(quantity, MAX_QUANTITY),
        added=datetime.now(UTC),
    )
    total = _carts.c.quantity + row.excluded.quantity
    connection.execute(
        row.on_conflict_do_update(
            index_elements=["owner", "product_id"],
            set_={"quantity": case((total > MAX_QUANTITY, MAX_QUANTITY), else_=total)},
        )
    )
