"""``python -m finetune retrain``: one command from material to an adapter, scored."""

import json

import pytest
import typer
from typer.testing import CliRunner

from assistant.llm.confidence import FILE as CALIBRATION
from assistant.settings import SHIPPED
from finetune.commands.retrain import retrain_command, shares_of
from finetune.evaluation.systems import WEIGHTS

app = typer.Typer()
app.command()(retrain_command)


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def kept(folder, *steps):
    for step in steps:
        (folder / "kept" / str(step)).mkdir(parents=True)
        (folder / "kept" / str(step) / WEIGHTS).write_bytes(b"")


def test_the_mean_takes_the_end_two_places_passed_and_the_start(tmp_path):
    kept(tmp_path, 700, 800, 900)

    shares = shares_of(tmp_path / "start", tmp_path, steps=1000)

    assert shares == {
        tmp_path / "adapter": 0.4,
        tmp_path / "kept" / "900": 0.2,
        tmp_path / "kept" / "700": 0.1,
        tmp_path / "start": pytest.approx(0.3),
    }


def test_a_run_that_stopped_early_has_no_place_it_never_reached(tmp_path):
    kept(tmp_path, 700)

    shares = shares_of(tmp_path / "start", tmp_path, steps=1000)

    assert set(shares) == {tmp_path / "adapter", tmp_path / "kept" / "700", tmp_path / "start"}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--start", "nowhere"), "adapter_model.safetensors"),
        (("--recipe", "nowhere.toml"), "nowhere.toml"),
        (("--sessions", "nowhere.jsonl"), "nowhere.jsonl"),
        (("--set", "colour=blue"), "colour"),
    ],
)
def test_a_fault_is_one_line_that_names_it(tmp_path, arguments, named):
    (tmp_path / "small.toml").write_text(
        'grammar = {en = 20, zh = 10}\ngrammar_dev = 10\nsources = ["grammar", "logs"]\n'
    )
    recipe = () if "--recipe" in arguments else ("--recipe", tmp_path / "small.toml")

    done = run("--out", tmp_path / "out", *recipe, *arguments)

    assert done.exit_code == 2
    assert done.stderr.startswith("finetune retrain: ")
    assert named in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_from_the_shipped_adapter_to_a_scored_one_and_not_twice(tmp_path):
    (tmp_path / "small.toml").write_text(
        "grammar = {en = 200, zh = 100}\ngrammar_dev = 20\nquery_ner = 0\n"
        'requests = {"*_vague_a.jsonl" = 1.0}\n'
    )
    asked = (
        *("--out", tmp_path, "--recipe", tmp_path / "small.toml", "--steps", "20"),
        *("--limit", "10", "--held", "50", "--set", "validation_rows=10"),
    )

    first = run(*asked)
    trained = (tmp_path / "run" / "training.json").stat().st_mtime_ns
    second = run(*asked)

    assert first.exit_code == second.exit_code == 0, first.output + second.output
    assert (tmp_path / "run" / "training.json").stat().st_mtime_ns == trained
    told = json.loads((tmp_path / "run" / "training.json").read_text())
    assert told["config"]["start"] == str(SHIPPED / "gemma3-270m")
    assert (tmp_path / "adapter" / CALIBRATION).is_file()
    systems = {row["system"] for row in json.loads((tmp_path / "scores.json").read_text())["rows"]}
    assert {"aisle", "before", "rules"} <= systems
    assert "before and" in second.output
    assert f"AISLE_LLM_ADAPTER={tmp_path / 'adapter'}" in second.output.replace("\n", "")
