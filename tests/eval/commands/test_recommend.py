"""``python -m eval recommend`` end to end, on sequences and on line items."""

from __future__ import annotations

import json

import pytest

from eval.__main__ import main

KINDS = ("ink", "pad", "pen")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Shoppers who buy ink n, pad n, pen n; the last six only in the test period."""
    folder = tmp_path_factory.mktemp("till")

    def write(name, lines):
        text = "\n".join(lines) if name.endswith("csv") else "\n".join(map(json.dumps, lines))
        (folder / name).write_text(text + "\n", encoding="utf-8")

    write(
        "products.jsonl",
        [{"id": f"{kind}{n}", "title": f"{kind} for {n}"} for kind in KINDS for n in range(6)],
    )
    rows = [
        {
            "user_id": f"u{user}",
            "history": [f"{kind}{user % 6}" for kind in KINDS[:end]],
            "next": f"{KINDS[end]}{user % 6}",
        }
        for user in range(36)
        for end in (1, 2)
    ]
    write("train.jsonl", rows[:60])
    write("test.jsonl", [*rows[60:], {"user_id": "new", "history": ["ink0"], "next": "gone"}])
    lines = ["user_id,order_id,sku,ts"]
    for user in range(36):
        for place, kind in enumerate((*KINDS, KINDS[0])):
            day = 1 + place * 6 + user % 6
            lines.append(f"u{user},o{user}-{place},{kind}{user % 6},2026-01-{day:02d}T08:00:00Z")
    write("items.csv", lines)
    return folder


def _run(folder, name, *more):
    path = folder / name
    catalogue = str(folder / "products.jsonl")
    assert main(["recommend", "--catalog", catalogue, *more, "--json", str(path)]) == 0
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def report(folder):
    files = ("--train", str(folder / "train.jsonl"), "--test", str(folder / "test.jsonl"))
    return _run(folder, "sequences.json", *files)


def test_there_is_a_row_for_ours_and_each_baseline(report):
    assert [row["system"] for row in report["rows"]] == [
        "aisle",
        "popularity",
        "recent popularity",
        "co-occurrence",
        "item-knn",
        "als",
        "content",
    ]


def test_a_row_has_the_contracts_figures_and_their_intervals(report):
    for row in report["rows"]:
        for name in ("recall@10", "ndcg@10", "mrr@10"):
            low, high = row["intervals"][name]
            assert 0 <= low <= row[name] <= high <= 1
        assert 0 < row["coverage@10"] <= 1
        assert 0 <= row["diversity@10"] <= 1
        assert 0 <= row["p50_ms"] <= row["p95_ms"]


def test_what_follows_is_found_and_an_unknown_item_is_a_miss(report):
    assert report["rows"][0]["recall@10"] == pytest.approx(12 / 13, abs=1e-4)
    assert report["meta"]["answers_not_in_the_catalogue"] == 1
    assert report["meta"]["answers_known_from_training"] == 0


def test_ours_is_compared_with_every_other_on_both_targets(report):
    versus = report["rows"][0]["versus"]
    assert len(versus) == 2 * (len(report["rows"]) - 1)
    one = next(v for v in versus if (v["system"], v["metric"]) == ("popularity", "recall@10"))
    other = report["rows"][1]["recall@10"]
    assert one["ratio"] == pytest.approx(12 / 13 / other, abs=1e-3)
    assert 0 <= one["p_value"] <= 1


def test_the_learned_weights_and_the_files_are_told(report):
    assert report["meta"]["weights"]["follows"] >= 0
    assert set(report["meta"]["data"]) == {"catalog", "train", "test"}


def test_line_items_are_divided_by_time(folder, capsys):
    found = _run(folder, "items.json", "--purchases", str(folder / "items.csv"))
    names = [row["system"] for row in found["rows"]]
    assert names[0] == "aisle"
    meta = found["meta"]
    assert meta["split_at"].startswith("2026-01-")
    assert meta["answers_known_from_training"] == 0
    assert meta["test"] > 0
    shown = capsys.readouterr().out
    assert "divided at 2026-01-" in shown
    assert "times recall@10 and ndcg@10 of: popularity " in shown


def test_a_limit_draws_the_same_cases_each_time(folder):
    more = ("--purchases", str(folder / "items.csv"), "--limit", "5")
    one, other = (_run(folder, f"limit{n}.json", *more) for n in range(2))
    assert one["meta"]["test"] == 5
    assert [r["recall@10"] for r in one["rows"]] == [r["recall@10"] for r in other["rows"]]


def test_a_leak_is_said(folder, capsys):
    files = ("--train", str(folder / "train.jsonl"), "--test", str(folder / "train.jsonl"))
    found = _run(folder, "leak.json", *files)
    assert found["meta"]["answers_known_from_training"] == 60
    assert "the figures flatter" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ([], "give --train and --test (sequences), or --purchases"),
        (["--train", "{train}"], "give --train and --test"),
        (["--train", "{train}", "--purchases", "{train}"], "not both"),
        (["--train", "none", "--test", "none"], "'none' is no file"),
        (["--purchases", "{train}", "--test-share", "2"], "no share between 0 and 1"),
        (["--purchases", "{train}"], "no column for the user; name it user_id or"),
    ],
)
def test_bad_usage_is_one_line_and_status_two(folder, more, message, capsys):
    given = [one.format(train=folder / "train.jsonl") for one in more]
    try:
        status = main(["recommend", "--catalog", str(folder / "products.jsonl"), *given])
    except SystemExit as exit_:
        status = exit_.code
    shown = capsys.readouterr().err
    assert status == 2
    assert message in shown
    assert shown.count("\n") == 1
