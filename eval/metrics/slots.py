"""Slot scores of parsed intents: micro precision, recall and F1 over (field, value) pairs.

    precision = |gold pairs also predicted| / |predicted pairs|,  recall = same / |gold pairs|,
    F1 = 2 * hits / (gold pairs + predicted pairs)

summed over all intents first (micro average, as in CoNLL-2000 and in dialogue-state tracking). A
slot is every field of the Intent that says what is wanted; a list field gives a pair a value, so
half of a list found is half right. ``action``, ``ask``, ``query`` and ``language`` are no slots and
have scores of their own. A pair at its default (null, false, ``relevance``) is no pair: otherwise
an empty intent would score well.

Two readings of "the same value": *exact*, and *normalised* (NFKC, case, articles, punctuation,
English number), since "headphone" for "headphones" sends nobody to the wrong shelf. A prediction
that is no valid Intent counts as one with nothing in it, and as invalid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.intent import Intent
from retrieval.values.text import fold, tokens

SLOT_FIELDS: tuple[str, ...] = tuple(
    name for name in Intent.model_fields if name not in {"action", "ask", "query", "language"}
)
_ARTICLES = frozenset({"a", "an", "the"})
_EMPTY = Intent()

Pair = tuple[str, str]
Form = Callable[[str], str]


@dataclass(frozen=True)
class Counts:
    """Pairs found (``hits``), predicted and in the gold; adding two sums them."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold
        )

    @property
    def precision(self) -> float:
        """In [0, 1]. With nothing predicted: 1 if nothing was there to find, else 0."""
        return self.hits / self.predicted if self.predicted else float(not self.gold)

    @property
    def recall(self) -> float:
        """In [0, 1]. With nothing in the gold: 1 if nothing was predicted, else 0."""
        return self.hits / self.gold if self.gold else float(not self.predicted)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in [0, 1]; 1 with nothing on either side."""
        both = self.predicted + self.gold
        return 2 * self.hits / both if both else 1.0


def exact(value: str) -> str:
    """The value as it stands."""
    return value


def normalised(value: str) -> str:
    """The value without case, width, articles, punctuation and English plural.

    Examples:
        >>> normalised("The Running Shoes"), normalised("ＵＳＢ-C Cable"), normalised("蓝牙")
        ('running shoe', 'usb c cable', '蓝牙')
    """
    words = [word for word in tokens(value) if word not in _ARTICLES]
    return " ".join(words) or fold(value)


def pairs(intent: Intent, form: Form = exact, fields: Iterable[str] = SLOT_FIELDS) -> set[Pair]:
    """The (field, value) pairs an intent states; defaults state nothing."""
    found: set[Pair] = set()
    for field in fields:
        value = getattr(intent, field)
        if value == getattr(_EMPTY, field):
            continue
        for single in value if isinstance(value, list) else [value]:
            found.add((field, form(single) if isinstance(single, str) else repr(float(single))))
    return found


def count(
    gold: Intent,
    predicted: Intent | None,
    form: Form = normalised,
    fields: Iterable[str] = SLOT_FIELDS,
) -> Counts:
    """Hits, predictions and gold pairs of one intent; ``None`` predicts nothing."""
    fields = tuple(fields)
    want = pairs(gold, form, fields)
    have = pairs(predicted, form, fields) if predicted is not None else set()
    return Counts(len(want & have), len(have), len(want))


def asks_match(gold: Intent, predicted: Intent | None) -> bool:
    """Whether the same things are asked for; their order does not matter."""
    return predicted is not None and set(gold.ask) == set(predicted.ask)


def full_match(gold: Intent, predicted: Intent | None) -> bool:
    """Whether action, every slot (normalised) and ``ask`` are right at once.

    ``query`` stays out: it is free text with many good wordings, see :func:`query_counts`.
    """
    return (
        predicted is not None
        and gold.action == predicted.action
        and pairs(gold, normalised) == pairs(predicted, normalised)
        and asks_match(gold, predicted)
    )


def query_counts(gold: Intent, predicted: Intent | None) -> Counts:
    """Overlap of the query phrases: words in English, characters in Chinese."""
    want = _units(gold.query)
    have = _units(predicted.query) if predicted is not None else set()
    return Counts(len(want & have), len(have), len(want))


def _units(phrase: str) -> set[str]:
    words = (word for word in tokens(phrase) if word not in _ARTICLES)
    return {unit for word in words for unit in ([word] if word.isascii() else word)}
