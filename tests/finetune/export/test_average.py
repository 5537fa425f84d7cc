"""Adapters averaged into one."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from assistant.llm.weights.lora import AdapterError, read_adapter
from finetune.__main__ import app
from finetune.export.average import average
from finetune.export.tensors import save_weights

LAYER = "base_model.model.model.layers.0.self_attn.q_proj"


def adapter(folder: Path, value: float, *, rank: int = 2, **config: object) -> Path:
    folder.mkdir()
    told = {
        "peft_type": "LORA",
        "base_model_name_or_path": "gemma3-270m",
        "r": rank,
        "lora_alpha": 4,
        "target_modules": ["q_proj", "k_proj"],
    } | config
    (folder / "adapter_config.json").write_text(json.dumps(told))
    tensors = {
        f"{LAYER}.lora_A.weight": np.full((rank, 3), value, dtype=np.float32),
        f"{LAYER}.lora_B.weight": np.full((5, rank), 10 * value, dtype=np.float32),
    }
    save_weights(tensors, folder / "adapter_model.safetensors", "float16")
    return folder


def test_shares_are_made_to_sum_to_one_and_a_and_b_are_averaged_apart(tmp_path: Path) -> None:
    one, two = adapter(tmp_path / "one", 1), adapter(tmp_path / "two", 2)

    made = average({one: 1, two: 3}, tmp_path / "mean")

    (update,) = read_adapter(made).values()
    assert np.all(update.a == 1.75)
    assert np.all(update.b == 17.5)
    assert update.scale == 2


def test_the_mean_of_one_is_itself_and_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    one = adapter(tmp_path / "one", 1)
    target = adapter(tmp_path / "target", 7)

    average({one: 0.4}, target)

    assert sorted(file.name for file in target.iterdir()) == [
        "adapter_config.json",
        "adapter_model.safetensors",
    ]
    (update,) = read_adapter(target).values()
    assert np.all(update.a == 1)


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"rank": 3}, "differ in r"),
        ({"lora_alpha": 8}, "lora_alpha"),
        ({"base_model_name_or_path": "smollm2-135m"}, "base_model_name_or_path"),
    ],
)
def test_adapters_that_do_not_descend_from_one_another_are_refused(
    tmp_path: Path, other: dict[str, int], named: str
) -> None:
    one = adapter(tmp_path / "one", 1)
    two = adapter(tmp_path / "two", 2, **other)

    with pytest.raises(AdapterError, match=named):
        average({one: 1, two: 1}, tmp_path / "mean")
    assert not (tmp_path / "mean").exists()


@pytest.mark.parametrize("shares", [[], [0.0], [2.0, -1.0]])
def test_shares_that_make_no_mean_are_refused(tmp_path: Path, shares: list[float]) -> None:
    given = {adapter(tmp_path / str(n), 1): share for n, share in enumerate(shares)}

    with pytest.raises(AdapterError, match="share"):
        average(given, tmp_path / "mean")


def test_the_command_takes_folders_and_shares(tmp_path: Path) -> None:
    one, two = adapter(tmp_path / "one", 1), adapter(tmp_path / "two", 3)
    run = CliRunner()

    done = run.invoke(app, ["average", f"{one}=3", str(two), "--out", str(tmp_path / "mean")])
    assert done.exit_code == 0, done.output
    (update,) = read_adapter(tmp_path / "mean").values()
    assert np.all(update.a == 1.5)

    wrong = run.invoke(app, ["average", f"{one}=much", "--out", str(tmp_path / "mean")])
    assert wrong.exit_code == 2
    missing = run.invoke(app, ["average", str(tmp_path / "no"), "--out", str(tmp_path / "m")])
    assert missing.exit_code == 2
