"""The ranking as the shop set it."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.profiles import Profile
from assistant.ranking import RankingContext
from assistant.ranking.learned import LearnedModelError
from assistant.ranking.merchandising import MerchandisingError
from assistant.ranking.ranker import MODEL_FILE, Ranker
from assistant.segment_popularity import Leaning
from assistant.settings import Settings
from assistant.storage import Database
from tests.assistant.ranking.test_rank import PROFILE, hit
from tests.assistant.ranking.training.conftest import made_log


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.at(f"sqlite:///{tmp_path}/aisle.db") as opened:
        yield opened


HITS = [hit("plain", 0.6, sales=9), hit("mine", 0.5, brand="A", category="C > D", color="red")]


def order(ranker: Ranker) -> list[str]:
    found = ranker.rank(HITS, RankingContext(profile=PROFILE), limit=9)
    return [one.hit.product.id for one in found]


def test_by_hand_the_shoppers_taste_counts_and_by_the_heuristic_it_does_not(
    database: Database, tmp_path: Path
) -> None:
    by_hand = Ranker.open(Settings(data_dir=tmp_path, ranking="hand"), database)
    heuristic = Ranker.open(Settings(data_dir=tmp_path, ranking="heuristic"), database)
    assert order(by_hand) == ["mine", "plain"]
    assert order(heuristic) == ["plain", "mine"]


def test_by_the_heuristic_a_newcomers_segment_counts_for_nothing(
    database: Database, tmp_path: Path
) -> None:
    leaning = Leaning({"plain": 5.0, "other": 5.0}, {"new": {"other": 50.0}})
    newcomer = RankingContext(
        profile=Profile(user_id="ada", segments=frozenset({"new"})),
        popularity=leaning.interest,
        by_segment=lambda _: leaning,
    )
    hits = [hit("plain", 0.5), hit("other", 0.499)]
    firsts = {}
    for mode in ("hand", "heuristic"):
        ranker = Ranker.open(Settings(data_dir=tmp_path, ranking=mode), database)
        firsts[mode] = ranker.rank(hits, newcomer, limit=1)[0].hit.product.id
    assert firsts == {"hand": "other", "heuristic": "plain"}


def test_a_trained_model_ranks_where_there_is_one(database: Database, tmp_path: Path) -> None:
    from assistant.ranking import Weights
    from assistant.ranking.training.fit import train

    settings = Settings(data_dir=tmp_path)
    assert Ranker.open(settings, database).scorer is None
    model = train(made_log(300, lambda values: 4 * values[:, 0] - 2), Weights.load())
    (tmp_path / MODEL_FILE).write_text(model.file.model_dump_json())
    found = Ranker.open(settings, database)
    assert found.scorer is not None
    assert order(found) == ["plain", "mine"]  # relevance is all that this log taught
    by_hand = settings.model_copy(update={"ranking": "hand"})
    assert Ranker.open(by_hand, database).scorer is None


def test_a_damaged_model_is_an_error_by_name_and_a_warning_otherwise(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / MODEL_FILE).write_text("{}")
    with caplog.at_level(logging.WARNING):
        assert Ranker.open(Settings(data_dir=tmp_path), database).scorer is None
    assert "train it" in caplog.text
    with pytest.raises(LearnedModelError, match="train it"):
        Ranker.open(Settings(data_dir=tmp_path, ranking="learned"), database)


def test_a_missing_rules_file_stops_the_shop(database: Database, tmp_path: Path) -> None:
    with pytest.raises(MerchandisingError, match="AISLE_MERCHANDISING"):
        Ranker.open(Settings(data_dir=tmp_path, merchandising=tmp_path / "none.toml"), database)
