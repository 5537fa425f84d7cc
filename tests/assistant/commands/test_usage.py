"""Bad usage is one line that says what is wrong and where to read on."""

import subprocess
import sys

import pytest
import typer

from assistant.commands.usage import run

app = typer.Typer(no_args_is_help=True)


@app.callback()
def main() -> None:
    """Two commands."""


@app.command()
def add(count: int) -> None:
    """Add."""
    raise typer.Exit(3 if count == 3 else 0)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["add", "two"], 2, "shop add: Invalid value"),
        (["add", "1", "--nope"], 2, "shop add: No such option: --nope"),
        (["ad"], 2, "shop: No such command 'ad'"),
        (["add", "3"], 3, ""),
        (["add", "1"], 0, ""),
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
