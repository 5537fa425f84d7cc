"""Cross-validation folds by family: rows of one family are never on both sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from finetune.training.errors import TrainingError
from finetune.training.rows import Row


def split_folds(rows: Sequence[Row], folds: int) -> list[tuple[list[int], list[int]]]:
    """``folds`` pairs of (kept, held out) indexes, the held-out sides about equally large.

    The largest family goes to the smallest fold, and so on; a row without a family is one itself.

    Raises:
        TrainingError: there are fewer families than folds, or fewer than two folds are wanted.
    """
    families: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        families[row.family or f"row {index}"].append(index)
    if not 2 <= folds <= len(families):
        raise TrainingError(
            f"{folds} folds of {len(families)} families: take between 2 and the families' number"
        )
    held: list[list[int]] = [[] for _ in range(folds)]
    for _, members in sorted(families.items(), key=lambda item: (-len(item[1]), item[0])):
        min(held, key=len).extend(members)
    return [(sorted(set(range(len(rows))) - set(part)), sorted(part)) for part in held]
