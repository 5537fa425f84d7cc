"""One training run from files to files: rows and a base in, a run's folder out.

The folder holds ``adapter/`` (the best, in peft's format), ``training.json``, ``log.jsonl``,
``curves.png`` and ``checkpoint/``. The same call on the same folder goes on with a killed run.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import math
import os
import platform
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

from finetune.training.adapter import add_adapter
from finetune.training.base import choose_device, choose_dtype, load_base
from finetune.training.config import TrainingConfig
from finetune.training.errors import TrainingError
from finetune.training.folds import split_folds
from finetune.training.journal import draw_curves
from finetune.training.loop import Progress, Trainer
from finetune.training.metric import SlotF1
from finetune.training.norms import fuse_norms
from finetune.training.packing import evenly
from finetune.training.parallel import Parallel
from finetune.training.rows import Row, digest, read_rows, tokenise, wants_bos

VERSIONS = ("torch", "transformers", "peft", "tokenizers", "safetensors")
# What may change between a run and its resumption without changing its result.
_FREE = {"threads", "checkpoint_steps", "keep_steps"}


def train(
    config: TrainingConfig,
    data: Path,
    validation: Path,
    folder: Path,
    *,
    say: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Trains one adapter; returns what ``training.json`` says.

    Raises:
        TrainingError: the configuration, the data, the base or the folder does not fit.
    """
    sources = {"train": digest(data), "validation": digest(validation)}
    return _train(config, read_rows(data), read_rows(validation), folder, sources, say=say)


def cross_validate(
    config: TrainingConfig,
    data: Path,
    folder: Path,
    folds: int,
    *,
    say: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Trains ``folds`` adapters, each validated on families it never saw; writes ``folds.json``."""
    rows = read_rows(data)
    sources = {"train": digest(data)}
    reports = []
    for number, (kept, held) in enumerate(split_folds(rows, folds), start=1):
        say(f"fold {number} of {folds}: {len(kept)} examples, {len(held)} held out")
        origin = sources | {"fold": f"{number}/{folds}"}
        where = folder / f"fold-{number}"
        reports.append(
            _train(config, [rows[i] for i in kept], [rows[i] for i in held], where, origin, say=say)
        )
    scores = [report["best"]["slot_f1"] for report in reports]
    losses = [report["best"]["validation_loss"] for report in reports]
    summary = {
        "folds": folds,
        "slot_f1": scores,
        "slot_f1_mean": None if None in scores else statistics.mean(scores),
        "slot_f1_sd": None if None in scores else statistics.stdev(scores),
        "validation_loss_mean": statistics.mean(losses),
    }
    if int(os.environ.get("RANK", "0")) == 0:
        _write_json(folder / "folds.json", summary)
    return summary


def _train(
    config: TrainingConfig,
    rows: Sequence[Row],
    held: Sequence[Row],
    folder: Path,
    sources: dict[str, str],
    *,
    say: Callable[[str], None],
) -> dict[str, Any]:
    threads = config.threads or max(1, (os.cpu_count() or 1) // _processes_here())
    torch.set_num_threads(threads)
    device = choose_device(config.device)
    dtype = choose_dtype(config.dtype, device)
    parallel = Parallel(config.parallel, device)
    tell = say if parallel.leads else (lambda _: None)
    model, tokenizer = load_base(config.base, dtype)
    window = getattr(model.config.get_text_config(), "sliding_window", None)
    if window is not None and config.row_tokens > window:
        raise TrainingError(f"row_tokens is past {config.base}'s sliding window of {window}")
    bos = wants_bos(tokenizer, config.bos)
    held = [held[i] for i in evenly(len(held), config.validation_rows)]
    examples = tokenise(tokenizer, rows, bos=bos, longest=config.row_tokens)
    checks = tokenise(tokenizer, held, bos=bos, longest=config.row_tokens)
    adapted = add_adapter(model, config)
    fuse_norms(adapted)
    trainer = Trainer(
        config,
        adapted,
        tokenizer,
        rows=rows,
        examples=examples,
        validation=checks,
        evaluate=SlotF1(held),
        folder=folder,
        parallel=parallel,
        identity=_identity(config, sources),
        bos=bos,
        say=tell,
    )
    progress = trainer.run()
    lengths = [len(example.ids) for example in examples]
    report = {
        "base": config.base,
        "config": config.model_dump(mode="json"),
        "data": sources,
        "examples": len(rows),
        "tokens_per_example": round(statistics.mean(lengths), 1),
        "validation_examples": len(held),
        "bos": bos,
        "dtype": str(dtype).removeprefix("torch."),
        "device": _device(device),
        "threads": torch.get_num_threads(),
        "processes": parallel.size,
        "parallel": parallel.kind,
        "versions": {name: importlib.metadata.version(name) for name in VERSIONS},
        "python": platform.python_version(),
        "trained_parameters": sum(p.numel() for p in adapted.parameters() if p.requires_grad),
        **_outcome(progress),
    }
    if parallel.leads:
        _write_json(folder / "training.json", report)
        draw_curves(folder)
    parallel.wait()
    return report


def _outcome(progress: Progress) -> dict[str, Any]:
    best = next(entry for entry in progress.checked if entry[0] == progress.best_step)
    return {
        "steps": progress.step,
        "epochs": progress.epoch,
        "stopped": progress.stopped,
        "tokens": progress.tokens,
        "tokens_per_second": round(progress.tokens / max(progress.train_seconds, 1e-9), 1),
        "wall_seconds": round(progress.seconds, 1),
        "training_seconds": round(progress.train_seconds, 1),
        "best": {
            "step": progress.best_step,
            "validation_loss": best[1],
            "slot_f1": None if math.isnan(best[2]) else best[2],
        },
    }


def _identity(config: TrainingConfig, sources: dict[str, str]) -> str:
    free = _FREE if config.start else _FREE | {"start"}
    told = {"config": config.model_dump(mode="json", exclude=free), "data": sources}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _processes_here() -> int:
    return int(os.environ.get("LOCAL_WORLD_SIZE", "1"))


def _device(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"cpu ({torch.backends.cpu.get_cpu_capability()})"


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.writing")
    partial.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(path)
