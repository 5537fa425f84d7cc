"""``python -m assistant recommender fit``: from a shop's orders to the file the shop takes up."""

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from assistant.commands.recommender import recommender
from assistant.event_log import EventLog
from assistant.settings import Settings
from assistant.storage import Database
from retrieval.index import ProductIndex
from retrieval.ingest import ingest
from retrieval.recommend import Recommender
from tests.assistant.suggestions.conftest import TITLES, bought, product, the_log


def run(*arguments: str) -> Result:
    return CliRunner().invoke(recommender, ["fit", *arguments])


def stocked(folder: Path) -> Path:
    feed = folder / "products.jsonl"
    feed.write_bytes(b"\n".join(orjson.dumps(product(*one)) for one in TITLES.items()))
    index = ProductIndex.open(folder)
    ingest([feed], index)
    index.close()
    return folder


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = stocked(tmp_path_factory.mktemp("orders"))
    with Database.open(Settings(data_dir=folder)) as database:
        EventLog(database).add(the_log())
    return folder


def test_a_log_of_orders_becomes_a_recommender_with_its_figures(shop: Path) -> None:
    figures = shop / "figures.json"
    done = run("--data-dir", str(shop), "--json", str(figures))
    assert done.exit_code == 0, done.output
    (row,) = orjson.loads(figures.read_bytes())["rows"]
    assert row["ndcg@10"] > row["ndcg@10_popular"]
    kept = Recommender.load(shop / "recommender.npz")
    assert kept.recommend([("tent",)], 1)[0].id == "stove"


def test_one_that_finds_no_more_than_popularity_is_kept_only_by_force(tmp_path: Path) -> None:
    folder = stocked(tmp_path)
    with Database.open(Settings(data_dir=folder)) as database:
        # All buy one and the same thing again and again: what is popular is all there is to know.
        same = (bought(f"u{n}", ("mug",), ("mug",), ("mug",), days_ago=40 - n) for n in range(15))
        EventLog(database).add(event for events in same for event in events)
    done = run("--data-dir", str(folder))
    assert done.exit_code == 1, done.output
    assert "keep it with --force" in done.output
    assert not (folder / "recommender.npz").exists()
    assert run("--data-dir", str(folder), "--force").exit_code == 0
    assert (folder / "recommender.npz").exists()


def test_what_is_missing_is_said(shop: Path, tmp_path: Path) -> None:
    empty = run("--data-dir", str(tmp_path))
    assert (empty.exit_code, "has no catalogue" in empty.output) == (2, True)
    nowhere = run("--data-dir", str(shop), "--output", str(tmp_path / "none" / "file.npz"))
    assert nowhere.exit_code == 2
    assert "--output" in nowhere.output
    (tmp_path / "bare").mkdir()
    bare = run("--data-dir", str(stocked(tmp_path / "bare")))
    assert (bare.exit_code, "at least 20 are needed" in bare.output) == (2, True)
