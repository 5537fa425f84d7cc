"""``python -m finetune serve``: vLLM's OpenAI-compatible server for a fine-tuned model."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from finetune.export.checkpoint import base_checkpoint
from finetune.export.vllm import Serving, ServingError, arguments, environment
from retrieval.models import manifest


def serve_command(
    further: Annotated[
        list[str] | None, typer.Argument(metavar="-- OPTION...", help="Options for vLLM itself.")
    ] = None,
    *,
    model: Annotated[
        str, typer.Option(help="Merged checkpoint folder, or a base: gemma3-270m, smollm2-135m.")
    ],
    lora: Annotated[
        list[str] | None,
        typer.Option("--lora", metavar="NAME=FOLDER", help="An adapter by name; may be repeated."),
    ] = None,
    name: Annotated[str, typer.Option(help="What clients call the model itself.")] = "aisle",
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    cpu: Annotated[bool, typer.Option("--cpu", help="Use the CPU build of vLLM.")] = False,
    python: Annotated[
        Path | None,
        typer.Option(
            envvar="AISLE_VLLM_PYTHON", help="Python of vLLM's environment; default: .venv-vllm."
        ),
    ] = None,
    tensor_parallel: Annotated[int, typer.Option(help="GPUs that share each layer.")] = 1,
    pipeline_parallel: Annotated[int, typer.Option(help="GPUs that share out layers.")] = 1,
    data_parallel: Annotated[int, typer.Option(help="Copies of the model.")] = 1,
    ray: Annotated[bool, typer.Option("--ray", help="Spread over a Ray cluster.")] = False,
    max_length: Annotated[int, typer.Option(help="Prompt and answer together, tokens.")] = 2048,
    dtype: Annotated[str, typer.Option(help="bfloat16, float16, float32 or auto.")] = "bfloat16",
    prefix_caching: Annotated[bool, typer.Option(help="Reuse the start of prompts.")] = True,
    kv_gib: Annotated[int, typer.Option(help="Cache memory on CPU, GiB.")] = 1,
    threads: Annotated[int, typer.Option(help="Cores on CPU; 0: all.")] = 0,
    data_dir: Annotated[
        Path, typer.Option(envvar="AISLE_DATA_DIR", help="Where base checkpoints are kept.")
    ] = Path(".aisle"),
    show: Annotated[
        bool, typer.Option("--show", help="Print the command instead of running it.")
    ] = False,
) -> None:
    """Serve a checkpoint, or a base with one adapter for each shop.

    Example: python -m finetune serve --model runs/merged --cpu

    Example: python -m finetune serve --model gemma3-270m --lora north=runs/1 --lora south=runs/2

    Example: python -m finetune serve --model runs/merged -- --max-num-seqs 64
    """
    adapters = dict(_named_folder(pair) for pair in lora or [])
    interpreter = _interpreter(python)
    if model in manifest():
        model = str(base_checkpoint(model, data_dir / "checkpoints" / model).resolve())
    elif ("/" in model or "\\" in model) and Path(model).parent.is_dir():
        if not (Path(model) / "config.json").is_file():
            raise typer.BadParameter(f"{model} has no config.json: give a checkpoint folder")
        model = str(Path(model).resolve())
    serving = Serving(
        model=model,
        name=name,
        adapters=adapters,
        host=host,
        port=port,
        cpu=cpu,
        tensor=tensor_parallel,
        pipeline=pipeline_parallel,
        data=data_parallel,
        ray=ray,
        context=max_length,
        dtype=dtype,
        prefix_caching=prefix_caching,
        kv_gib=kv_gib,
        threads=threads,
        more=tuple(further or ()),
    )
    try:
        command = arguments(serving, interpreter)
    except ServingError as error:
        raise typer.BadParameter(str(error)) from error
    variables = environment(serving, interpreter, os.environ)
    if show:
        ours = {key: value for key, value in variables.items() if os.environ.get(key) != value}
        pairs = [f"{key}={shlex.quote(value)}" for key, value in sorted(ours.items())]
        typer.echo(" ".join([*pairs, shlex.join(command)]))
        return
    sys.stdout.flush()
    os.execve(command[0], command, variables)  # noqa: S606 - signals reach vLLM itself


def _named_folder(pair: str) -> tuple[str, Path]:
    name, equals, folder = pair.partition("=")
    if not equals or not name:
        raise typer.BadParameter(f"--lora takes NAME=FOLDER, not {pair!r}")
    return name, Path(folder)


def _interpreter(given: Path | None) -> Path:
    python = given or Path(__file__).parents[2] / ".venv-vllm" / "bin" / "python"
    if not python.is_file():
        raise typer.BadParameter(
            f"vLLM's environment is missing ({python}): run ./aisle setup vllm, "
            "or name its Python with --python or AISLE_VLLM_PYTHON"
        )
    return python.absolute()  # not resolved: the link is what makes it an environment
