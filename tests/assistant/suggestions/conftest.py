"""A small real shop with a log: who buys a tent buys a stove next; pans and knives go together."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from assistant.service import Assistant
from assistant.settings import Settings
from assistant.suggestions.fitting import fit_judged
from assistant.suggestions.model_file import RECOMMENDER_FILE, RecommenderFile
from assistant.suggestions.orders import sequences

TITLES = {
    "tent": "Tarn Ridge Tent", "stove": "Ember Gas Stove", "mat": "Tarn Sleeping Mat",
    "pan": "Ferrum Frying Pan", "knife": "Keen Chef Knife", "board": "Oak Chopping Board",
    "lamp": "Lumo Desk Lamp", "vase": "Clay Vase", "rug": "Wool Rug", "belt": "Hide Belt",
    "gone": "Ember Camping Kettle", "mug": "Stoneware Mug",
}  # fmt: skip
CATEGORIES = {"tent": "Outdoor > Tents", "stove": "Outdoor > Cooking", "gone": "Outdoor > Cooking"}
STUDENTS = tuple(f"student-{number}" for number in range(8))


def product(name: str, title: str) -> dict[str, object]:
    brand, *_, kind = title.split()
    return {
        "id": name, "title": title, "brand": brand, "price": 20.0, "rating": 4.0,
        "rating_count": 10, "category": CATEGORIES.get(name, f"Home > {kind}"),
        "material": "leather" if name == "belt" else "",
        "availability": "out_of_stock" if name == "gone" else "in_stock",
        "attributes": {"title_zh": f"{name} 商品"},
    }  # fmt: skip


def bought(user: str, *baskets: tuple[str, ...], days_ago: float = 40) -> list[dict[str, object]]:
    """Purchase events: a basket every third day."""
    first = datetime.now(UTC) - timedelta(days=days_ago)
    return [
        {
            "event_id": f"{user}-{place}-{item}", "ts": (first + timedelta(days=3 * place)),
            "type": "purchase", "user_id": user, "session_id": f"{user}-{place}", "item_id": item,
        }
        for place, basket in enumerate(baskets)
        for item in basket
    ]  # fmt: skip


def the_log() -> list[dict[str, object]]:
    events: list[dict[str, object]] = []
    for number in range(30):
        late = 40 - number / 2
        events += bought(f"camper-{number}", ("tent",), ("stove",), ("mat",), days_ago=late)
        events += bought(f"cook-{number}", ("pan",), ("knife",), ("board",), days_ago=late)
    for name in STUDENTS:
        events += bought(name, ("lamp", "mug", "rug"), days_ago=20)
    return events


@pytest.fixture(scope="session")
def suggesting_shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("suggesting")
    feed = folder / "products.jsonl"
    feed.write_text("\n".join(json.dumps(product(*one)) for one in TITLES.items()), "utf-8")
    deals = folder / "promotions.jsonl"
    deals.write_text(json.dumps({"id": "ember", "title": "20% off Ember", "kind": "percent",
                                 "value": 20, "scope": {"brands": ["Ember"]}}))  # fmt: skip
    settings = Settings(data_dir=folder / "data", parser="rules")
    with Assistant.open(settings, catalog=feed, promotions=deals) as assistant:
        from assistant.profiles import Shopper

        shoppers = [Shopper(user_id=name, segments=("student",)) for name in (*STUDENTS, "fresher")]
        assistant.profiles.shoppers.put(shoppers)
        assert not assistant.events.add(the_log()).rejected
        yield assistant


@pytest.fixture(scope="session")
def fitted(suggesting_shop):
    """The recommender of the shop's log, and the verdict on it."""
    products = suggesting_shop.index.catalogue.iter_products()
    return fit_judged(list(sequences(suggesting_shop.database)), products)


@pytest.fixture
def with_model(suggesting_shop, fitted):
    """The shop while the recommender's file is there."""
    path = suggesting_shop.settings.data_dir / RECOMMENDER_FILE
    RecommenderFile(path).save(fitted[0])
    yield suggesting_shop
    path.unlink()
