"""``python -m assistant experiments``: the list, the log that ``eval`` reads, and bad usage."""

import json

import pytest
from typer.testing import CliRunner

from assistant.commands.experiments import experiments
from assistant.experiments import ExperimentLog, load_experiments
from assistant.settings import Settings
from assistant.storage import Database
from eval.__main__ import main
from tests.assistant.experiments.test_definition import GOOD


@pytest.fixture
def command(tmp_path, monkeypatch):
    import typer

    path = tmp_path / "experiments.toml"
    path.write_text(GOOD)
    monkeypatch.setenv("AISLE_EXPERIMENTS", str(path))
    monkeypatch.setenv("AISLE_DATA_DIR", str(tmp_path / "data"))
    (profile,) = load_experiments(path)
    with Database.open(Settings()) as database:
        log = ExperimentLog(database)
        for number in range(10):
            log.expose(
                profile, f"u{number}", session_id=f"s{number}", arm=log.arm(profile, f"u{number}")
            )
    app = typer.Typer()
    app.command()(experiments)
    return lambda *given: CliRunner().invoke(app, list(given))


def test_what_runs_is_listed(command):
    assert command().stdout == "profile: split, 50%; control, strong; 10 exposed\n"


def test_the_log_it_writes_is_the_one_that_eval_reads(command, tmp_path, capsys):
    log = tmp_path / "log.jsonl"
    result = command("--name", "profile", "--output", str(log))
    assert result.exit_code == 0
    assert "11 records of 10 exposed" in result.stdout
    assert json.loads(log.read_text().splitlines()[0])["arms"] == {"control": 1, "strong": 1}
    assert main(["experiment", "--log", str(log)]) == 0
    assert "experiment profile" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--name", "other", "--output", "x"], "no experiment 'other': profile"),
        (["--name", "profile"], "give --name and --output together"),
    ],
)
def test_bad_usage_is_one_line(command, given, said):
    result = command(*given)
    assert result.exit_code == 2
    assert said in result.stderr


def test_its_figures_go_into_a_file(command, tmp_path):
    command("--json", str(tmp_path / "figures.json"))
    found = json.loads((tmp_path / "figures.json").read_text())
    assert found["rows"][0] | {"arms": None} == {
        "system": "aisle", "experiment": "profile", "kind": "split", "share": 0.5, "arms": None,
        "exposed": 10,
    }  # fmt: skip
    assert found["meta"]["command"] == "python -m assistant experiments"
