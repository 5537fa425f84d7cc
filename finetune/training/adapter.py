"""The LoRA adapter: peft's, with one fused forward and backward per layer.

peft builds, names and saves the adapter; only the arithmetic is ours. Its own forward makes four
passes over the activations beside the two small products (dropout, product, scale, add), each with
a saved tensor; on a CPU those cost as much as the products. Here the products accumulate in place;
dropout's mask comes from random bytes at a resolution of 1/256, four per draw of the (serial)
generator, and is shared by the layers that read the same input. The base's weights need no
gradient, so the backward pass is one large product a layer.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from peft import (
    LoraConfig,
    get_peft_model,
    get_peft_model_state_dict,
    set_peft_model_state_dict,
)
from peft.tuners.lora.layer import Linear as LoraLinear
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch.autograd.function import once_differentiable

from finetune.training.config import TrainingConfig
from finetune.training.errors import TrainingError

if TYPE_CHECKING:
    from peft import PeftModel
    from transformers import PreTrainedModel

LEVELS = 256


class _LoraProduct(torch.autograd.Function):
    """``x W^T + b + scale * shown A^T B^T`` with a frozen ``W``.

    ``x`` is ``[T, in]``; ``shown`` is ``x * keep``, or ``x`` itself without dropout. What comes
    back through ``shown`` is added to the gradient of ``x``, so ``shown`` needs none of its own.
    """

    @staticmethod
    def forward(  # noqa: PLR0917 - apply() takes no names
        ctx: Any,
        x: torch.Tensor,
        shown: torch.Tensor,
        keep: torch.Tensor | None,
        weight: torch.Tensor,
        bias: torch.Tensor | None,
        a: torch.Tensor,
        b: torch.Tensor,
        scale: float,
    ) -> torch.Tensor:
        low = shown @ a.T
        out = torch.nn.functional.linear(x, weight, bias)
        out.addmm_(low, b.T, alpha=scale)
        ctx.save_for_backward(shown, keep, weight, a, b, low)
        ctx.scale = scale
        return out

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        shown, keep, weight, a, b, low = ctx.saved_tensors
        grad_b = grad.T @ low
        grad_b *= ctx.scale
        grad_low = grad @ b
        grad_low *= ctx.scale
        grad_a = grad_low.T @ shown
        grad_x = None
        if ctx.needs_input_grad[0]:
            grad_x = grad @ weight
            if keep is None:
                grad_x.addmm_(grad_low, a)
            else:
                grad_x.addcmul_(grad_low @ a, keep)
        return grad_x, None, None, None, None, grad_a, grad_b, None


def keep_mask(like: torch.Tensor, drop: float) -> torch.Tensor:
    """Dropout's factors: 0 with chance ``round(drop * 256) / 256``, else what keeps the mean."""
    shape, count = like.shape, like.numel()
    if like.device.type == "cpu":
        # Four bytes a draw: the generator is serial, and a draw costs what four bytes do.
        words = torch.empty(-(-count // 4), dtype=torch.int32).random_(-(2**31), None)
        random = words.view(torch.uint8)[:count].view(shape)
    else:
        random = torch.randint(0, LEVELS, shape, dtype=torch.uint8, device=like.device)
    dropped = round(drop * LEVELS)
    return (random >= dropped).to(like.dtype).mul_(LEVELS / (LEVELS - dropped))


class FusedLora(LoraLinear):
    """peft's LoRA layer with the fused product while one plain adapter is active."""

    def forward(self, x: torch.Tensor, *args: Any, **kwargs: Any) -> torch.Tensor:
        """As peft's, for one adapter of the vanilla kind; see ``_LoraProduct``."""
        if self.merged or self.disable_adapters:
            return super().forward(x, *args, **kwargs)
        (name,) = self.active_adapters
        base = self.get_base_layer()
        drop = getattr(self.lora_dropout[name], "p", 0.0) if self.training else 0.0
        flat = x.reshape(-1, x.shape[-1])
        keep, shown = None, flat.detach()
        if drop > 0:
            # The layers that share an input (q, k and v; gate and up) share its mask.
            shared = getattr(x, "_dropped", None)
            if shared is None:
                keep = keep_mask(flat, drop)
                shared = x._dropped = (keep, shown * keep)  # type: ignore[attr-defined]
            keep, shown = shared
        out: torch.Tensor = _LoraProduct.apply(  # type: ignore[no-untyped-call]
            flat,
            shown,
            keep,
            base.weight,
            base.bias,
            self.lora_A[name].weight.to(x.dtype),
            self.lora_B[name].weight.to(x.dtype),
            self.scaling[name],
        )
        return out.view(*x.shape[:-1], -1)


def add_adapter(base: PreTrainedModel, config: TrainingConfig) -> PeftModel:
    """Puts an adapter on the frozen base: a fresh one (seeded), or that of ``config.start``.

    Raises:
        TrainingError: the base has none of the target layers, or the start does not fit it.
    """
    layers = base.config.get_text_config().num_hidden_layers
    if config.first_layer >= layers:
        raise TrainingError(f"first_layer is {config.first_layer}, but {config.base} has {layers}")
    lora = LoraConfig(
        r=config.rank,
        lora_alpha=config.alpha,  # type: ignore[arg-type]  # whole numbers are not required
        lora_dropout=config.dropout,
        target_modules=list(config.targets),
        layers_to_transform=list(range(config.first_layer, layers)) if config.first_layer else None,
        bias="none",
        task_type="CAUSAL_LM",
    )
    torch.manual_seed(config.seed)
    try:
        model: PeftModel = get_peft_model(base, lora)
    except ValueError as error:
        raise TrainingError(f"{config.base} cannot take the adapter: {error}") from error
    model.peft_config["default"].base_model_name_or_path = config.base
    if config.start is not None:
        _load(model, config.start / "adapter_model.safetensors")
    for module in model.modules():
        if type(module) is LoraLinear:
            module.__class__ = FusedLora
    return model


def _load(model: PeftModel, path: Path) -> None:
    try:
        found: Any = set_peft_model_state_dict(model, load_file(path))
    except (OSError, RuntimeError, SafetensorError) as error:
        raise TrainingError(f"cannot start from {path}: {error}") from error
    if found.unexpected_keys or any("lora_" in key for key in found.missing_keys):
        raise TrainingError(f"{path} is no adapter of this base, rank and layers")


class merged:  # noqa: N801 - a context manager, used as `with merged(model):`
    """The adapter folded into the base's weights for as long as the context lasts.

    Decoding one token is bound by reading weights, which a live adapter's many small products
    double. The base's own tensors are put back afterwards, so nothing is rounded twice.
    """

    def __init__(self, model: torch.nn.Module) -> None:
        self._layers: list[Any] = [
            module for module in model.modules() if isinstance(module, FusedLora)
        ]
        self._kept: list[torch.Tensor] = []

    @torch.no_grad()
    def __enter__(self) -> None:
        for layer in self._layers:
            weight = layer.get_base_layer().weight
            self._kept.append(weight.data)
            delta = layer.get_delta_weight("default").to(weight.dtype)
            weight.data = weight.data + delta
            layer.merged_adapters.append("default")

    def __exit__(self, *_: object) -> None:
        for layer, kept in zip(self._layers, self._kept, strict=True):
            layer.get_base_layer().weight.data = kept
            layer.merged_adapters.remove("default")
        self._kept.clear()


def save_adapter(model: PeftModel, weights: dict[str, torch.Tensor], folder: Path) -> None:
    """Writes ``adapter_model.safetensors`` (float16) and ``adapter_config.json``, in peft's format.

    Args:
        model: gives the format's names and the configuration.
        weights: whole tensors by parameter name, as ``Parallel.weights`` returns them.
        folder: made if missing; each file is replaced in one step.
    """
    folder.mkdir(parents=True, exist_ok=True)
    named = get_peft_model_state_dict(model, state_dict=weights)
    halves = {key: value.to(torch.float16).contiguous().cpu() for key, value in named.items()}
    with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as made:
        save_file(halves, Path(made) / "adapter_model.safetensors", metadata={"format": "pt"})
        model.peft_config["default"].save_pretrained(made)
        for file in sorted(Path(made).iterdir()):
            file.replace(folder / file.name)
