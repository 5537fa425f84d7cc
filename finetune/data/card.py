"""The data card: what the training set is made of, in Markdown, from the counts of a build."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_ABOUT = """# Data card: intents of shoppers

Written by `python -m finetune data`; the counts are of that build.

**What it is.** Messages of shoppers, each with the need before it and the change it makes, for
fine-tuning a small language model to the intents of `assistant/intent.py`. English and Chinese.

**Where it comes from.**
- `hand`: written for Aisle by our own assistants, labelled by `finetune/material/GUIDE.md`, checked
  by `finetune/data/check.py`. Nobody's real messages.
- `grammar`: drawn from our ontology (`finetune/material/ontology`) and phrases; the label is drawn
  first and then put into words. `--catalog` adds the kinds, brands and values of a shop.
- `queryner`: QueryNER's labelled product queries (train split), its 17 labels mapped onto slots.
- `dialogues`: half of PSCon's conversations between people, labelled by us; the texts stay outside
  the project. The other half is for evaluation only (`may_train`).
- `logs`: a shop's own sessions (`--sessions`), as far as two readers agree on them.

**How it is split.** By family (a phrase template, a theme of hand-written requests, a dialogue) and
by product type, dealt by a hash: none of validation's is trained on. The test split was written by
someone who saw none of the training material. Training messages that are nearly one of validation
or test (similarity of 0.9 or more) are left out.

**Noise.** Part of the messages are made careless: typos, missing punctuation, homophones of speech
and pinyin, full-width figures, Chinese numerals (`finetune/data/noise.py`).

**Other values.** Each time a hand-written conversation is trained on again, half of its kinds,
brands, colours and materials, and a quarter of its features of a fixed form, give way to those of
other conversations, in message, titles and label alike (`finetune/data/swap.py`).

**Imbalance.** `search` is half of what shoppers say. An action's loss weight is the square root of
(mean count / its count), within 0.5 to 3; a source may weigh less (below).

**Limits.** No dialects, no voices of real customers of a real shop, no languages but two; labels
follow one reading of the contract; the Chinese is that of the mainland.
"""


def card(counts: Mapping[str, Any]) -> str:
    """The card of a build, in Markdown. ``counts`` is :attr:`Built.card`."""
    parts = [_ABOUT]
    rows = counts["rows"]
    parts.append(
        f"## Counts\nNotation `{counts['notation']}`, training rows sha256"
        f" `{counts['sha256']}`.\n\n"
        f"{rows['train']:,} training rows of {counts['families']:,} families and"
        f" {counts['types']:,} product types; {rows['dev']:,} for validation, {rows['test']:,} for"
        f" test; {counts['near_duplicates_left_out']:,} near-duplicates left out.\n"
    )
    for name in ("source", "language", "action", "noisy"):
        splits = ("train", "dev", "test")
        values = list(dict.fromkeys(v for split in splits for v in counts[split][name]))
        lines = [f"| {name} | train | validation | test |", "|---|---:|---:|---:|"]
        lines += [
            f"| {value} | "
            + " | ".join(f"{counts[s][name].get(value, 0):,}" for s in splits)
            + " |"
            for value in values
        ]
        parts.append("\n".join(lines) + "\n")
    fields = ", ".join(f"{name} {count:,}" for name, count in counts["test_fields"].items())
    parts.append(f"Test rows that fill a field: {fields}.\n")
    return "\n".join(parts)
