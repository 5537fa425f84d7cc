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
    def forward(  # type: ignore[override]  # torch leaves the arguments open
        ctx: Any,
        hidden: torch.Tensor,
        head: torch.nn.Module,
        softcap: float | None,
        targets: torch.Tensor,
        weights: torch.Tensor,
    ) -> torch.Tensor:
        total = torch.zeros((), dtype=torch.float32, device=hidden.device)
        grads = []
        for start in range(0, len(targets), CHUNK):
            part = slice(start, start + CHUNK)
            with torch.enable_grad():
                rows = hidden[part].detach().requires_grad_()
                logits = head(rows)
                if softcap is not None:
                    logits = softcap * torch.tanh(logits / softcap)
                each = torch.nn.functional.cross_entropy(
                    logits.float(), targets[part], reduction="none"
                )
                loss = (each * weights[part]).sum()
                if hidden.requires_grad:
                    grads.append(torch.autograd.grad(loss, rows)[0])
            total += loss.detach()
        ctx.save_for_backward(torch.cat(grads) if grads else torch.zeros_like(hidden))
        return total

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[torch.Tensor | None, ...]:  # type: ignore[override]
        (saved,) = ctx.saved_tensors
        return saved * grad.to(saved.dtype), None, None, None, None


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
        loss: torch.Tensor = _AnswerLoss.apply(
            chosen, causal.get_output_embeddings(), softcap, batch.targets, batch.weights
        )
        return loss
