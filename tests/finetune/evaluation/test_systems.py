"""Names, runs and adapters become the settings of parsers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.errors import UsageError
from finetune.evaluation.compression import storages_of
from finetune.evaluation.systems import named_runs, peft_folder, systems


@pytest.fixture
def run(tmp_path) -> Path:
    """The folder of a training run, as far as settings look at it."""
    folder = tmp_path / "run"
    (folder / "adapter").mkdir(parents=True)
    (folder / "adapter" / "adapter_model.safetensors").touch()
    config = json.dumps({"base_model_name_or_path": "smollm2-135m"})
    (folder / "adapter" / "adapter_config.json").write_text(config, encoding="utf-8")
    return folder


def test_each_name_sets_what_it_stands_for(run):
    names = "aisle,tuned,few-shot,zero-shot,rules"
    found = {
        system.name: system.settings
        for system in systems(names, adapter=run, base="gemma3-270m", runs={})
    }
    assert found["aisle"].llm_adapter == found["tuned"].llm_adapter == str(run / "adapter")
    assert (found["aisle"].llm_checks, found["tuned"].llm_checks) == (True, False)
    assert (found["few-shot"].tuned, found["few-shot"].llm_examples) == (False, 4)
    assert (found["zero-shot"].tuned, found["zero-shot"].llm_examples) == (False, 0)
    assert found["rules"].parser == "rules"


def test_an_ablation_is_served_on_the_base_it_was_trained_on(run):
    found = systems("rules", adapter=None, base="gemma3-270m", runs={"small": run})
    assert [system.name for system in found] == ["rules", "small"]
    assert found[1].settings.llm_base == "smollm2-135m"
    assert found[1].needs_model


@pytest.mark.parametrize(
    ("names", "base", "message"),
    [
        ("gpt", "gemma3-270m", "no such system"),
        ("rules", "llama", "use one of gemma3-270m"),
        ("", "gemma3-270m", "--systems is empty"),
        ("rules,rules", "gemma3-270m", "named twice"),
    ],
)
def test_bad_names_are_refused(names, base, message):
    with pytest.raises(UsageError, match=message):
        systems(names, adapter=None, base=base, runs={})


def test_a_folder_without_adapter_is_refused(tmp_path):
    with pytest.raises(UsageError, match="give the folder of a finished"):
        peft_folder(tmp_path)


def test_runs_are_pairs_and_storages_are_known():
    assert named_runs(["half=runs/half"]) == {"half": Path("runs/half")}
    with pytest.raises(UsageError, match="NAME=FOLDER"):
        named_runs(["half"])
    assert [storage.quantisation for storage in storages_of("fp32,q4_0")] == ["F32", "Q4_0"]
    with pytest.raises(UsageError, match="q9"):
        storages_of("q9")
