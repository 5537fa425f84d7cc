"""The same store on PostgreSQL. Runs where AISLE_TEST_POSTGRESQL_URL names an empty database."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from assistant.carts import Carts
from assistant.event_log import EventLog
from assistant.profiles import Fact, Profiles, Shopper
from assistant.promotions import Promotion, PromotionEngine
from assistant.settings import Settings
from assistant.storage import Database, StorageUnavailableError
from assistant.storage.tables import Base
from retrieval.product import Product

URL = os.environ.get("AISLE_TEST_POSTGRESQL_URL", "")
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not URL, reason="AISLE_TEST_POSTGRESQL_URL is not set")


class Shelf:
    products: tuple[Product, ...] = ()

    def get(self, ids: Sequence[str]) -> list[Product]:
        return [one for one in self.products if one.id in ids]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    settings = Settings(data_dir=tmp_path, database_url=URL)
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: Database.open(settings), range(4)))
    yield opened[0]
    with opened[0].write() as connection:
        Base.metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
    for one in opened:
        one.close()


def test_the_migrations_make_the_tables_the_code_expects(database: Database) -> None:
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_events_count_once_and_come_back(database: Database) -> None:
    log = EventLog(database)
    sent = [
        {
            "event_id": f"e{number % 90}",
            "ts": NOW - timedelta(hours=number % 90),
            "user_id": "ada",
            "type": "view_item",
            "item_ids": ["p", "q"],
        }
        for number in range(100)
    ]
    added = log.add(sent, now=NOW)
    assert (added.accepted, added.duplicates) == (90, 10)
    assert [one.event_id for one in log.for_user("ada", limit=1)] == ["e0"]
    assert set(log.popularity(now=NOW)) == {"p", "q"}
    assert log.delete_user("ada") == 90


def test_nothing_is_lost_or_overdrawn_between_threads(database: Database) -> None:
    carts, store = Carts(database), PromotionEngine(database).store
    store.put([Promotion(id="p", title="p", kind="percent", value=Decimal(10), budget=5)])
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: carts.add("ada", "shoes"), range(40)))
        won = list(pool.map(lambda n: store.redeem("p", order_id=f"o{n // 2}"), range(20)))
    assert carts.get("ada") == {"shoes": 40}
    assert store.budget_left("p") == 0
    assert 5 <= sum(won) <= 10


def test_shoppers_and_facts_are_kept_and_forgotten(database: Database) -> None:
    profiles = Profiles(database, EventLog(database), Shelf())
    profiles.shoppers.put([Shopper(user_id="ada", name="Ada")] * 2)
    profiles.state("ada", Fact(kind="size", value="42", ts=NOW))
    profile = profiles.get("ada", now=NOW)
    assert (profile.name, [tag.value for tag in profile.tags]) == ("Ada", ["42"])
    profiles.delete("ada")
    assert profiles.get("ada", now=NOW).tags == ()


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://aisle:hush@127.0.0.1:1/aisle"
    with pytest.raises(StorageUnavailableError, match="AISLE_DATABASE_URL") as caught:
        Database.open(Settings(data_dir=tmp_path, database_url=url))
    assert "hush" not in str(caught.value)
