"""Whether a product's own text speaks of what was wished for.

A wish is met where its words stand in one field of the product, next to each other (1) or apart
(0.7), and are not denied there: "not waterproof" meets no wish for waterproof. Text, not
understanding: "keeps you dry in the rain" is missed, and left to the retriever's embedding.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.intent import Intent
from assistant.ranking.affinity import NOTHING, Factor
from retrieval.product import Product
from retrieval.values.text import fold, is_cjk, tokens

ALL_WORDS = 0.7
_DENIALS = frozenset(
    {"not", "no", "non", "without", "never", "isn't", "aren't", "isn’t", "aren’t", "neither", "nor"}
)
_DENIALS_ZH = frozenset("不非无没未")
_YES = frozenset({"yes", "true", "y", "是", "有"})


def wishes_of(intent: Intent) -> list[str]:
    """Features, occasion and recipient: what moves the order and constrains nothing."""
    return [*intent.features, *filter(None, (intent.occasion, intent.recipient))]


def met(product: Product, wanted: Sequence[str]) -> Factor:
    """The mean credit of the wishes; the evidence names those met."""
    if not wanted:
        return NOTHING
    fields = fields_of(product)
    given = {term: max((credit(text, term) for text in fields), default=0.0) for term in wanted}
    found = [term for term in wanted if given[term] > 0]
    value = sum(given[term] for term in wanted) / len(wanted)
    return Factor(value, {"terms": ", ".join(found)} if found else {})


@lru_cache(maxsize=32_768)
def credit(text: str, term: str) -> float:
    """1 where the phrase stands in ``text``, 0.7 where all of its words do, 0 where denied."""
    if is_cjk(term):
        return float(_stands_zh(fold(text).replace(" ", ""), fold(term).replace(" ", "")))
    words, needed = tokens(text), tokens(term)
    if not needed:
        return 0.0
    places = [
        at for at in range(len(words) - len(needed) + 1) if words[at : at + len(needed)] == needed
    ]
    if places:
        return float(any(not _denied(words, at) for at in places))
    apart = all(
        any(word == one and not _denied(words, at) for at, word in enumerate(words))
        for one in needed
    )
    return ALL_WORDS if apart else 0.0


def fields_of(product: Product) -> list[str]:
    """What a product says of itself; an attribute's name counts where its value is yes."""
    texts = [product.title, product.description, product.category, product.color, product.material]
    for name, value in product.attributes.items():
        spoken = name.replace("_", " ")
        if isinstance(value, bool):
            texts.extend([spoken] if value else [])
        elif isinstance(value, list):
            texts.extend(value)
        else:
            texts.append(spoken if str(value).strip().casefold() in _YES else str(value))
    return [text for text in texts if text]


def _denied(words: Sequence[str], at: int) -> bool:
    return any(word in _DENIALS for word in words[max(at - 2, 0) : at])


def _stands_zh(text: str, term: str) -> bool:
    at = text.find(term)
    while at >= 0:
        if at == 0 or text[at - 1] not in _DENIALS_ZH:
            return True
        at = text.find(term, at + 1)
    return False
