"""Checkpoint plus adapter as one checkpoint, for vLLM and for whoever wants plain weights.

Merged weights decode several times faster than a live adapter, so this is what a shop with one
model serves; `--lora-modules` is for many shops on one base. Merged with numpy, shard by shard,
by the same code that builds the embedded server's GGUF, so the two cannot drift apart.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from assistant.llm.weights.lora import AdapterError, read_adapter
from finetune.export.folders import replace_folder, write_json
from finetune.export.tensors import Dtype, load_weights, save_weights


def merge(checkpoint: Path, adapter: Path, target: Path, dtype: Dtype = "bfloat16") -> Path:
    """Write ``target``: the checkpoint with the adapter added to its weights.

    Args:
        checkpoint: A Hugging Face checkpoint folder, of one or more safetensors files.
        adapter: Folder of a PEFT LoRA adapter.
        target: The folder to make; replaced when it is there, in one step.
        dtype: What the merged weights are stored as.

    Returns:
        ``target``.

    Raises:
        AdapterError: The adapter cannot be read or does not fit.
        FileNotFoundError: The checkpoint has no safetensors.
    """
    shards = sorted(checkpoint.glob("*.safetensors"))
    if not shards:
        raise FileNotFoundError(f"{checkpoint} has no .safetensors file: give a checkpoint folder")
    updates = read_adapter(adapter)
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        for shard in shards:
            tensors = load_weights(shard)
            for name in tensors.keys() & updates.keys():
                delta = updates.pop(name).delta()
                if delta.shape != tensors[name].shape:
                    raise AdapterError(
                        f"{adapter} has {name} as {delta.shape}, "
                        f"{checkpoint} as {tensors[name].shape}: it was trained on another base"
                    )
                tensors[name] += delta
            save_weights(tensors, folder / shard.name, dtype)
        if updates:
            raise AdapterError(
                f"{adapter} was trained on another base: {checkpoint} has no {min(updates)}"
            )
        for path in checkpoint.iterdir():
            if path.is_file() and path.suffix != ".safetensors" and path.name != "aisle.json":
                shutil.copy(path, folder / path.name)
        settings = json.loads((checkpoint / "config.json").read_text(encoding="utf-8"))
        write_json(folder / "config.json", settings | {"dtype": dtype})
        folder.chmod(0o755)
        replace_folder(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return target
