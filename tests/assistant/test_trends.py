"""Hot and rising products of a shop with a real catalogue and event log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.event_log import EventLog
from assistant.popularity import Popularity
from assistant.settings import Settings
from assistant.storage import Database
from assistant.trends import Trends
from retrieval.catalogue import Entry
from retrieval.constraints import Constraints
from retrieval.index import ProductIndex
from retrieval.product import Product

NOW = datetime.now(UTC)
PRODUCTS = [
    Product(id="shoe-42", title="Shoe", category="Shoes", item_group_id="shoe", sales=900),
    Product(id="shoe-43", title="Shoe", category="Shoes", item_group_id="shoe", sales=800),
    Product(id="boot", title="Boot", category="Shoes > Boots", sales=10),
    Product(id="gone", title="Gone", category="Shoes", sales=999, availability="out_of_stock"),
    Product(id="novel", title="Novel", category="Books", sales=500),
]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[Trends, EventLog]]:
    database = Database.open(Settings(data_dir=tmp_path))
    index = ProductIndex.open(tmp_path)
    run = index.catalogue.begin_run()
    entries = [Entry(product, product.id) for product in PRODUCTS]
    index.catalogue.write(entries, [], source="test", run=run)
    yield Trends(index, Popularity(database)), EventLog(database)
    index.close()
    database.engine.dispose()


def view(log: EventLog, item: str, days_ago: float, shopper: str) -> None:
    ts = (NOW - timedelta(days=days_ago)).isoformat()
    made = {"event_id": f"{item}-{days_ago}-{shopper}", "ts": ts, "user_id": shopper}
    log.add([{**made, "type": "view_item", "item_id": item}], now=NOW)


def test_hot_lists_each_model_once_and_what_is_out_of_stock_last(shop) -> None:
    trends, _ = shop
    assert [one.product.id for one in trends.hot()] == ["shoe-42", "novel", "boot", "gone"]


def test_hot_is_by_category_and_follows_the_very_next_event(shop) -> None:
    trends, log = shop
    boots = Constraints(category="Shoes")
    assert [one.product.id for one in trends.hot(boots)] == ["shoe-42", "boot", "gone"]
    for number in range(20):
        view(log, "boot", 1, f"u{number}")
    assert trends.hot(boots)[0].product.id == "boot"


def test_rising_is_what_is_wanted_more_than_it_was_and_is_fit_to_show(shop) -> None:
    trends, log = shop
    for day in range(5, 60, 3):
        for item in ("shoe-42", "novel"):
            view(log, item, day, f"u{day}")
    assert trends.rising() == []
    for number in range(25):
        view(log, "boot", number / 20, f"new{number}")
    view(log, "novel", 0.1, "one")
    view(log, "novel", 0.2, "two")
    found = trends.rising()
    assert [one.product.id for one in found] == ["boot"]
    assert found[0].score > 1.2
    assert found[0].figures["recent"] > found[0].figures["expected"]
    assert trends.rising(Constraints(category="Books")) == []
