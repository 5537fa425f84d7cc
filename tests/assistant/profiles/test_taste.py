"""The shopper as a vector: a dot product that likes what they liked, and nothing to forget."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np
import pytest

from assistant.event_log import EventLog
from assistant.profiles import Profiles
from assistant.settings import Settings
from assistant.storage import Database
from retrieval.constraints import Constraints
from retrieval.index import ProductIndex
from retrieval.product import Product
from retrieval.settings import RetrievalSettings

SHELF = {
    "boot": "Waterproof leather hiking boots", "trail": "Trail running shoes for mud",
    "run": "Cushioned road running shoes", "pan": "Cast iron frying pan",
    "knife": "Chef's kitchen knife", "tea": "Loose leaf green tea", "mug": "Stoneware tea mug",
}  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> Iterator[ProductIndex]:
    folder = tmp_path_factory.mktemp("taste")
    opened = ProductIndex.open(folder, RetrievalSettings(languages=("en",)))
    from retrieval.ingest import ingest

    feed = folder / "feed.jsonl"
    rows = (Product(id=name, title=title, price=10) for name, title in SHELF.items())
    feed.write_text("\n".join(row.model_dump_json() for row in rows))
    ingest([feed], opened)
    yield opened
    opened.close()


@pytest.fixture
def profiles(tmp_path, index) -> Iterator[Profiles]:
    with Database.open(Settings(data_dir=tmp_path)) as database:
        yield Profiles(database, EventLog(database), index)


def touch(profiles: Profiles, kind: str, *items: str, user: str = "ada") -> None:
    now = datetime.now(UTC) - timedelta(minutes=1)
    profiles._log.add(
        {"event_id": uuid4().hex, "ts": now.isoformat(), "type": kind, "user_id": user,
         "item_id": item}
        for item in items
    )  # fmt: skip


def test_the_score_is_the_dot_product_with_the_product_less_the_mean(profiles, index):
    touch(profiles, "view_item", "boot", "trail")
    taste = index.taste(profiles.weights("ada"))
    assert np.linalg.norm(taste.vector) == pytest.approx(1)
    snapshot = index._current()
    matrix = snapshot.matrices[index.settings.english_model]
    for name in SHELF:
        centred = matrix.vectors[snapshot.rows[name]] - matrix.vectors.mean(axis=0)
        assert taste.score(name) == pytest.approx(float(taste.vector @ centred), abs=1e-5)
    assert taste.score("nowhere") is None


def test_who_looked_at_shoes_is_nearer_to_shoes_than_to_pans_at_once(profiles, index):
    touch(profiles, "view_item", "boot", "trail")
    first = index.taste(profiles.weights("ada"))
    assert first.score("run") > max(first.score("pan"), first.score("knife"), first.score("tea"))
    assert set(first.nearest(Constraints(), limit=3)) == {"boot", "trail", "run"}
    touch(profiles, "purchase", "pan", "knife")
    after = index.taste(profiles.weights("ada"))
    assert after.score("knife") > first.score("knife")


def test_what_was_turned_down_pushes_away(profiles, index):
    touch(profiles, "dislike", "tea")
    taste = index.taste(profiles.weights("ada"))
    assert taste.score("tea") < 0
    assert taste.score("mug") < taste.score("boot")


def test_strangers_the_switched_off_and_the_forgotten_have_no_vector(profiles, index):
    assert index.taste(profiles.weights("nobody")) is None
    touch(profiles, "view_item", "boot")
    profiles.statements.personalise("ada", on=False)
    assert index.taste(profiles.weights("ada")) is None
    profiles.statements.personalise("ada", on=True)
    assert index.taste(profiles.weights("ada")) is not None
    profiles.delete("ada")
    assert index.taste(profiles.weights("ada")) is None


def test_browsing_adds_what_is_near_and_fits(index):
    ids = [hit.product.id for hit in index.browse(limit=2, also=["mug", "tea", "nowhere"])]
    assert {"mug", "tea"} <= set(ids)
    assert 2 <= len(ids) <= 4
    assert index.browse(Constraints(price_max=5), limit=2, also=["mug"]) == []
