"""One process or several: the same batches, the same gradients.

Every process plans the same global batch and takes its rows of it; the loss is divided by the
global batch's weight. So the summed gradient is the single process's, up to the order of additions
(and dropout's masks, which differ). ``ddp`` copies the frozen base to each process; ``fsdp``
(FSDP2's ``fully_shard``, a unit per decoder layer) shards it, for bases that do not fit one device.
Given up: accelerate, which would hide these sixty lines behind its own configuration.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
import torch.distributed as dist
from torch.distributed.fsdp import fully_shard
from torch.distributed.tensor import DTensor, distribute_tensor
from torch.nn.parallel import DistributedDataParallel

from finetune.training.errors import TrainingError


class Parallel:
    """This process's place among the others."""

    def __init__(self, kind: str, device: torch.device) -> None:
        """Joins the group torchrun made, if any."""
        self.size = int(os.environ.get("WORLD_SIZE", "1"))
        self.rank = int(os.environ.get("RANK", "0"))
        self.kind = kind if self.size > 1 else "one"
        self.device = device
        if self.size > 1 and not dist.is_initialized():
            if device.type == "cuda":
                torch.cuda.set_device(device)
            dist.init_process_group("nccl" if device.type == "cuda" else "gloo")

    @property
    def leads(self) -> bool:
        """Whether this process writes files."""
        return self.rank == 0

    def close(self) -> None:
        """Leaves the group."""
        if dist.is_initialized():
            dist.destroy_process_group()

    def wrap(self, module: torch.nn.Module, layers: Sequence[torch.nn.Module]) -> torch.nn.Module:
        """The module whose call and backward pass work across all processes."""
        module.to(self.device)
        if self.kind == "ddp":
            return DistributedDataParallel(module)
        if self.kind == "fsdp":
            for layer in layers:
                fully_shard(layer)
            fully_shard(module)
        return module

    def mine(self, rows: Sequence[Any]) -> Sequence[Any]:
        """This process's rows of a global batch.

        Raises:
            TrainingError: the rows cannot be shared out evenly.
        """
        if len(rows) % self.size:
            raise TrainingError(
                f"rows ({len(rows)}) must be a multiple of the {self.size} processes"
            )
        return rows[self.rank :: self.size]

    def quiet(self, module: torch.nn.Module, *, last: bool) -> AbstractContextManager[None]:
        """Holds the gradient exchange back until the last of several backward passes."""
        if self.kind == "fsdp":
            module.set_requires_gradient_sync(last)  # type: ignore[operator]  # FSDP2 adds it
        if self.kind == "ddp" and not last:
            held: AbstractContextManager[None] = module.no_sync()  # type: ignore[operator]
            return held
        return nullcontext()

    def total(self, *numbers: float) -> list[float]:
        """Sums over all processes."""
        if self.size == 1:
            return list(numbers)
        tensor = torch.tensor(numbers, dtype=torch.float64, device=self.device)
        dist.all_reduce(tensor)
        return [float(number) for number in tensor]

    def agree(self, number: float) -> float:
        """The first process's number, for decisions all must take alike."""
        if self.size == 1:
            return number
        tensor = torch.tensor([number], dtype=torch.float64, device=self.device)
        dist.broadcast(tensor, 0)
        return float(tensor)

    def gather(self, thing: Any) -> list[Any]:
        """Every process's thing, in order of rank."""
        if self.size == 1:
            return [thing]
        things: list[Any] = [None] * self.size
        dist.all_gather_object(things, thing)
        return things

    def wait(self) -> None:
        """Until all are here."""
        if self.size > 1:
            dist.barrier()


def whole(tensor: torch.Tensor) -> torch.Tensor:
    """A copy of the whole tensor on the CPU, be it sharded or not (collective if it is)."""
    if isinstance(tensor, DTensor):
        tensor = tensor.full_tensor()
    return tensor.detach().cpu().clone()


def put(target: torch.Tensor, value: torch.Tensor) -> None:
    """Writes a whole tensor into one that may be sharded."""
    if isinstance(target, DTensor):
        value = distribute_tensor(
            value.to(target.device), target.device_mesh, target.placements, src_data_rank=None
        )
    with torch.no_grad():
        target.copy_(value)
