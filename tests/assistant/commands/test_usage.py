"""Bad usage is one line that says what is wrong and where to read on."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import pytest
import typer

from assistant.commands.usage import run, writable

app = typer.Typer(no_args_is_help=True)


@app.callback()
def main() -> None:
    """Two commands."""


@app.command()
def add(count: int) -> None:
    """Add."""
    raise typer.Exit(3 if count == 3 else 0)


@app.command()
def tell(figures: Annotated[Path, typer.Option(callback=writable)]) -> None:
    """Tell."""


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["add", "two"], 2, "shop add: Invalid value"),
        (["add", "1", "--nope"], 2, "shop add: No such option: --nope"),
        (["ad"], 2, "shop: No such command 'ad'"),
        (["add", "3"], 3, ""),
        (["add", "1"], 0, ""),
        (["tell", "--figures", "."], 2, "shop tell: Invalid value for '--figures': . is a folder"),
        (["tell", "--figures", "no/f"], 2, "shop tell: Invalid value for '--figures': the folder"),
    ],
)
def test_one_line_and_the_exit_status(monkeypatch, capsys, arguments, code, said):
    monkeypatch.setattr(sys, "argv", ["shop", *arguments])

    with pytest.raises(SystemExit) as ended:
        run(app, "shop")

    told = capsys.readouterr().err
    assert ended.value.code == code
    assert told.startswith(said)
    assert told.count("\n") == bool(said)


def test_the_programs_use_it():
    for program in (["-m", "assistant"], ["-m", "finetune"], ["app.py"]):
        done = subprocess.run(
            [sys.executable, *program, "--nope"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert "--nope" in done.stderr


@pytest.mark.parametrize(
    ("command", "variable", "value"),
    [
        (["-m", "assistant", "parse", "lamp"], "AISLE_RANKING", "foo"),
        (["-m", "assistant", "events", "log.jsonl"], "AISLE_LLM_TIMEOUT_S", "-1"),
        (["-m", "retrieval", "ingest", "shop.jsonl"], "AISLE_RETRIEVAL_HAN_SHARE", "2"),
    ],
)
def test_a_setting_that_is_not_valid_is_named(
    tmp_path: Path, command: list[str], variable: str, value: str
) -> None:
    (tmp_path / "shop.jsonl").write_text('{"id": "1", "title": "Kettle"}\n')
    done = subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env={**os.environ, variable: value, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert f"the setting {variable} is not valid" in done.stderr
    assert done.stderr.count("\n") == 1
