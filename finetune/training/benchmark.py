"""Tokens a second: the plain loop against ours, in turns in the same process.

``python -m finetune.training.benchmark --data train.jsonl`` prints both and their ratio. The plain
loop is what a first script does: 8 examples padded to 96 tokens, bfloat16 autocast, peft's own
forward pass, logits of the whole vocabulary at every position. On a processor without bfloat16
products autocast takes minutes a step; ``--plain-dtype float32`` gives the plain loop the type that
is fastest there, the harder comparison. Tokens are real ones, padding not counted, on both sides.
The best of the rounds counts, since a shared machine only ever slows down.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import torch
import typer
from peft.tuners.lora.layer import Linear as LoraLinear

from finetune.training.adapter import FusedLora, add_adapter
from finetune.training.base import choose_device, choose_dtype, load_base
from finetune.training.config import TrainingConfig
from finetune.training.norms import fuse_norms
from finetune.training.objective import PackedLoss
from finetune.training.packing import epoch_order, make_batch, plan_epoch
from finetune.training.rows import TokenRow, read_rows, tokenise, wants_bos

PLAIN_TOKENS, PLAIN_ROWS = 96, 8


def plain_step(
    model: Any,
    optimizer: torch.optim.Optimizer,
    examples: list[TokenRow],
    pad: int,
    *,
    autocast: bool,
) -> int:
    """One step of the plain loop; returns its real tokens."""
    ids = torch.full((len(examples), PLAIN_TOKENS), pad)
    labels = torch.full_like(ids, -100)
    seen = torch.zeros_like(ids)
    for row, example in enumerate(examples):
        size = min(len(example.ids), PLAIN_TOKENS)
        ids[row, :size] = torch.tensor(example.ids[:size])
        labels[row, example.answer_at : size] = ids[row, example.answer_at : size]
        seen[row, :size] = 1
    device = model.device
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=autocast):
        loss = model(
            input_ids=ids.to(device), attention_mask=seen.to(device), labels=labels.to(device)
        ).loss
    loss.backward()
    _update(model, optimizer)
    return int(seen.sum())


def _update(model: torch.nn.Module, optimizer: torch.optim.Optimizer) -> None:
    torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)


def _speed(step: Callable[[], int], device: torch.device) -> float:
    begun = time.perf_counter()
    tokens = step()
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return tokens / (time.perf_counter() - begun)


def _adapted(config: TrainingConfig, dtype: torch.dtype, device: torch.device) -> Any:
    base, tokenizer = load_base(config.base, dtype)
    model = add_adapter(base, config).to(device).train()
    weights = [p for p in model.parameters() if p.requires_grad]
    return model, tokenizer, torch.optim.AdamW(weights, lr=1e-4, fused=True)


def measure(
    data: Annotated[Path, typer.Option(help="Training rows, JSONL.")],
    base: Annotated[str, typer.Option(help="Base model.")] = "gemma3-270m",
    rounds: Annotated[int, typer.Option(help="Steps of each loop, in turns.")] = 3,
    plain_dtype: Annotated[
        Literal["bfloat16", "float32"], typer.Option(help="Of the plain loop's products.")
    ] = "bfloat16",
    threads: Annotated[int, typer.Option(help="Torch's threads; 0: its own choice.")] = 0,
) -> None:
    """Print tokens a second of both loops and the ratio, as JSON."""
    config = TrainingConfig(base=base)
    if threads:
        torch.set_num_threads(threads)
    device = choose_device(config.device)
    dtype = choose_dtype(config.dtype, device)
    plain, tokenizer, plain_optimizer = _adapted(config, torch.float32, device)
    for module in plain.modules():
        if type(module) is FusedLora:
            module.__class__ = LoraLinear  # type: ignore[assignment]
    ours, _, optimizer = _adapted(config, dtype, device)
    fuse_norms(ours)
    objective = PackedLoss(ours)

    rows = read_rows(data)
    order = epoch_order(rows, sampling="all", seed=config.seed, epoch=0)[:2000]
    bos = wants_bos(tokenizer, config.bos)
    examples = tokenise(tokenizer, [rows[i] for i in order], bos=bos, longest=config.row_tokens)
    lengths = [len(example.ids) for example in examples]
    plan = plan_epoch(range(len(examples)), lengths, rows=config.rows, row_tokens=config.row_tokens)
    pad = int(tokenizer.pad_token_id or 0)

    def plain_round(number: int) -> int:
        start = number * PLAIN_ROWS % max(1, len(examples) - PLAIN_ROWS)
        chosen = examples[start : start + PLAIN_ROWS]
        autocast = plain_dtype == "bfloat16"
        return plain_step(plain, plain_optimizer, chosen, pad, autocast=autocast)

    def our_round(number: int) -> int:
        packed = plan[number % len(plan)]
        batch = make_batch(packed, examples, row_tokens=config.row_tokens, pad=pad)
        (objective(batch.to(device)) / len(batch.at)).backward()
        _update(ours, optimizer)
        return batch.tokens

    found: dict[str, list[float]] = {"plain": [], "ours": []}
    for number in range(rounds + 1):
        for name, step in (("plain", plain_round), ("ours", our_round)):
            speed = _speed(lambda step=step, number=number: step(number), device)  # type: ignore[misc]
            if number:  # the first is the warm-up
                found[name].append(round(speed, 1))
    best = {name: max(speeds) for name, speeds in found.items()}
    report = {
        "base": base,
        "dtype": str(dtype).removeprefix("torch."),
        "plain_dtype": plain_dtype,
        "threads": torch.get_num_threads(),
        "tokens_per_second": best,
        "ratio": round(best["ours"] / best["plain"], 2),
        "rounds": found,
    }
    typer.echo(json.dumps(report))


if __name__ == "__main__":
    typer.run(measure)
