"""``python -m assistant events``: the figures, the rejects, and running it again."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from assistant.commands.events import events
from assistant.event_log import EventLog
from assistant.settings import Settings
from assistant.storage import Database

app = typer.Typer()
app.command()(events)
runner = CliRunner()


def _log(folder: Path) -> Path:
    ts = datetime.now(UTC).isoformat()
    rows: list[object] = [
        {"event_id": "a", "ts": ts, "user_id": "u", "type": "view_item", "item_id": "p"},
        {"event_id": "a", "ts": ts, "user_id": "u", "type": "view_item", "item_id": "p"},
        {"event_id": "b", "ts": "soon", "type": "view_item", "item_id": "[red]p[/red]"},
        {
            "event_name": "add_to_cart",
            "event_timestamp": "1762000000000000",
            "user_pseudo_id": "9",
            "items": [{"item_id": "p"}, {"item_id": "q"}],
        },
        {"event_name": "scroll", "event_timestamp": "1762000000000000"},
        {"event_name": "search", "event_timestamp": "1762000000000000"},
    ]
    path = folder / "log.jsonl.gz"
    text = "\n".join(map(json.dumps, rows)) + "\nnot json\n"
    path.write_bytes(gzip.compress(text.encode()))
    return path


def test_rows_are_accepted_known_refused_or_of_no_use(tmp_path: Path) -> None:
    figures, rejects = tmp_path / "figures.json", tmp_path / "rejects.jsonl"
    arguments = [str(_log(tmp_path)), "--data-dir", str(tmp_path / "data")]
    arguments += ["--json", str(figures), "--rejects", str(rejects)]
    first = runner.invoke(app, arguments)
    assert first.exit_code == 0, first.output
    row = json.loads(figures.read_text())["rows"][0]
    counts = {name: row[name] for name in ("accepted", "duplicates", "rejected", "ignored")}
    assert counts == {"accepted": 3, "duplicates": 1, "rejected": 3, "ignored": 1}
    refused = [json.loads(line) for line in rejects.read_text().splitlines()]
    assert [one["line"] for one in refused] == [3, 6, 7]
    assert refused[0]["row"]["item_id"] == "[red]p[/red]"
    assert all(one["reason"] for one in refused)

    again = runner.invoke(app, arguments)
    assert again.exit_code == 0
    assert json.loads(figures.read_text())["rows"][0]["accepted"] == 0
    with Database.open(Settings(data_dir=tmp_path / "data")) as database:
        assert EventLog(database).count() == 3


def test_a_missing_file_exits_2_with_one_line(tmp_path: Path) -> None:
    result = runner.invoke(app, [str(tmp_path / "none.jsonl"), "--data-dir", str(tmp_path)])
    assert result.exit_code == 2
    assert len(result.output.strip().splitlines()) == 1
    assert "none.jsonl" in result.output


def test_a_rejects_path_that_cannot_be_written_exits_2(tmp_path: Path) -> None:
    arguments = [str(_log(tmp_path)), "--data-dir", str(tmp_path), "--rejects", str(tmp_path)]
    result = runner.invoke(app, arguments)
    assert result.exit_code == 2
    assert "is a folder" in result.output


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_cut_short_is_stored_up_to_the_cut_and_ends_with_1(
    tmp_path: Path, packed: bool
) -> None:
    ts = datetime.now(UTC).isoformat()
    row = {"ts": ts, "user_id": "u", "type": "view_item", "item_id": "p"}
    lines = [json.dumps({**row, "event_id": f"e{n * 7919}"}) for n in range(800)]
    text = "\n".join(lines).encode() + b"\n"
    path = tmp_path / "log.jsonl"
    path.write_bytes(gzip.compress(text)[:-400] if packed else text[:-9])

    result = runner.invoke(app, [str(path), "--data-dir", str(tmp_path / "data")])

    assert result.exit_code == 1
    assert "incomplete: " in result.output
    assert "is cut short" in result.output
    with Database.open(Settings(data_dir=tmp_path / "data")) as database:
        stored = EventLog(database).count()
    assert 500 < stored < 800 if packed else stored == 799


def test_a_file_of_no_events_ends_with_1(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text('{"id": "a product"}\n')
    result = runner.invoke(app, [str(path), "--data-dir", str(tmp_path / "data")])
    assert result.exit_code == 1
    assert "none of its 1 rows is an event" in result.output
