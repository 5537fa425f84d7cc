"""What a small model said, checked against what the shopper said.

A 270M model understands more than rules do and makes things up: a brand nobody named, a price of
80 because an example had one. So every value must be grounded in the message; the closed slots
(amounts, currency, places in the list, least rating, colour and material words) are read by code
from the same words and win over the model; a value that the message negates is moved, not kept.
Each repair is counted, so that the figures show what the model did and what the code did.
"""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import Counter
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from assistant.intent import Action, Intent
from assistant.rules.lexicon import head_singular, word_list
from assistant.rules.reading import Reading
from assistant.rules.vocabulary import Vocabulary
from retrieval.values.text import fold, is_cjk, singular

REPAIRS = Counter(
    "aisle_intent_repairs_total",
    "Values of the language model's intent that were changed by the checks.",
    ["kind"],
)
_WISHES: frozenset[Action] = frozenset({"search", "refine", "similar"})
_NAMING: frozenset[Action] = frozenset({"cart_add", "cart_remove", "compare", "promotions"})
_TYPO = 82
_STOP = frozenset(["a", "an", "the", "of", "for", "with", "and", "or", "to", "in", "my", "is"])


def grounded(value: str, message: str) -> bool:
    """Whether ``value`` was said: every word of it stands in ``message``, typos forgiven."""
    value, text = fold(value), fold(message)
    if value in text:
        return True
    if is_cjk(value):
        return all(char in text for char in value if char.strip())
    spoken = {singular(word.strip(".,!?;:'\"()")) for word in text.replace("-", " ").split()}
    words = [w for w in value.replace("-", " ").split() if w not in _STOP]
    return bool(words) and all(
        singular(word) in spoken
        or (len(word) > 3 and any(_typo_of(singular(word), said) for said in spoken))
        for word in words
    )


def _typo_of(word: str, said: str) -> bool:
    """Whether ``said`` is ``word`` mistyped: one slip (two letters swapped are one), or alike."""
    return OSA.distance(word, said, score_cutoff=1) <= 1 or fuzz.ratio(word, said) >= _TYPO


def repair(said: Intent, reading: Reading, vocabulary: Vocabulary) -> tuple[Intent, str]:
    """The model's change with everything unsaid taken out and every closed slot read by code.

    Returns:
        The repaired change, and the words of its product type as said.
    """
    rules = reading.change
    action = _action(said, reading)
    closed = {
        "action": action,
        "language": rules.language,
        "refers_to": rules.refers_to,
        "quantity": rules.quantity,
        "price_min": rules.price_min,
        "price_max": rules.price_max,
        "currency": rules.currency,
        "min_rating": rules.min_rating,
        "on_sale": rules.on_sale,
        "sort": rules.sort,
    }
    _count_closed(said, rules)
    if action not in _WISHES | _NAMING:
        return Intent.model_validate({**closed, "quantity": None}), ""
    kind, words = _kind(said, reading, vocabulary)
    unwanted = {*rules.exclude, *rules.exclude_brands, *rules.exclude_colors}
    open_slots = _open_slots(said, rules, reading.rest, unwanted, kind or "")
    return Intent.model_validate({**closed, **open_slots, "product_type": kind}), words


def _action(said: Intent, reading: Reading) -> Action:
    """A cue in the wording is near certain; else the model tells, and content must bear it out."""
    if reading.cue is not None:
        if said.action != reading.cue:
            REPAIRS.labels("action").inc()
        return reading.cue
    content = reading.change.model_copy(update={"action": "search", "language": "en"}) != Intent()
    if content and said.action not in _WISHES:
        REPAIRS.labels("action").inc()
        return "search"
    return said.action


def _kind(said: Intent, reading: Reading, vocabulary: Vocabulary) -> tuple[str | None, str]:
    """The product type: a known kind that was named wins; else the model's, if it was said."""
    rules = reading.change.product_type
    if rules is not None and rules in vocabulary.known_types:
        return rules, reading.said
    model = said.product_type
    if model is not None:
        plain = head_singular(fold(model))
        taken = {*reading.change.colors, *reading.change.materials, *reading.change.features}
        taken |= {*reading.change.brands, *reading.change.sizes, *reading.change.exclude}
        taken |= {reading.change.occasion or "", reading.change.recipient or ""}
        taken |= {*word_list("types", "no_type"), *word_list("stop", "no_kinds")}
        if grounded(model, reading.rest) and plain not in taken and reading.cue not in _NAMING:
            return plain, fold(model)
        REPAIRS.labels("product_type").inc()
    # A kind that no list knows and the model did not see is more often a slip of the rules.
    return (None, "") if rules is not None and said.action not in _WISHES else (rules, reading.said)


def _open_slots(
    said: Intent, rules: Intent, message: str, unwanted: set[str], kind: str
) -> dict[str, object]:
    slots: dict[str, object] = {
        # Word lists know these better than a small model does; it may add what they do not know.
        "colors": rules.colors,
        "materials": rules.materials,
        "sizes": rules.sizes,
        "exclude_colors": rules.exclude_colors,
        "exclude_brands": rules.exclude_brands,
        "exclude": rules.exclude,
    }
    taken = {*rules.colors, *rules.materials, *rules.sizes, *rules.brands, *unwanted, kind}
    taken |= {rules.recipient or "", rules.occasion or ""}
    brands = [b for b in _said(said.brands, message, "brands") if _free(b, taken)]
    slots["brands"] = rules.brands or [b for b in brands if b not in rules.features]
    taken |= set(brands)
    features = [
        f
        for f in _said(said.features, message, "features")
        if _free(f, taken) and not f.isdigit() and f not in word_list("stop", "no_kinds")
    ]
    slots["features"] = _merge(rules.features, features)
    for name in ("occasion", "recipient"):
        own, model = getattr(rules, name), getattr(said, name)
        if own is None and model is not None:
            if grounded(model, message) and _free(fold(model), taken | set(rules.features)):
                own = fold(model)
            else:
                REPAIRS.labels(name).inc()
        slots[name] = own
    return slots


def _said(values: Iterable[str], message: str, slot: str) -> list[str]:
    kept = []
    for value in values:
        if grounded(value, message):
            kept.append(fold(value))
        else:
            REPAIRS.labels(slot).inc()
    return kept


def _free(value: str, taken: Iterable[str]) -> bool:
    """Whether ``value`` is not (part of) a value that another slot holds already."""
    return not any(value == other or value in other or other in value for other in taken if other)


def _merge(rules: list[str], model: list[str]) -> list[str]:
    return [*rules, *(value for value in model if _free(value, rules))]


def _count_closed(said: Intent, rules: Intent) -> None:
    for name in ("price_min", "price_max", "refers_to", "quantity", "min_rating", "sort"):
        if getattr(said, name) != getattr(rules, name):
            REPAIRS.labels(name).inc()
