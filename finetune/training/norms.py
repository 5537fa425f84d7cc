"""RMS norms with a hand-written backward pass.

Gemma 3 has six of them a layer. Written as single operations, each costs a dozen passes over the
activations forth and back, and on a CPU, where a pass costs what memory costs, a tenth of a step.
Frozen weights leave one gradient to compute, in four passes.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.autograd.function import once_differentiable


class _RmsNorm(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, factor: torch.Tensor, eps: float) -> torch.Tensor:
        wide = x.float()
        size = torch.linalg.vector_norm(wide, dim=-1, keepdim=True)
        shrink = (size.square_().div_(x.shape[-1]).add_(eps)).rsqrt_()
        ctx.save_for_backward(x, factor, shrink)
        normed: torch.Tensor = (wide * shrink).mul_(factor).to(x.dtype)
        return normed

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        x, factor, shrink = ctx.saved_tensors
        wide = x.float()
        scaled = grad.float() * factor
        along = (scaled * wide).mean(dim=-1, keepdim=True)
        along.mul_(shrink.square()).neg_()
        return scaled.addcmul_(wide, along).mul_(shrink).to(x.dtype), None, None


def _rms_norm(x: torch.Tensor, factor: torch.Tensor, eps: float) -> torch.Tensor:
    normed: torch.Tensor = _RmsNorm.apply(x, factor, eps)  # type: ignore[no-untyped-call]
    return normed


def fuse_norms(model: torch.nn.Module) -> int:
    """Gives every frozen RMS norm of ``model`` the fused passes; returns how many there are.

    Whether a norm scales by its weight (Llama) or by one plus it (Gemma) is seen from what it
    computes; a module that computes neither is left alone.
    """
    fused = 0
    for module in model.modules():
        eps = getattr(module, "eps", getattr(module, "variance_epsilon", None))
        weight = getattr(module, "weight", None)
        if "RMSNorm" not in type(module).__name__ or eps is None or weight is None:
            continue
        if weight.requires_grad or weight.ndim != 1 or weight.is_meta:
            continue
        probe = torch.linspace(-1, 2, weight.shape[0], device=weight.device)[None]
        with torch.no_grad():
            expected = module(probe.to(weight.dtype)).float()
            for offset in (0.0, 1.0):
                factor = weight.detach().float() + offset
                found = _rms_norm(probe.to(weight.dtype), factor, eps).float()
                if torch.allclose(found, expected, rtol=2e-2, atol=1e-4):
                    module.forward = _forward(module, offset, eps)
                    fused += 1
                    break
    return fused


def _forward(module: torch.nn.Module, offset: float, eps: float) -> Any:
    def forward(x: torch.Tensor) -> torch.Tensor:
        weight: Any = module.weight
        return _rms_norm(x, weight.detach().float() + offset, eps)

    return forward
