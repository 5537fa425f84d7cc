"""What compressing a model costs: one GGUF for each type, its size, and what it scores.

Every build has the adapter merged and the vocabulary as it ships, so the rows differ in nothing
but how weights are stored. Scores come from the caller, who has the test set and the server.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.llm.weights.build import build


@dataclass(frozen=True)
class Storage:
    """One way to store a model: its name in the report, and the options of `build`."""

    name: str
    quantisation: str
    embedding: str
    mixed: Mapping[str, str] = field(default_factory=dict)


# The attention matrices are a fifth of the weights, and the most sensitive to rounding.
_ATTENTION = {"*.attn_*": "Q8_0"}
STORAGES = (
    Storage("fp32", "F32", "F32"),
    Storage("bf16", "BF16", "BF16"),
    Storage("q8_0", "Q8_0", "Q8_0"),
    Storage("q5_0", "Q5_0", "Q8_0"),
    Storage("q4_0 + q8_0 attention", "Q4_0", "Q8_0", _ATTENTION),
    Storage("q4_0", "Q4_0", "Q8_0"),
    Storage("q4_0 throughout", "Q4_0", "Q4_0"),
)


def compression_report(
    base: Path,
    adapter: Path | None,
    folder: Path,
    evaluate: Callable[[Path], Mapping[str, float]] | None = None,
    storages: tuple[Storage, ...] = STORAGES,
) -> list[dict[str, Any]]:
    """Build the model in every storage and score each.

    Args:
        base: GGUF of the base.
        adapter: Folder of the adapter; None for the base alone.
        folder: Where the files go; builds that are there are used again.
        evaluate: Given a GGUF, its figures (``f1``, ``p50_ms``, …).
        storages: The rows.

    Returns:
        A row each, largest first: ``system``, ``bytes``, ``ratio`` to the first row, ``file``, and
        the figures of ``evaluate``.
    """
    rows: list[dict[str, Any]] = []
    for storage in storages:
        file = folder / f"{storage.name.replace(' ', '-').replace('+', 'and')}.gguf"
        build(
            base,
            adapter,
            file,
            quantisation=storage.quantisation,
            embedding=storage.embedding,
            mixed=storage.mixed,
        )
        rows.append({"system": storage.name, "bytes": file.stat().st_size, "file": file.name})
        rows[-1] |= evaluate(file) if evaluate else {}
    for row in rows:
        row["ratio"] = round(row["bytes"] / rows[0]["bytes"], 3)
    return rows
