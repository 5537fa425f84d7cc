"""The command line as a whole: help, and what is not there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from eval.__main__ import main


@pytest.mark.parametrize("command", ["search", "sessions", "intents", "recommend"])
def test_help_of_every_command_has_an_example(command, capsys):
    with pytest.raises(SystemExit) as exit_:
        main([command, "--help"])
    assert exit_.value.code == 0
    assert f"example:\n  python -m eval {command} --" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["rank"], ["search"]])
def test_bad_usage_ends_with_status_two_and_one_line(arguments):
    done = subprocess.run(
        [sys.executable, "-m", "eval", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "--help" in done.stderr
