"""Whole runs: killed and resumed, in two processes, stopped early."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("peft")

from safetensors.torch import load_file  # noqa: E402

from assistant.llm.weights.lora import read_adapter  # noqa: E402
from finetune.export.average import average  # noqa: E402
from finetune.training.errors import TrainingError  # noqa: E402
from finetune.training.journal import read_log  # noqa: E402
from finetune.training.run import cross_validate, train  # noqa: E402

ROOT = Path(__file__).parents[3]
WORKER = Path(__file__).with_name("worker.py")
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


def told(tiny, config, out):
    return json.dumps(
        {
            "config": config.model_dump(mode="json"),
            "data": str(tiny.data),
            "validation": str(tiny.validation),
            "out": str(out),
        }
    )


def start(tiny, config, out, processes=1):
    launcher = [sys.executable]
    if processes > 1:
        launcher += ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node"]
        launcher += [str(processes)]
    return subprocess.Popen(
        [*launcher, str(WORKER), told(tiny, config, out)],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process):
    output, _ = process.communicate(timeout=240)
    assert process.returncode == 0, output[-3000:]


def losses(folder):
    return [line["loss"] for line in read_log(folder) if "loss" in line]


def adapter(folder):
    return load_file(folder / "adapter" / "adapter_model.safetensors")


@pytest.mark.slow
def test_a_run_learns_and_leaves_its_files(tiny, tmp_path):
    report = train(
        tiny.config(steps=200, evaluate_steps=50), tiny.data, tiny.validation, tmp_path / "run"
    )
    found = losses(tmp_path / "run")
    assert found[-1] < 0.75 * found[0]
    assert report["best"]["slot_f1"] > 0.8
    assert json.loads((tmp_path / "run" / "training.json").read_text()) == report
    assert (tmp_path / "run" / "curves.png").read_bytes().startswith(b"\x89PNG")
    assert all(t.dtype == torch.float16 for t in adapter(tmp_path / "run").values())


@pytest.mark.slow
def test_a_killed_run_goes_on_to_the_same_result(tiny, tmp_path):
    config = tiny.config(steps=60)
    train(config, tiny.data, tiny.validation, tmp_path / "whole")

    # Given a run that is killed after some step between two checkpoints
    process = start(tiny, config, tmp_path / "killed")
    deadline = time.monotonic() + 120
    while len(losses(tmp_path / "killed")) < 17 and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert not (tmp_path / "killed" / "training.json").exists()

    # When the same command is given again
    finish(start(tiny, config, tmp_path / "killed"))

    # Then nothing tells it from the unbroken one
    assert losses(tmp_path / "killed") == losses(tmp_path / "whole")
    whole, killed = adapter(tmp_path / "whole"), adapter(tmp_path / "killed")
    assert whole.keys() == killed.keys()
    assert all(torch.equal(whole[name], killed[name]) for name in whole)


@pytest.mark.slow
@pytest.mark.parametrize("parallel", ["ddp", "fsdp"])
def test_two_processes_give_the_single_process_result(tiny, tmp_path, parallel):
    # float32 everywhere: sums in another order differ by far more in bfloat16.
    config = tiny.config(steps=20, dropout=0.0, accumulate=2, parallel=parallel, dtype="float32")
    train(config, tiny.data, tiny.validation, tmp_path / "one")
    finish(start(tiny, config, tmp_path / "two", processes=2))

    assert losses(tmp_path / "two") == pytest.approx(losses(tmp_path / "one"), rel=2e-3)
    report = json.loads((tmp_path / "two" / "training.json").read_text())
    assert (report["processes"], report["parallel"]) == (2, parallel)
    checked = [x["validation_loss"] for x in read_log(tmp_path / "two") if "validation_loss" in x]
    wanted = [x["validation_loss"] for x in read_log(tmp_path / "one") if "validation_loss" in x]
    assert checked == pytest.approx(wanted, rel=2e-3)
    one, two = adapter(tmp_path / "one"), adapter(tmp_path / "two")
    for name in one:
        assert torch.allclose(one[name].float(), two[name].float(), atol=5e-3), name


@pytest.mark.slow
def test_an_fsdp_run_resumes_from_its_checkpoint(tiny, tmp_path):
    config = tiny.config(steps=10, dropout=0.0, parallel="fsdp", evaluate_steps=100)
    finish(start(tiny, config, tmp_path / "two", processes=2))
    whole = adapter(tmp_path / "two")
    found = losses(tmp_path / "two")

    # Given the checkpoint of half the way (5 steps are between two)
    half = tmp_path / "half"
    state = torch.load(tmp_path / "two" / "checkpoint" / "state.pt", weights_only=True)
    assert state["progress"]["step"] == 10
    process = start(tiny, config, half, processes=2)
    deadline = time.monotonic() + 120
    while len(losses(half)) < 6 and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.send_signal(signal.SIGTERM)
    process.communicate()

    finish(start(tiny, config, half, processes=2))
    assert losses(half) == pytest.approx(found, rel=1e-4)
    again = adapter(half)
    assert all(torch.allclose(whole[n].float(), again[n].float(), atol=1e-3) for n in whole)


def test_adapters_are_kept_on_the_way_to_be_averaged(tiny, tmp_path):
    train(tiny.config(steps=6, keep_steps=2), tiny.data, tiny.validation, tmp_path)

    kept = sorted((tmp_path / "kept").iterdir())
    assert [folder.name for folder in kept] == ["2", "4", "6"]
    mean = average(dict.fromkeys(kept, 1.0), tmp_path / "mean")
    assert read_adapter(mean).keys() == read_adapter(kept[0]).keys()


def test_another_configuration_is_not_resumed(tiny, tmp_path):
    train(tiny.config(steps=5), tiny.data, tiny.validation, tmp_path)
    with pytest.raises(TrainingError, match="another configuration"):
        train(tiny.config(steps=5, seed=4), tiny.data, tiny.validation, tmp_path)


def test_a_run_without_progress_stops_and_keeps_its_best(tiny, tmp_path):
    config = tiny.config(steps=200, evaluate_steps=2, patience=2, learning_rate=1e-12)
    report = train(config, tiny.data, tiny.validation, tmp_path)
    assert report["stopped"] == "patience"
    assert report["steps"] < 200
    checks = [line for line in read_log(tmp_path) if "validation_loss" in line]
    best = min(checks, key=lambda line: line["validation_loss"])
    assert report["best"]["validation_loss"] == pytest.approx(best["validation_loss"], abs=1e-5)


def test_minutes_end_a_run_with_its_schedule(tiny, tmp_path):
    config = tiny.config(epochs=10_000, minutes=0.05, evaluate_steps=10_000)
    report = train(config, tiny.data, tiny.validation, tmp_path)
    assert report["stopped"] == "minutes"
    assert report["steps"] < 10_000
    rates = [line["rate"] for line in read_log(tmp_path) if "rate" in line]
    assert rates[-1] < 0.2 * max(rates)


@pytest.mark.slow
def test_folds_hold_out_whole_families(tiny, tmp_path):
    summary = cross_validate(tiny.config(steps=4), tiny.data, tmp_path, 2)
    assert summary["folds"] == len(summary["slot_f1"]) == 2
    assert json.loads((tmp_path / "folds.json").read_text()) == summary


def test_examples_longer_than_a_row_are_refused(tiny, tmp_path):
    with pytest.raises(TrainingError, match="raise row_tokens to 64"):
        train(tiny.config(row_tokens=24), tiny.data, tiny.validation, tmp_path)
