"""``python -m eval sessions`` end to end, and that our conventions are the reference's."""

from __future__ import annotations

import json
from statistics import fmean

import pytest

from eval.__main__ import main
from eval.commands.sessions import rank_cases
from eval.conversation import Request
from eval.data.sessions import cases, read_sessions
from eval.indexing import open_index
from eval.metrics.judgments import Judgments
from eval.metrics.ndcg import ndcg
from eval.metrics.recall import recall


def _arguments(shop, log):
    return [
        "sessions",
        *("--catalog", str(shop / "products.jsonl"), "--log", str(log)),
        *("--data-dir", str(shop / "indexes"), "--parser", "rules"),
    ]


@pytest.fixture(scope="module")
def report(shop):
    path = shop / "sessions.json"
    assert main([*_arguments(shop, shop / "sessions.jsonl"), "--json", str(path)]) == 0
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_input_is_searched_with_the_same_retrievers(report):
    modes = ("hybrid", "bm25", "dense", "rrf")
    inputs = ("intent", "last message", "whole history", "human keywords")
    names = [f"{source}, {mode}" for source in inputs for mode in modes]
    assert [row["system"] for row in report["rows"]] == ["aisle", *names[1:]]


def test_ours_is_compared_with_what_was_said_and_with_the_humans_words(report):
    against = [versus["system"].partition(",")[0] for versus in report["rows"][0]["versus"]]
    assert against[0] in {"last message", "whole history"}
    assert against[1] == "human keywords"


def test_it_says_how_the_intents_came_about(report):
    meta = report["meta"]
    assert meta["intents_from"] == {"rules": 2}
    assert (meta["cases"], meta["sessions"], meta["cases_with_keywords"]) == (2, 1, 2)
    assert "price_max" in meta["constraints_lifted"]
    assert meta["shown_items_not_in_the_index"] == 0


def test_a_row_has_the_contracts_figures(report):
    for row in report["rows"]:
        assert {"ndcg@10", "ndcg_exp@10", "recall@10", "recall@100", "mrr@10"} <= row.keys()
        assert "ndcg_condensed@10" not in row
        assert 0 <= row["ndcg@10"] <= 1


def test_human_keywords_find_what_the_human_showed(report):
    (row,) = [row for row in report["rows"] if row["system"] == "human keywords, bm25"]
    assert row["recall@10"] == 0.5, "the tent is found; the second case has the old keywords"


def test_a_log_without_keywords_has_no_row_for_them(shop, tmp_path):
    turns = [{"role": "user", "text": "a tent"}, {"role": "assistant", "shown": ["tn1"]}]
    log = tmp_path / "plain.jsonl"
    log.write_text(json.dumps({"session_id": "s", "turns": turns}), encoding="utf-8")
    path = tmp_path / "plain.json"
    assert main([*_arguments(shop, log), "--json", str(path)]) == 0
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    assert not [row for row in rows if row["system"].startswith("human")]
    assert len(rows[0]["versus"]) == 1


def test_a_log_that_shows_nothing_is_bad_usage(shop, tmp_path, capsys):
    log = tmp_path / "talk.jsonl"
    log.write_text('{"session_id": "s", "turns": []}', encoding="utf-8")
    assert main(_arguments(shop, log)) == 2
    assert "there is nothing to rank" in capsys.readouterr().err


@pytest.mark.slow
def test_our_conventions_give_the_reference_figures(shared_data, tmp_path):
    """MiniLM on these dialogues: whole history 0.73 / 0.90, human keywords 0.77 / 0.96."""
    folder = shared_data / "dialogues-en"
    found = list(cases(read_sessions(folder / "sessions.jsonl")))
    judgments = Judgments({case.case_id: case.grades for case in found})
    with open_index(folder / "products.jsonl", tmp_path) as catalogue:
        for said, reference in (("whole_history", (0.73, 0.90)), ("keywords", (0.77, 0.96))):
            texts = {case.case_id: getattr(case, said) for case in found}
            requests = {case: Request(text, "en") for case, text in texts.items() if text}
            run = rank_cases(said, catalogue.index, requests, "dense", 10).run
            measured = (
                fmean(ndcg(judgments, run).values()),
                fmean(recall(judgments, run).values()),
            )
            assert measured == pytest.approx(reference, abs=0.015)
