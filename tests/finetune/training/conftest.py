"""A tiny Gemma 3 (random weights, bytes as tokens) and rows it can learn, on disk."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("peft")

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import Gemma3ForCausalLM, Gemma3TextConfig, PreTrainedTokenizerFast

from finetune.training.config import TrainingConfig

torch.set_num_threads(1)


@dataclass(frozen=True)
class Tiny:
    base: Path
    data: Path
    validation: Path

    def config(self, **changes) -> TrainingConfig:
        values = {
            "base": str(self.base),
            "device": "cpu",
            "bos": "yes",
            "rank": 4,
            "alpha": 8,
            "dropout": 0.1,
            "rows": 4,
            "row_tokens": 96,
            "learning_rate": 1e-2,
            "threads": 1,
            "evaluate_steps": 10,
            "checkpoint_steps": 5,
            "validation_rows": 6,
            "answer_tokens": 40,
        }
        return TrainingConfig(**(values | changes))


def write_tokenizer(folder: Path) -> int:
    vocabulary = {"<pad>": 0, "<bos>": 1, "<eos>": 2}
    for letter in sorted(pre_tokenizers.ByteLevel.alphabet()):
        vocabulary[letter] = len(vocabulary)
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    marks = {"pad_token": "<pad>", "bos_token": "<bos>", "eos_token": "<eos>"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **marks).save_pretrained(folder)
    return len(vocabulary)


def write_rows(path: Path, count: int, seed: int) -> None:
    chance = random.Random(seed)
    lines = []
    for _ in range(count):
        color = chance.choice(["red", "blue", "black"])
        kind = chance.choice(["shoe", "bag", "lamp"])
        row = {
            "prompt": f"{color} {kind}\n",
            "answer": f"search {kind} Color {color}\n",
            "weight": chance.choice([0.5, 1.0, 2.0]),
            "family": f"{kind} {color}",
            "action": "search",
        }
        lines.append(json.dumps(row))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> Tiny:
    folder = tmp_path_factory.mktemp("tiny")
    base = folder / "base"
    words = write_tokenizer(base)
    torch.manual_seed(0)
    config = Gemma3TextConfig(
        vocab_size=words,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=16,
        query_pre_attn_scalar=16,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
        initializer_range=0.1,
        layer_types=["sliding_attention", "full_attention"],
    )
    Gemma3ForCausalLM(config).save_pretrained(base)
    write_rows(folder / "train.jsonl", 80, 1)
    write_rows(folder / "validation.jsonl", 8, 2)
    return Tiny(base, folder / "train.jsonl", folder / "validation.jsonl")
