"""``python -m assistant ranking``: from a shop's log to the model that ranks."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from assistant.commands.ranking import ranking
from assistant.event_log import EventLog
from assistant.ranking import Weights
from assistant.ranking.learned import LearnedModel
from assistant.settings import Settings
from assistant.storage import Database
from retrieval.index import ProductIndex
from retrieval.ingest import ingest

START = datetime(2026, 6, 1, tzinfo=UTC)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(ranking, [*arguments])


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop whose shoppers open what is well rated, not what sells; 300 lists of its log."""
    folder = tmp_path_factory.mktemp("shop")
    feed = folder / "products.jsonl"
    ratings = {f"b{at}": 3.0 + at / 6 for at in range(12)}
    feed.write_bytes(b"\n".join(
        orjson.dumps({"id": name, "title": f"Bag {name}", "price": 50.0, "rating": rating,
                      "rating_count": 400, "sales": round(10 ** (20 - 4 * rating)),
                      "category": "Bags"})
        for name, rating in ratings.items()
    ))  # fmt: skip
    index = ProductIndex.open(folder)
    ingest([feed], index)
    index.close()
    draw = random.Random(0)
    events = []
    for number in range(300):
        shown = draw.sample(sorted(ratings), 5)
        at = START + timedelta(hours=number)
        common = {"session_id": f"s{number}", "user_id": f"u{number % 9}"}
        events.append({"event_id": f"l{number}", "ts": at.isoformat(), "type": "view_item_list",
                       "item_ids": shown, **common})  # fmt: skip
        best = max(shown, key=lambda name: ratings[name] + draw.gauss(0, 0.3))
        events.append({"event_id": f"v{number}", "ts": (at + timedelta(minutes=1)).isoformat(),
                       "type": "view_item", "item_id": best, **common})  # fmt: skip
    with Database.open(Settings(data_dir=folder)) as database:
        EventLog(database).add(events, now=START + timedelta(days=60))
    return folder


def test_a_log_becomes_a_model_that_ranks_by_what_it_taught(shop: Path) -> None:
    figures = shop / "figures.json"
    done = run("train", "--data-dir", str(shop), "--json", str(figures))
    assert done.exit_code == 0, done.output
    (row,) = orjson.loads(figures.read_bytes())["rows"]
    assert row["ndcg@10"] > row["ndcg@10_hand"]
    model = LearnedModel.load(shop / "ranking.json", Weights.load())
    assert model.file.trained["lists"] == 300

    picture, table = shop / "importance.svg", shop / "importance.json"
    shown = run("importance", "--data-dir", str(shop), "--plot", str(picture), "--json", str(table))
    assert shown.exit_code == 0, shown.output
    ranked = [row["factor"] for row in orjson.loads(table.read_bytes())["rows"]]
    learned = [name for name in ranked if name not in {"relevance", "wishes"}]  # bounded by hand
    assert learned[0] == "rating"
    assert picture.read_text().startswith("<svg")


def test_the_weights_learned_online_are_shown(shop: Path) -> None:
    done = run("online", "--data-dir", str(shop))
    assert done.exit_code == 0
    assert "0 pairs learned from" in done.output  # an imported log has no served factors


def test_an_empty_shop_is_told_what_is_missing(tmp_path: Path) -> None:
    done = run("train", "--data-dir", str(tmp_path))
    assert done.exit_code == 2
    assert "has no catalogue" in done.output
