"""Hot and rising products of a shop with a real catalogue and event log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.event_log import EventLog
from assistant.popularity import Popularity
from assistant.settings import Settings
from assistant.storage import Database
from assistant.trends import Trends
from retrieval.catalogue import Entry
from retrieval.constraints import Constraints
from retrieval.index import ProductIndex
from retrieval.product import Product
from retrieval.trending.hot import hot

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


@pytest.fixture(scope="module")
def long_lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Trends, EventLog]]:
    """A shop that goes on changing through all examples."""
    folder = tmp_path_factory.mktemp("trends")
    database = Database.open(Settings(data_dir=folder))
    index = ProductIndex.open(folder)
    yield Trends(index, Popularity(database)), EventLog(database)
    index.close()
    database.engine.dispose()


PRODUCT = st.builds(
    Product,
    id=st.sampled_from("abcdefgh"),
    title=st.just("Thing"),
    category=st.sampled_from(["Shoes", "Shoes > Boots", "Books"]),
    sales=st.none() | st.integers(0, 500),
    rating=st.none() | st.floats(1, 5),
    rating_count=st.none() | st.integers(0, 300),
    availability=st.sampled_from(["in_stock", "out_of_stock"]),
    item_group_id=st.sampled_from(["", "", "m1", "m2"]),
)


@settings(max_examples=25, deadline=None)
@given(
    changed=st.lists(PRODUCT, max_size=6, unique_by=lambda one: one.id),
    gone=st.sets(st.sampled_from("abcdefgh"), max_size=2),
    viewed=st.sampled_from("abcdefgh"),
    category=st.none() | st.sampled_from(["Shoes", "Books"]),
    limit=st.integers(1, 10),
)
def test_hot_is_what_reading_every_product_at_every_call_gives(
    long_lived, changed, gone, viewed, category, limit
) -> None:
    """Given changes of any kind, the figures kept give what reading all anew gives."""
    trends, log = long_lived
    catalogue = trends._index.catalogue
    run = catalogue.begin_run()
    catalogue.write([Entry(one, str(one)) for one in changed], [], source="test", run=run)
    catalogue.drop(sorted(gone))
    view(log, viewed, 0.5, str(run))
    constraints = Constraints(category=category)
    fitting = trends._index.fitting(list(catalogue.iter_products()), constraints)

    slow: dict[str, tuple[str, float]] = {}
    interest = trends._popularity.scores()
    for one in hot(fitting, interest):
        slow.setdefault(one.product.item_group_id or one.product.id, (one.product.id, one.score))
    found = trends.hot(constraints, limit=limit)

    assert [one.product.id for one in found] == [id_ for id_, _ in slow.values()][:limit]
    assert [one.score for one in found] == pytest.approx(
        [score for _, score in slow.values()][:limit]
    )
    assert [one.product for one in found] == catalogue.get([one.product.id for one in found])


def test_a_second_call_reads_only_what_it_gives(shop, monkeypatch) -> None:
    trends, log = shop
    first = trends.hot(limit=2)
    read: list[str] = []
    get = trends._index.get
    monkeypatch.setattr(trends._index, "get", lambda ids: read.extend(ids) or get(ids))
    view(log, "novel", 1, "u")
    assert {one.product.id for one in trends.hot(limit=2)} == {one.product.id for one in first}
    assert len(read) == 2
