"""`python -m retrieval ingest`: exit status, table, figures, and one line for what is wrong."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from retrieval.__main__ import main

SHARED = Path(os.environ.get("AISLE_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data"))


def test_the_table_and_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feed = tmp_path / "shop.csv"
    feed.write_text('id,title,price\n1,Kettle [red],"$1,299.00"\n2,<b>Pot</b>,5\n3,,1\n')
    data, figures = tmp_path / "data", tmp_path / "figures.json"

    status = main(["ingest", str(feed), "--data-dir", str(data), "--json", str(figures)])

    assert status == 0
    out = capsys.readouterr().out
    assert "shop.csv" in out
    assert "title: HTML removed" in out
    assert "no title" in out
    written = json.loads(figures.read_text())
    (row,) = written["rows"]
    assert {name: row[name] for name in ("system", "read", "kept", "repaired", "rejected")} == {
        "system": "aisle",
        "read": 3,
        "kept": 1,
        "repaired": 1,
        "rejected": 1,
    }
    assert written["meta"]["peak_mib"] > 0
    assert written["meta"]["indexed"] == 2
    (reject,) = (data / "rejects.jsonl").read_text().splitlines()
    assert json.loads(reject) == {
        "source": "shop.csv",
        "file": "shop.csv",
        "row": 3,
        "reason": "no title",
        "raw": "3,,1",
    }


@pytest.mark.parametrize("packed", [False, True])
def test_a_feed_cut_short_keeps_what_is_whole_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], packed: bool
) -> None:
    lines = [json.dumps({"id": f"p{n}", "title": f"Kettle {n * 7919}"}) for n in range(40)]
    text = "\n".join(lines).encode()
    feed = tmp_path / ("shop.jsonl.gz" if packed else "shop.jsonl")
    feed.write_bytes(gzip.compress(text)[:-20] if packed else text[:-9])
    data, figures = tmp_path / "data", tmp_path / "figures.json"
    command = ["ingest", str(feed), "--data-dir", str(data), "--json", str(figures)]

    assert main(command) == 1
    told = capsys.readouterr()
    assert told.err.startswith(f"incomplete: {feed.name} is cut short")
    assert told.err.count("\n") == 1
    (row,) = json.loads(figures.read_text())["rows"]
    assert row["complete"] is False
    assert row["kept"] > 0

    feed.write_bytes(gzip.compress(text) if packed else text)
    assert main(command) == 0
    (row,) = json.loads(figures.read_text())["rows"]
    assert row["kept"] == 40


def test_a_feed_of_which_nothing_is_used_or_most_is_gone_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feed, data = tmp_path / "shop.jsonl", str(tmp_path / "data")
    lines = [json.dumps({"id": f"p{n}", "title": f"Kettle {n}"}) + "\n" for n in range(4)]
    command = ["ingest", str(feed), "--data-dir", data]
    feed.write_text("".join(lines))
    assert main(command) == 0
    feed.write_text(lines[0])
    assert main(command) == 1
    assert "3 products gone from it were not deleted" in capsys.readouterr().err
    assert main([*command, "--keep-missing"]) == 0
    assert main([*command, "--allow-mass-delete"]) == 0
    feed.write_text('{"no": "product"}\n')
    assert main([*command, "--keep-missing"]) == 1
    assert "none of its 1 rows is a product" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ingest", "nowhere.jsonl"], "no such file: nowhere.jsonl"),
        (["ingest", "README.md"], "unknown feed format"),
        (["ingest"], "Missing argument"),
        (["ingest", "a.jsonl", "--colour"], "No such option"),
        (["ingest", "a.jsonl", "--json", "."], "it is a folder"),
        (["ingest", "a.jsonl", "--json", "no/where.json"], "there is no folder no"),
        (["search", "lamp", "--json", "."], "it is a folder"),
        (["search", " "], "TEXT is empty"),
        (["search", "lamp", "--max-price", "inf"], "--max-price inf: give a number"),
        (["search", "lamp", "--min-price", "9", "--max-price", "3"], "is above --max-price 3"),
        (["digest"], "No such command"),
    ],
)
def test_bad_usage_is_one_line_and_status_2(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    (tmp_path / "README.md").write_text("# not a feed\n")
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


def test_help_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", "--help"]) == 0
    assert "python -m retrieval ingest products.jsonl.gz" in capsys.readouterr().out


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
def test_a_real_catalogue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, figures = tmp_path / "data", tmp_path / "figures.json"
    feed = SHARED / "dialogues-en" / "products.jsonl"
    assert main(["ingest", str(feed), "--data-dir", str(data), "--json", str(figures)]) == 0
    (row,) = json.loads(figures.read_text())["rows"]
    assert (row["read"], row["rejected"], row["new"]) == (386, 0, 386)
    capsys.readouterr()
