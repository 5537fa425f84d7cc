"""``python -m eval intents`` end to end, with the rule parser and with predictions from a file."""

from __future__ import annotations

import json

import pytest

from eval.__main__ import main


def _line(number, text, intent, *before):
    messages = [*before, {"role": "user", "content": text}]
    return {"id": f"r{number}", "messages": messages, "intent": intent}


TENT = {"action": "search", "query": "tent", "product_type": "tent", "price_max": 100}
GOLD = [
    _line(1, "a tent under 100 dollars", {**TENT, "currency": "USD"}),
    _line(2, "show me my cart", {"action": "cart_show"}),
    _line(
        3,
        "我想买耳机",
        {"action": "search", "query": "耳机", "product_type": "耳机", "language": "zh"},
    ),
    _line(
        4,
        "under 100",
        TENT | {"action": "refine"},
        {"role": "user", "content": "a tent"},
        {"role": "assistant", "content": "These?", "shown": ["Two Person Tent"]},
    ),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("intents")
    gold = folder / "gold.jsonl"
    gold.write_text("\n".join(json.dumps(line) for line in GOLD), encoding="utf-8")
    said = [{"id": line["id"], "intent": line["intent"], "ms": 2.0} for line in GOLD]
    said[1] = {"id": "r2", "error": "not parsed"}
    predictions = folder / "predictions.jsonl"
    predictions.write_text("\n".join(json.dumps(line) for line in said), encoding="utf-8")
    return gold, predictions


@pytest.fixture(scope="module")
def report(files):
    gold, predictions = files
    path = gold.with_name("intents.json")
    systems = f"rules,oracle={predictions}"
    status = main(["intents", "--gold", str(gold), "--systems", systems, "--json", str(path)])
    assert status == 0
    return json.loads(path.read_text(encoding="utf-8"))


def _row(report, system):
    (row,) = [row for row in report["rows"] if row["system"] == system]
    return row


def test_each_system_has_a_row_with_the_contracts_figures(report):
    names = {"precision", "recall", "f1", "action_accuracy", "full_match", "valid"}
    for system in ("rules", "oracle"):
        row = _row(report, system)
        assert names | {"p50_ms", "p95_ms"} <= row.keys()
        assert all(0 <= row[name] <= 1 for name in names)


def test_a_prediction_that_is_no_intent_counts_as_invalid(report):
    oracle = _row(report, "oracle")
    assert (oracle["valid"], oracle["action_accuracy"], oracle["f1"]) == (0.75, 0.75, 1)


def test_languages_and_turns_are_told_apart(report):
    for part, count in (("en", 3), ("zh", 1), ("single-turn", 3), ("multi-turn", 1)):
        assert _row(report, f"rules:{part}")["n"] == count


def test_it_says_who_read_the_messages(report):
    assert report["meta"]["sources"]["rules"] == {"rules": 4}
    assert report["rows"][0]["versus"][0]["system"] == "oracle"


def test_actions_and_fields_are_scored_apart(report):
    oracle = _row(report, "oracle")
    assert oracle["actions"]["search"]["f1"] == 1
    assert oracle["actions"]["cart_show"]["recall"] == 0
    assert oracle["fields"]["price_max"]["f1_exact"] == 1
    assert _row(report, "oracle:refine")["n"] == 1


def test_tagged_lines_are_told_apart_by_noise(files, tmp_path):
    gold = tmp_path / "gold.jsonl"
    lines = [line | {"tags": ["noisy" if line["id"] == "r1" else "clean"]} for line in GOLD]
    gold.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    path = tmp_path / "out.json"
    given = ["intents", "--gold", str(gold), "--systems", f"mine={files[1]}", "--json", str(path)]
    assert main(given) == 0
    report = json.loads(path.read_text(encoding="utf-8"))
    assert (_row(report, "mine:noisy")["n"], _row(report, "mine:clean")["n"]) == (1, 3)


def test_a_fitted_calibration_is_written_drawn_and_read_again(files, tmp_path):
    gold, predictions = files
    lines = [json.loads(line) for line in predictions.read_text(encoding="utf-8").splitlines()]
    sure = [line | {"confidence": 0.9 - 0.4 * ("error" in line)} for line in lines]
    given = tmp_path / "sure.jsonl"
    given.write_text("\n".join(json.dumps(line) for line in sure), encoding="utf-8")
    fit, out, plots = tmp_path / "fit.json", tmp_path / "out.json", tmp_path / "plots"
    options = ["intents", "--gold", str(gold), "--systems", f"mine={given},rules"]
    assert main([*options, "--fit-calibration", str(fit), "--plots", str(plots)]) == 0
    assert json.loads(fit.read_text(encoding="utf-8"))["a"] > 0
    assert {path.name for path in plots.iterdir()} == {"scores.png", "reliability-mine.png"}
    assert main([*options, "--calibration", str(fit), "--json", str(out)]) == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    found = _row(report, "mine")["confidence"]
    assert found["brier_calibrated"] < found["brier"]
    assert found["ask"]["wrong_held"] == 1
    assert "confidence" not in _row(report, "rules")


def test_without_confidences_there_is_nothing_to_calibrate(files, tmp_path, capsys):
    options = ["intents", "--gold", str(files[0]), "--systems", "rules"]
    assert main([*options, "--fit-calibration", str(tmp_path / "fit.json")]) == 2
    assert "no answer says how sure it is" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("systems", "message"),
    [
        ("gpt", "no such system; use aisle, rules, zero-shot, few-shot, tuned or NAME=FILE"),
        ("mine=none.jsonl", "'none.jsonl' is no file of predictions"),
        ("rules,rules", "names 'rules' twice"),
        (",", "--systems is empty"),
    ],
)
def test_a_system_that_is_not_there_is_bad_usage(files, systems, message, capsys):
    assert main(["intents", "--gold", str(files[0]), "--systems", systems]) == 2
    shown = capsys.readouterr().err
    assert message in shown
    assert shown.count("\n") == 1
