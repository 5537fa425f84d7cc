"""``python -m eval report``: one page of what the other commands wrote."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from eval.__main__ import main

META = {
    "command": "python -m eval search --catalog shop.jsonl",
    "date": "2026-11-29T06:43:07+00:00",
    "seed": 0,
    "data": {"catalog": {"file": "shop.jsonl", "sha256": "1a56d13a4ccf8eb4"}},
    "machine": {"system": "Linux", "cpus": 2},
}


def figures(path: Path, *systems: str) -> Path:
    rows = [
        {
            "system": system,
            "ndcg@10": 0.71 - 0.1 * place,
            "recall@10": 0.9,
            "p50_ms": 17.25,
            "intervals": {"ndcg@10": [0.5, 0.75]},
        }
        for place, system in enumerate(systems)
    ]
    rows[0]["versus"] = [
        {"system": systems[-1], "metric": "ndcg@10", "difference": 0.1, "p_value": 0.01}
    ]
    path.write_text(json.dumps({"rows": rows, "meta": META}))
    return path


class Outside(HTMLParser):
    """Addresses that a page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.found += [value or "" for name, value in attrs if name in {"src", "href"}]


def test_the_page_has_every_table_plot_and_command(tmp_path: Path) -> None:
    files = [figures(tmp_path / f"{name}.json", "aisle", "bm25") for name in ("search", "sessions")]
    page, together = tmp_path / "report.html", tmp_path / "all.json"
    asked = ["report", *map(str, files), "--output", str(page), "--json", str(together)]
    assert main(asked) == 0
    text = page.read_text(encoding="utf-8")
    for expected in ("search", "sessions", META["command"], "1a56d13a4ccf", "0.710\n0.50–0.75"):
        assert expected in text
    assert "aisle against bm25: ndcg@10 +0.1000, p = 0.0100" in text
    reader = Outside()
    reader.feed(text)
    assert reader.tags.count("table") == reader.tags.count("img") == 2
    assert all(one.startswith("data:image/png;base64,") for one in reader.found)
    rows = json.loads(together.read_text())["rows"]
    assert [(row["figures"], row["system"]) for row in rows] == [
        ("search", "aisle"), ("search", "bm25"), ("sessions", "aisle"), ("sessions", "bm25"),
    ]  # fmt: skip


def test_what_stands_in_a_file_is_no_markup(tmp_path: Path) -> None:
    file = figures(tmp_path / "search.json", "<script>alert(1)</script>", "bm25")
    page = tmp_path / "report.html"
    assert main(["report", str(file), "--output", str(page)]) == 0
    assert "<script>" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["", "[]", '{"rows": [], "meta": {}}', '{"rows": [1], "meta": {}}']
)
def test_a_file_of_no_figures_is_refused_with_what_to_give(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    file = tmp_path / "search.json"
    file.write_text(text)
    assert main(["report", str(file), "--output", str(tmp_path / "report.html")]) == 2
    assert "--json FILE" in capsys.readouterr().err
    assert not (tmp_path / "report.html").exists()


def test_a_page_that_cannot_be_written_is_told_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = figures(tmp_path / "search.json", "aisle", "bm25")
    assert main(["report", str(file), "--output", str(tmp_path / "none" / "report.html")]) == 2
    assert "give --output a file in a folder that exists" in capsys.readouterr().err
