"""The graph fed by the shop's events: what was bought and viewed together, by model, at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.event_log import EventLog
from assistant.related import RelatedProducts
from assistant.settings import Settings
from assistant.storage import Database
from retrieval.catalogue import Entry
from retrieval.index import ProductIndex
from retrieval.product import Product

NOW = datetime.now(UTC)
PRODUCTS = [
    Product(id="shoe-42", title="Fell shoe", category="Shoes", item_group_id="fell", price=80),
    Product(id="shoe-43", title="Fell shoe", category="Shoes", item_group_id="fell", price=80),
    Product(id="novel", title="The Harbour", category="Books", price=12),
    Product(id="kettle", title="Gooseneck", category="Kitchen", price=50),
]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[RelatedProducts, EventLog]]:
    database = Database.open(Settings(data_dir=tmp_path))
    index = ProductIndex.open(tmp_path)
    run = index.catalogue.begin_run()
    entries = [Entry(product, product.id) for product in PRODUCTS]
    index.catalogue.write(entries, [], source="test", run=run)
    yield RelatedProducts(index, database), EventLog(database)
    index.close()
    database.engine.dispose()


def event(number: int, kind: str, item: str, *, user: str, **fields: Any) -> dict[str, Any]:
    ts = (NOW - timedelta(hours=number)).isoformat()
    return {
        "event_id": f"e{number}-{kind}-{item}-{user}",
        "ts": ts, "type": kind, "item_id": item, "user_id": user, **fields,
    }  # fmt: skip


def reasons(shop: RelatedProducts, product_id: str) -> dict[str, str]:
    found = shop.related(product_id, relations=["goes_with"])
    assert found is not None
    return {edge.id: edge.reason.code for edge in found["goes_with"]}


def test_two_shoppers_purchases_make_an_edge_for_every_size(shop) -> None:
    related, log = shop
    assert reasons(related, "shoe-42") == {}
    for number, (user, size) in enumerate([("ann", "shoe-42"), ("bo", "shoe-43")]):
        log.add([event(number, "purchase", size, user=user)])
        log.add([event(number, "purchase", "novel", user=user, session_id=f"later-{user}")])
        expected = {} if number == 0 else {"novel": "bought_together"}
        assert reasons(related, "shoe-42") == expected  # the very next answer knows
    assert reasons(related, "shoe-43") == {"novel": "bought_together"}
    assert set(reasons(related, "novel")) <= {"shoe-42", "shoe-43"}


def test_views_count_by_visit(shop) -> None:
    related, log = shop
    for number, visit in enumerate(("s1", "s2")):
        log.add(
            [
                event(number, "view_item", item, user="ann", session_id=visit)
                for item in ("novel", "kettle")
            ]
        )
    log.add([event(2, "view_item", "shoe-42", user="ann", session_id="s3")])
    assert reasons(related, "novel") == {"kettle": "viewed_together"}


def test_items_that_left_the_catalogue_are_passed_over(shop) -> None:
    related, log = shop
    for user in ("ann", "bo"):
        log.add([event(1, "purchase", item, user=user) for item in ("novel", "gone")])
    assert reasons(related, "novel") == {}
    assert related.related("gone") is None
