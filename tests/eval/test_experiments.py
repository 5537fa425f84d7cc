"""The read-out of an experiment, by hand and by simulation."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.experiments import (
    ExperimentData,
    interleaving_row,
    newcombe,
    split_check,
    split_rows,
    two_proportions,
    units_of,
    wilson,
)

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def exposure(unit: str, arm: str | None, at: datetime = NOW, **more):
    return {"record": "exposure", "unit": unit, "arm": arm, "session_id": "s", "ts": at, **more}


def event(unit: str, kind: str = "purchase", at: datetime = NOW + DAY, **more):
    return {"record": "event", "unit": unit, "type": kind, "ts": at, "session_id": "s", **more}


def split(counts: dict[str, tuple[int, int]]) -> ExperimentData:
    data = ExperimentData("x", "split", dict.fromkeys(counts, 1.0))
    for arm, (won, count) in counts.items():
        for number in range(count):
            data.exposures.append(exposure(f"{arm}{number}", arm))
            if number < won:
                data.events.append(event(f"{arm}{number}"))
    return data


def test_intervals_are_those_of_the_literature() -> None:
    # Newcombe (1998), "Interval estimation for the difference", table II, method 10: 56/70, 48/80.
    assert newcombe((56, 70), (48, 80)) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_conversion_by_arm_with_the_difference_to_the_first() -> None:
    data = split({"control": (20, 200), "new": (40, 200)})
    rows = split_rows(data, units_of(data, "purchase", 14 * DAY))
    assert [row["conversion"] for row in rows] == [0.1, 0.2]
    assert rows[1]["difference"] == pytest.approx(0.1)
    assert rows[1]["p_value"] == pytest.approx(0.00507, abs=1e-4)
    low, high = rows[1]["intervals"]["difference"]
    assert 0 < low < 0.1 < high
    assert split_check(data, rows) == 1.0


def test_what_happened_before_too_late_or_in_two_arms_does_not_count() -> None:
    data = split({"control": (0, 3), "new": (0, 3)})
    data.events = [
        event("control0", at=NOW - DAY),
        event("control1", at=NOW + 20 * DAY),
        event("control2", "add_to_cart"),
        event("stranger"),
        event("new0"),
        event("new1"),
    ]
    data.exposures.append(exposure("new1", "control", NOW + DAY))
    rows = split_rows(data, units_of(data, "purchase", 14 * DAY))
    assert [(row["units"], row["converted"]) for row in rows] == [(3, 0), (2, 1)]


def test_small_counts_take_the_exact_test_and_none_at_all_says_nothing() -> None:
    assert two_proportions((3, 4), (0, 4)) == pytest.approx(0.1428571)
    assert two_proportions((0, 50), (0, 60)) == 1.0


def test_a_split_gone_wrong_is_found() -> None:
    data = split({"control": (0, 1000), "new": (0, 850)})
    assert split_check(data, split_rows(data, units_of(data, "purchase", DAY))) < 0.001


def test_cuped_finds_what_the_shoppers_habits_hid() -> None:
    mixed = random.Random(1)
    data = ExperimentData("x", "split", {"control": 1.0, "new": 1.0})
    for number in range(400):
        arm = ("control", "new")[number % 2]
        unit, habit = f"u{number}", mixed.randint(0, 20)
        data.exposures.append(exposure(unit, arm))
        data.events += [event(unit, at=NOW - DAY) for _ in range(habit)]
        data.events += [event(unit) for _ in range(habit + (arm == "new"))]
    row = split_rows(data, units_of(data, "purchase", 14 * DAY))[1]
    assert row["cuped_difference"] == pytest.approx(1.0, abs=0.05)
    assert row["cuped_p_value"] < 1e-6


def mix(clicks: dict[str, list[str]]) -> ExperimentData:
    data = ExperimentData("m", "interleave", {"a": 1.0, "b": 1.0})
    teams = {"x": "a", "y": "b"}
    for unit, items in clicks.items():
        data.exposures.append(exposure(unit, None, teams=teams))
        data.events += [event(unit, "view_item", item_id=item) for item in items]
    return data


def test_a_mix_is_decided_by_shoppers_not_by_clicks() -> None:
    clicks = {f"u{number}": ["y"] for number in range(9)} | {"u9": ["x"] * 50, "u10": ["x", "y"]}
    row = interleaving_row(mix({**clicks, "u11": []}))
    assert (row["units"], row["clicked"], row["wins"], row["losses"]) == (12, 11, 9, 1)
    assert row["preference"] == pytest.approx(9.5 / 11)
    assert row["p_value"] == pytest.approx(22 / 1024)


def test_a_click_is_credited_to_the_list_it_was_made_on() -> None:
    data = mix({"u": []})
    data.exposures.append(exposure("u", None, NOW + 2 * DAY, teams={"x": "b", "z": "a"}))
    data.events = [
        event("u", "view_item", NOW - DAY, item_id="y"),
        event("u", "view_item", NOW + DAY, item_id="x"),
        event("u", "view_item", NOW + 3 * DAY, item_id="x"),
        event("u", "view_item", NOW + 3 * DAY, item_id="y"),
    ]
    row = interleaving_row(data)
    assert (row["ties"], row["wins"], row["losses"]) == (1, 0, 0)


def written(path: Path, data: ExperimentData) -> Path:
    head = {"record": "experiment", "name": data.name, "kind": data.kind, "arms": data.arms}
    rows = [head, *data.exposures, *data.events]
    path.write_text("\n".join(json.dumps(row, default=str) for row in rows))
    return path


def test_the_command_prints_and_writes_the_read_out(tmp_path: Path, capsys) -> None:
    log = written(tmp_path / "log.jsonl", split({"control": (20, 200), "new": (40, 200)}))
    out = tmp_path / "out.json"
    assert main(["experiment", "--log", str(log), "--json", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "split by the arms' shares: p = 1.0000" in printed
    found = json.loads(out.read_text())
    assert [row["system"] for row in found["rows"]] == ["control", "new"]
    mixed = written(tmp_path / "mix.jsonl", mix({"u1": ["y"], "u2": ["y"]}))
    assert main(["experiment", "--log", str(mixed)]) == 0
    assert "b against a" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "{}", "not json", '{"record": "event", "unit": "u"}'])
def test_a_file_that_is_no_log_is_refused_in_one_line(tmp_path: Path, capsys, content) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(content)
    assert main(["experiment", "--log", str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
