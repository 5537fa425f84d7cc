"""Greedy answers to many prompts at once, fast enough to validate with on a CPU.

Prompts are sorted by length and left-padded, so that each batch pads little; the adapter is folded
into the base's weights meanwhile; finished sequences leave the batch. Given up: transformers'
``generate``, which keeps finished sequences to the end and cost twice the time here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import torch
from transformers import DynamicCache

from finetune.training.adapter import merged
from finetune.training.rows import prompt_ids

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

Generate = Callable[[Sequence[str]], list[str]]


class Generator:
    r"""Answers up to and with the first newline (or the end token).

    Example:
        >>> Generator(model, tokenizer)(["shoes under $80\n"])  # doctest: +SKIP
        ['search shoes <80\n']
    """

    def __init__(
        self,
        model: torch.nn.Module,
        tokenizer: PreTrainedTokenizerBase,
        *,
        bos: bool = True,
        longest: int = 96,
        batch: int = 64,
    ) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._bos = bos
        self._longest = longest
        self._batch = batch
        self._ends: dict[int, bool] = {}

    @torch.inference_mode()
    def __call__(self, prompts: Sequence[str]) -> list[str]:
        """One answer for each prompt, in the prompts' order."""
        ids = prompt_ids(self._tokenizer, prompts, bos=self._bos)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        answers: dict[int, list[int]] = {}
        training = self._model.training
        self._model.eval()
        try:
            with merged(self._model):
                for start in range(0, len(order), self._batch):
                    chosen = order[start : start + self._batch]
                    found = self._decode([ids[i] for i in chosen])
                    answers |= dict(zip(chosen, found, strict=True))
        finally:
            self._model.train(training)
        texts = self._tokenizer.batch_decode([answers[i] for i in range(len(ids))])
        return [text.split("\n")[0] + "\n" if "\n" in text else text for text in texts]

    def _decode(self, prompts: list[list[int]]) -> list[list[int]]:
        causal: Any = getattr(self._model, "base_model", self._model)
        causal = getattr(causal, "model", causal)
        device = causal.device
        width = max(len(prompt) for prompt in prompts)
        pads = torch.tensor([width - len(prompt) for prompt in prompts], device=device)
        ids = torch.tensor([[0] * (width - len(p)) + p for p in prompts], device=device)
        seen = torch.arange(width, device=device)[None, :] >= pads[:, None]
        positions = (torch.arange(width, device=device)[None, :] - pads[:, None]).clamp(min=0)
        cache = DynamicCache(config=causal.config.get_text_config())
        made: list[list[int]] = [[] for _ in prompts]
        live = list(range(len(prompts)))
        for _ in range(self._longest):
            logits = causal(
                input_ids=ids,
                attention_mask=seen.long(),
                position_ids=positions,
                past_key_values=cache,
                use_cache=True,
                logits_to_keep=1,
            ).logits[:, -1]
            tokens = logits.argmax(-1)
            going = []
            for place, (index, token) in enumerate(zip(live, tokens.tolist(), strict=True)):
                if token == self._tokenizer.eos_token_id:
                    continue
                made[index].append(token)
                if not self._ends_answer(token):
                    going.append(place)
            if not going:
                break
            if len(going) < len(live):
                keep = torch.tensor(going, device=device)
                cache.batch_select_indices(keep)
                live = [live[place] for place in going]
                tokens, seen, positions = tokens[keep], seen[keep], positions[keep]
            ids = tokens[:, None]
            seen = torch.cat([seen, seen.new_ones(len(live), 1)], dim=1)
            positions = positions[:, -1:] + 1
        return made

    def _ends_answer(self, token: int) -> bool:
        known = self._ends.get(token)
        if known is None:
            known = self._ends[token] = "\n" in self._tokenizer.decode([token])
        return known
