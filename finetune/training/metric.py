"""Slot F1 of written answers: what early stopping looks at.

Micro F1 over everything an answer's line says beside its action: each value of each field, each
reference, each thing dropped, each flag. An answer that cannot be read has no slots. This compares
changes, message by message, and needs no state; ``eval intents`` scores the whole intent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.llm.errors import UnusableOutputError
from assistant.llm.notation import read
from finetune.training.generation import Generate
from finetune.training.rows import Row


def slots(answer: str) -> Counter[tuple[str, str]]:
    r"""All (field, value) pairs an answer says.

    Examples:
        >>> sorted(slots("change Color blue Max 80\n"))
        [('colors', 'blue'), ('price_max', '80')]
    """
    try:
        change = read(answer)
    except UnusableOutputError:
        return Counter()
    found: Counter[tuple[str, str]] = Counter()
    for name, value in change.slots.items():
        for each in value if isinstance(value, list | tuple) else [value]:
            found[name, f"{each:g}" if isinstance(each, float) else str(each)] += 1
    found.update(("refs", ref) for ref in change.refs)
    found.update(("drop", drop) for drop in change.drop)
    found.update((flag, "yes") for flag in ("vague", "gift") if getattr(change, flag))
    return found


def micro_f1(answers: Sequence[str], wanted: Sequence[str]) -> float:
    """``2 * hits / (said + wanted)`` over all slots of all answers; 1 where there are none."""
    hits = total = 0
    for answer, want in zip(answers, wanted, strict=True):
        said, right = slots(answer), slots(want)
        hits += (said & right).total()
        total += said.total() + right.total()
    return 2 * hits / total if total else 1.0


@dataclass(frozen=True)
class SlotF1:
    """The callback: writes the validation rows' answers and scores them."""

    rows: Sequence[Row]

    def __call__(self, generate: Generate) -> float:
        """Slot F1 of ``generate`` on the rows."""
        answers = generate([row.prompt for row in self.rows])
        return micro_f1(answers, [row.answer for row in self.rows])
