"""`python -m assistant chat`, with its messages piped in and the rule parser behind it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from assistant.commands.chat import chat
from assistant.service import Assistant
from assistant.settings import Settings

cli = typer.Typer()
cli.command()(chat)
MARKUP = "[red]Mug[/red] [link=file:///etc/passwd]x[/link]"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chat")
    rows = [
        {
            "id": f"mug-{number}",
            "title": f"Tarn Stoneware Mug {number}" + (f" {MARKUP}" if number == 3 else ""),
            "category": "Kitchen > Mugs",
            "price": 10 + number,
            "rating": 4.5,
            "rating_count": number,
            "attributes": {"type": "mug"},
        }
        for number in range(1, 5)
    ]
    (folder / "mugs.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    settings = Settings(data_dir=folder / "data", parser="rules")
    Assistant.open(settings, catalog=folder / "mugs.jsonl").close()
    return folder / "data"


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISLE_PARSER", "rules")


def run(data_dir: Path, *messages: str, options: tuple[str, ...] = ()) -> Result:
    said = "\n".join(messages) + "\n"
    return CliRunner().invoke(cli, ["--data-dir", str(data_dir), *options], input=said)


def test_each_message_stands_beside_its_answer(data_dir: Path) -> None:
    result = run(data_dir, "mug", "add the first one to my cart")
    assert result.exit_code == 0
    before, after = result.stdout.split("> add the first one to my cart")
    assert "> mug" in before
    assert "Tarn Stoneware Mug" in before
    assert "Added Tarn Stoneware Mug" in after


def test_a_number_after_a_slash_takes_the_suggestion(data_dir: Path) -> None:
    result = run(data_dir, "mug", "/1")
    first = next(line for line in result.stdout.splitlines() if line.startswith("/1 "))
    label = first.split("/2 ")[0].removeprefix("/1 ").strip()
    assert f"> {label.lower()}" in result.stdout.lower()


def test_timings_name_the_steps(data_dir: Path) -> None:
    result = run(data_dir, "mug", options=("--timings",))
    assert "search · rules · ms: parse" in result.stdout


def test_what_comes_after_quit_is_not_said(data_dir: Path) -> None:
    result = run(data_dir, "/quit", "mug")
    assert "> mug" not in result.stdout


def test_terminal_markup_in_a_title_is_shown_as_text(data_dir: Path) -> None:
    result = run(data_dir, "mug")
    assert "[red]Mug" in result.stdout.replace("\n", "")
    assert "\x1b]8" not in result.stdout


def test_a_conversation_can_be_gone_on_with(data_dir: Path) -> None:
    options = ("--conversation", "kept")
    run(data_dir, "mug", options=options)
    result = run(data_dir, "add the second one to my cart", options=options)
    assert "Added Tarn Stoneware Mug" in result.stdout


def test_an_unknown_shopper_is_told_in_one_line(data_dir: Path) -> None:
    result = run(data_dir, "mug", options=("--user", "nobody"))
    assert result.exit_code == 2
    assert "no shopper 'nobody'" in result.stderr


def test_the_figures_of_the_run_go_into_a_file(data_dir: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    result = run(data_dir, "mug", "cheaper", options=("--json", str(figures)))
    assert result.exit_code == 0
    (row,) = json.loads(figures.read_text())["rows"]
    assert row["system"] == "aisle"
    assert row["turns"] == row["rules"] == 2
    assert 0 < row["p50_ms"] <= row["p95_ms"]
