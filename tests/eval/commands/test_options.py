"""Options that every command of ``python -m eval`` shares."""

import argparse
from pathlib import Path

from eval.commands.options import add_index


def folder(*arguments: str) -> Path:
    parser = argparse.ArgumentParser()
    add_index(parser)
    found: Path = parser.parse_args(arguments).data_dir
    return found


def test_indexes_are_kept_where_the_shops_data_are(monkeypatch):
    monkeypatch.delenv("AISLE_DATA_DIR", raising=False)
    assert folder() == Path(".aisle/eval")
    monkeypatch.setenv("AISLE_DATA_DIR", "elsewhere")
    assert folder() == Path("elsewhere/eval")
    assert folder("--data-dir", "given") == Path("given")
