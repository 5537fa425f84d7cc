"""The loss: weighted cross-entropy of the answer's tokens, with logits nowhere else.

A vocabulary of 65,536 makes one token's logits as dear as half the model. They are computed at
answer positions only, some rows at a time, and their gradient at once in the forward pass, so that
the full matrix never exists and the softmax is not kept for the backward pass.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.autograd.function import once_differentiable

from finetune.training.packing import Batch, attention_mask

CHUNK = 256


class _AnswerLoss(torch.autograd.Function):
    @staticmethod
    def forward(  # noqa: PLR0917 - apply() takes no names
        ctx: Any,
        hidden: torch.Tensor,
        weight: torch.Tensor,
        softcap: float | None,
        targets: torch.Tensor,
        weights: torch.Tensor,
    ) -> torch.Tensor:
        total = torch.zeros((), dtype=torch.float32, device=hidden.device)
        slope = torch.empty_like(hidden)
        for start in range(0, len(targets), CHUNK):
            part = slice(start, start + CHUNK)
            wanted = targets[part, None]
            logits = (hidden[part] @ weight.T).float()
            if softcap is not None:
                logits.div_(softcap).tanh_()
                bend = 1 - logits.square()
                logits.mul_(softcap)
            chances = torch.log_softmax(logits, dim=-1)
            total -= (chances.gather(1, wanted)[:, 0] * weights[part]).sum()
            # d loss / d logits = weight * (softmax - one hot), in place of the log-softmax.
            chances.exp_()
            chances.scatter_add_(1, wanted, chances.new_full(wanted.shape, -1.0))
            chances.mul_(weights[part, None])
            if softcap is not None:
                chances.mul_(bend)
            slope[part] = chances.to(hidden.dtype) @ weight
        ctx.save_for_backward(slope)
        return total

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        (slope,) = ctx.saved_tensors
        return slope * grad.to(slope.dtype), None, None, None, None


class PackedLoss(torch.nn.Module):
    """Model and loss in one module, which is what DDP and FSDP wrap."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, batch: Batch) -> torch.Tensor:
        """Sum over the batch's answer tokens of weight times cross-entropy (scalar, float32)."""
        causal: Any = getattr(self.model, "base_model", self.model)
        causal = getattr(causal, "model", causal)
        dtype = causal.dtype
        hidden = causal.get_decoder()(
            input_ids=batch.ids,
            position_ids=batch.positions,
            attention_mask=attention_mask(batch.segments, dtype),
            use_cache=False,
        ).last_hidden_state
        chosen = hidden.reshape(-1, hidden.shape[-1])[batch.at]
        softcap = getattr(causal.config, "final_logit_softcapping", None)
        loss: torch.Tensor = _AnswerLoss.apply(  # type: ignore[no-untyped-call]
            chosen,
            causal.get_output_embeddings().weight,
            softcap,
            batch.targets,
            batch.weights,
        )
        return loss
