"""Shopper files: loaded whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.profiles.shoppers import ShopperFileError, Shoppers
from assistant.settings import Settings
from assistant.storage import Database


@pytest.fixture
def shoppers(tmp_path: Path) -> Iterator[Shoppers]:
    with Database.open(Settings(data_dir=tmp_path)) as database:
        yield Shoppers(database)


def test_a_file_is_loaded_and_loading_it_again_replaces(tmp_path: Path, shoppers: Shoppers) -> None:
    path = tmp_path / "shoppers.jsonl"
    path.write_text(
        '{"user_id": "u2", "name": "Bo", "segments": ["vip"], "note": "kept out"}\n'
        '{"user_id": "u1", "name": "Ada", "language": "zh", "persona": "runs"}\n'
    )
    assert shoppers.load(path) == 2
    assert [one.name for one in shoppers.all()] == ["Ada", "Bo"]
    path.write_text('{"user_id": "u1", "name": "Ada L."}\n')
    shoppers.load(path)
    assert shoppers.count() == 2
    renamed = shoppers.get("u1")
    assert renamed is not None
    assert renamed.name == "Ada L."
    assert shoppers.delete("u1")
    assert not shoppers.delete("u1")


@pytest.mark.parametrize("line", ["{", '{"name": "no id"}', "[]"])
def test_a_bad_line_is_named_and_nothing_is_stored(
    tmp_path: Path, shoppers: Shoppers, line: str
) -> None:
    path = tmp_path / "shoppers.jsonl"
    path.write_text('{"user_id": "u1"}\n' + line + "\n")
    with pytest.raises(ShopperFileError, match="line 2 is no shopper"):
        shoppers.load(path)
    assert shoppers.count() == 0
