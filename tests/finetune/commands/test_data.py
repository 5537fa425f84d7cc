"""``python -m finetune data``: the files it writes, and faults in one line."""

import json

import pytest
import typer
from typer.testing import CliRunner

from finetune.commands.data import data_command
from finetune.data.build import Case
from finetune.data.examples import Example

app = typer.Typer()
app.command()(data_command)
SMALL = 'grammar = {en = 20, zh = 10}\ngrammar_dev = 10\nsources = ["grammar"]\n'


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_splits_and_their_card_are_written(tmp_path):
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")

    done = run("--out", tmp_path / "out", "--config", tmp_path / "small.toml")

    card = json.loads((tmp_path / "out" / "card.json").read_text(encoding="utf-8"))
    assert done.exit_code == 0
    assert json.loads(done.stdout) == card
    for name, shape in (("train", Example), ("dev", Case), ("test", Case), ("validation", Example)):
        lines = (tmp_path / "out" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        assert [shape.model_validate_json(line) for line in lines]
        assert len(lines) == card["rows"]["dev" if name == "validation" else name]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--source", "hnad"), "sources"),
        (("--keep", "7"), "keep"),
        (("--config", "missing.toml"), "missing.toml"),
        (("--source", "logs", "--sessions", "missing.jsonl"), "missing.jsonl"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path, monkeypatch, arguments, named):
    monkeypatch.chdir(tmp_path)

    done = run("--out", "out", *arguments)

    assert done.exit_code == 2
    assert named in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()
