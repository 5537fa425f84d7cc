import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from finetune.commands.export import export_command
from finetune.commands.serve import serve_command
from finetune.export.vllm import Serving, ServingError, arguments, environment, preloaded


def adapter_folder(folder, rank):
    folder.mkdir()
    (folder / "adapter_config.json").write_text(json.dumps({"r": rank}))
    return folder


def option(command, name):
    return command[command.index(name) + 1]


def test_adapters_are_served_by_name_with_a_rank_that_vllm_allows(tmp_path):
    north, south = adapter_folder(tmp_path / "n", 12), adapter_folder(tmp_path / "s", 8)
    command = arguments(Serving("m", adapters={"north": north, "south": south}), Path("python"))
    assert option(command, "--max-lora-rank") == "16"
    assert option(command, "--max-loras") == "2"
    place = command.index("--lora-modules")
    assert command[place + 1 : place + 3] == [f"north={north}", f"south={south}"]


def test_too_high_a_rank_and_a_folder_that_is_none_are_refused(tmp_path):
    with pytest.raises(ServingError, match="513"):
        arguments(Serving("m", adapters={"a": adapter_folder(tmp_path / "a", 513)}), Path("p"))
    with pytest.raises(ServingError, match="not a PEFT adapter"):
        arguments(Serving("m", adapters={"a": tmp_path}), Path("p"))


def test_splits_and_ray_are_named_only_when_asked_for():
    plain = arguments(Serving("m"), Path("p"))
    assert not [part for part in plain if "parallel" in part or "executor" in part]
    split = arguments(Serving("m", tensor=2, pipeline=3, data=4, ray=True), Path("p"))
    assert option(split, "--tensor-parallel-size") == "2"
    assert option(split, "--pipeline-parallel-size") == "3"
    assert option(split, "--data-parallel-size") == "4"
    assert option(split, "--distributed-executor-backend") == "ray"


def test_the_hub_is_off_for_a_local_folder_only(tmp_path):
    assert environment(Serving(str(tmp_path)), Path("p"), {})["HF_HUB_OFFLINE"] == "1"
    assert "HF_HUB_OFFLINE" not in environment(Serving("org/model"), Path("p"), {})


def test_cpu_settings_are_made_and_those_of_the_caller_stay(tmp_path):
    ours = environment(Serving("m", cpu=True, kv_gib=2, threads=1), Path("p"), {})
    assert ours["VLLM_CPU_KVCACHE_SPACE"] == "2"
    assert ours["VLLM_CPU_OMP_THREADS_BIND"].isdigit()
    theirs = environment(Serving("m", cpu=True), Path("p"), {"VLLM_CPU_KVCACHE_SPACE": "9"})
    assert theirs["VLLM_CPU_KVCACHE_SPACE"] == "9"
    assert "VLLM_CPU_KVCACHE_SPACE" not in environment(Serving("m"), Path("p"), {})


def test_libraries_are_taken_from_the_environment_and_one_allocator_is_enough(tmp_path):
    (tmp_path / "lib").mkdir()
    for name in ("libiomp5.so", "libtcmalloc.so.4", "libtcmalloc_minimal.so.4"):
        (tmp_path / "lib" / name).touch()
    names = [path.name for path in preloaded(tmp_path / "bin" / "python")]
    assert names == ["libtcmalloc_minimal.so.4", "libiomp5.so"]


def run(command, *parts):
    import typer

    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, list(parts))


def test_serve_shows_the_command_it_would_run(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    shown = run(
        serve_command,
        *("--model", str(tmp_path), "--python", sys.executable, "--cpu", "--show"),
        *("--", "--max-num-seqs", "64"),
    )
    assert shown.exit_code == 0, shown.output
    assert f"--model {tmp_path}" in shown.output
    assert shown.output.rstrip().endswith("--max-num-seqs 64")
    assert "VLLM_NO_USAGE_STATS=1" in shown.output


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("--lora", "north"), "NAME=FOLDER"),
        (("--python", "/nowhere/python"), "setup vllm"),
    ],
)
def test_serve_refuses_what_it_cannot_start(tmp_path, parts, said):
    given = ("--model", str(tmp_path), "--python", sys.executable, *parts)
    answer = run(serve_command, *given)
    assert answer.exit_code == 2
    assert said in answer.output


def test_export_names_what_is_wrong_with_an_adapter(tmp_path):
    answer = run(
        export_command, "--adapter", str(tmp_path), "--base", "smollm2-135m", "--out", str(tmp_path)
    )
    assert answer.exit_code == 2
    # The message stands in a box whose lines break by the length of the path.
    assert "PEFT adapter" in " ".join(answer.output.replace("│", " ").split())
