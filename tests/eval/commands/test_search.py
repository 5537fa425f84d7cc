"""``python -m eval search`` end to end, over a real index of a small shop."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from eval.__main__ import main
from retrieval.settings import Stage


@pytest.fixture(scope="module")
def arguments(shop):
    return [
        "search",
        *("--catalog", str(shop / "products.jsonl")),
        *("--queries", str(shop / "queries.jsonl")),
        *("--qrels", str(shop / "qrels.txt")),
        *("--data-dir", str(shop / "indexes")),
    ]


@pytest.fixture(scope="module")
def report(arguments, shop):
    path = shop / "search.json"
    plot = shop / "plots" / "search.png"
    assert main([*arguments, "--json", str(path), "--worst", "1", "--plot", str(plot)]) == 0
    assert plot.read_bytes().startswith(b"\x89PNG")
    return json.loads(path.read_text(encoding="utf-8"))


def test_there_is_a_row_for_ours_and_each_baseline(report):
    assert [row["system"] for row in report["rows"]] == ["aisle", "bm25", "dense", "rrf"]


def test_a_row_has_the_contracts_figures(report):
    names = {"ndcg@10", "ndcg_exp@10", "ndcg_condensed@10", "recall@10", "recall@100", "mrr@10"}
    for row in report["rows"]:
        assert names | {"judged@10", "coverage@10", "p50_ms", "p95_ms"} <= row.keys()
        assert all(0 <= row[name] <= 1 for name in names)
        low, high = row["intervals"]["ndcg@10"]
        assert low <= row["ndcg@10"] <= high


def test_easy_queries_are_answered(report):
    assert report["rows"][0]["mrr@10"] == 1
    assert report["rows"][0]["recall@10"] == pytest.approx((1 + 1 + 0.5) / 3, abs=1e-4)


def test_what_could_not_be_measured_is_said(report):
    meta = report["meta"]
    assert meta["queries"] == 3
    assert meta["queries_left_out"] == 1
    assert meta["judged_items_not_in_the_index"] == 1
    assert meta["products"] == 12


def test_the_figures_can_be_traced(report):
    meta = report["meta"]
    assert set(meta["data"]) == {"catalog", "queries", "qrels"}
    assert all(len(file["sha256"]) == 64 for file in meta["data"].values())
    assert {"python", "ir-measures", "scipy"} <= meta["versions"].keys()
    assert meta["seed"] == 0
    assert meta["date"].endswith("+00:00")


def test_a_second_run_uses_the_kept_index_and_finds_the_same(report, arguments, shop, capsys):
    path = shop / "again.json"
    assert main([*arguments, "--json", str(path)]) == 0
    again = json.loads(path.read_text(encoding="utf-8"))
    assert report["meta"]["index_built_s"] is not None
    assert again["meta"]["index_built_s"] is None
    for before, after in zip(report["rows"], again["rows"], strict=True):
        assert before["ndcg@10"] == after["ndcg@10"]
    shown = capsys.readouterr()
    assert "building" not in shown.err
    assert "ndcg_exp@10" in shown.out
    assert "aisle against" in shown.out


def test_the_ablation_leaves_out_each_stage_in_turn(report, arguments, shop):
    path = shop / "ablation.json"
    assert main([*arguments, "--json", str(path), "--ablation"]) == 0
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    names = [row["system"] for row in rows]
    assert names[:4] == [row["system"] for row in report["rows"]]
    assert names[4:] == [f"without {stage}" for stage in get_args(Stage)]
    assert rows[0]["ndcg@10"] == report["rows"][0]["ndcg@10"]
    assert rows[0]["versus"][0]["system"] in names[1:4]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (["--qrels", "none.txt"], "'none.txt' is no file; give the path of one that exists"),
        (["--k", "0"], "'0' is no whole number from 1"),
        (["--json", "no/such/folder/f.json"], "give --json a file in a folder that exists"),
        (["--depth", "3"], "unrecognized arguments: --depth 3"),
    ],
)
def test_bad_usage_is_one_line_and_status_two(arguments, change, message, capsys):
    try:
        status = main([*arguments, *change])
    except SystemExit as exit_:
        status = exit_.code
    shown = capsys.readouterr().err
    assert status == 2
    assert message in shown
    assert shown.count("\n") == 1


def test_queries_without_any_judgment_are_bad_usage(arguments, tmp_path, capsys):
    other = tmp_path / "other.txt"
    other.write_text("x1 0 hp1 1\n", encoding="utf-8")
    assert main([*arguments, "--qrels", str(other)]) == 2
    assert "give files whose query ids agree" in capsys.readouterr().err


def test_a_catalogue_without_a_product_is_bad_usage(arguments, tmp_path, capsys):
    empty = tmp_path / "empty.jsonl"
    empty.write_text('{"id": "1"}\n', encoding="utf-8")
    assert main([*arguments, "--catalog", str(empty)]) == 2
    assert "no usable product" in capsys.readouterr().err
