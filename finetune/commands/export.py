"""``python -m finetune export``: a trained adapter as merged safetensors and as GGUF files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from assistant.llm.weights.build import adapter_gguf, build
from assistant.llm.weights.gguf_file import GgufFormatError
from assistant.llm.weights.lora import AdapterError
from assistant.llm.weights.write import DiskFullError
from finetune.export.checkpoint import base_checkpoint, base_file
from finetune.export.compression import compression_report
from finetune.export.merge import merge
from retrieval.models import ModelMissingError, UnknownModelError


def export_command(
    *,
    adapter: Annotated[Path, typer.Option(help="Folder of the trained adapter (PEFT).")],
    out: Annotated[Path, typer.Option(help="Where the exports go.")],
    base: Annotated[
        str, typer.Option(help="The base it was trained on: a name, or a GGUF file.")
    ] = "gemma3-270m",
    merged: Annotated[
        bool, typer.Option(help="Merged safetensors, in OUT/merged, for vLLM.")
    ] = True,
    gguf: Annotated[bool, typer.Option(help="Merged GGUF, for the embedded server.")] = True,
    adapter_file: Annotated[
        bool, typer.Option(help="The adapter alone as GGUF, for llama.cpp beside its base.")
    ] = True,
    quantisation: Annotated[str, typer.Option(help="Type of the GGUF's matrices.")] = "Q4_0",
    embedding: Annotated[str, typer.Option(help="Type of its embedding table.")] = "Q8_0",
    compression: Annotated[
        bool, typer.Option("--compression", help="Also every storage type, with its size.")
    ] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the figures to this file.")
    ] = None,
) -> None:
    """Export a trained adapter: merged checkpoint, quantised GGUF, adapter GGUF.

    Example: python -m finetune export --adapter runs/best --out runs/export
    """
    rows: list[dict[str, Any]] = []
    try:
        source = base_file(base)
        if gguf:
            target = out / f"model-{quantisation.lower()}.gguf"
            build(source, adapter, target, quantisation=quantisation, embedding=embedding)
            rows.append(_row("merged GGUF", target))
        if adapter_file:
            adapter_gguf(adapter, out / "adapter.gguf", base=source)
            rows.append(_row("adapter GGUF", out / "adapter.gguf"))
        if merged:
            checkpoint = base_checkpoint(base, out / "base")
            folder = merge(checkpoint, adapter, out / "merged")
            rows.append(_row("merged checkpoint", folder / "model.safetensors"))
        if compression:
            rows += compression_report(source, adapter, out / "compression")
    except (
        AdapterError,
        DiskFullError,
        FileNotFoundError,
        GgufFormatError,
        ModelMissingError,
        UnknownModelError,
        ValueError,
    ) as error:
        raise typer.BadParameter(str(error)) from error
    table = Table("what", "MB", "file")
    for row in rows:
        table.add_row(row["system"], f"{row['bytes'] / 1e6:.1f}", row["file"])
    Console().print(table)
    if json_file is not None:
        meta = {"base": base, "adapter": str(adapter)}
        json_file.write_text(json.dumps({"rows": rows, "meta": meta}, indent=2) + "\n")


def _row(what: str, path: Path) -> dict[str, Any]:
    return {"system": what, "bytes": path.stat().st_size, "file": str(path)}
