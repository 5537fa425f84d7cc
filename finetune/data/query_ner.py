"""QueryNER's labelled product queries as conversations of one message.

The 17 labels of its annotators map onto slots; where a label has no slot of its own (content,
product name, origin, time) the words go to ``features``, and a query with a product number, two
product types, no real product type ("gift", "stuff") or a probable typo is left out, because no
label of ours could be sure: our labels correct typos, its spans cannot. Where its annotators see an
occasion or a measure and the contract a use or a figure, the contract holds. The texts stay in the
data folder; nothing of them is kept in the project.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.intent import Intent
from assistant.rules.lexicon import head_singular, word_list
from finetune.data.conversation import Conversation, MaterialError, Turn
from retrieval.values.text import fold

_FEATURES = frozenset({"modifier", "content", "shape", "origin", "time", "product_name"})
_UNSURE = frozenset({"product_number", "quantity"})
_PRICE = re.compile(r"^(?:under|below|less than|max) \$?(\d+)(?: dollars| bucks)?$")
_PRICE_WORDS = frozenset({"cheap", "affordable", "inexpensive", "free"})
_PEOPLE = {"mens": "men", "man": "men", "male": "men", "womens": "women", "woman": "women"}
_PEOPLE |= {"womans": "women", "ladies": "women", "girl": "girls", "boy": "boys", "kid": "kids"}
_PEOPLE |= {"children": "kids", "childrens": "kids", "child": "kids", "childs": "kids"}
_PEOPLE |= {"toddlers": "toddler", "infants": "infant", "newborns": "newborn", "adult": "adults"}
_PEOPLE |= {"dad": "father", "mom": "mother", "mum": "mother", "teen": "teens"}
_OCCASIONS = frozenset(word_list("occasions", "english"))
_NO_KIND = frozenset(word_list("types", "no_type"))
_FIGURE = re.compile(
    r"\d\s?(?:[gtmk]b|gig|hz|[km]?w|watts?|[km]?v|volts?|mah|amps?|mp|k|hp|ohm|lumens?|rpm|x)$"
    r"|^pack of |pack$|pc$|pcs$|pieces?$|count$|ct$|\dd$"
)
"""Measures that the contract has as features: sizes are clothes, lengths, weights, volumes."""
_COMMON, _LETTERS = 4, 5
_PRAISE = frozenset({"best", "good", "nice", "great", "quality", "high quality", "cheap"})
_PREFIX = re.compile(r"^(?:for|in|with|from|of|by) ")
_NOT = re.compile(r"^(?:without|no|not) ")


def conversations(path: Path) -> Iterator[Conversation]:
    """The queries of ``path`` (JSONL of tokens and BIO labels) that map onto slots for sure.

    Raises:
        MaterialError: A line is no labelled query.
    """
    rows: list[tuple[str, list[str], list[tuple[str, str]]]] = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            row = orjson.loads(line)
            rows.append((str(row["id"]), row["tokens"], spans(row["tokens"], row["labels"])))
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise MaterialError(f"{path.name}:{number}: no labelled query: {error}") from error
    misspelt = typos(token for _, tokens, _ in rows for token in tokens)
    for name, tokens, found in rows:
        intent = intent_of(found) if misspelt.isdisjoint(tokens) else None
        if intent is not None:
            text = " ".join(tokens)
            family = f"queryner-{intent.product_type or 'none'}"
            turn = Turn(user=text, intent=intent)
            yield Conversation(id=f"qn-{name}", source="queryner", family=family, turns=[turn])


def typos(words: Iterable[str]) -> set[str]:
    """Those of ``words`` that stand there once and are one slip away from a common one.

    Examples:
        >>> typos(["steering"] * 4 + ["stearing", "wheel", "steering's"])
        {'stearing'}
    """
    counts = Counter(words)
    common = [word for word, count in counts.items() if count >= _COMMON and len(word) >= _LETTERS]
    rare = [w for w, count in counts.items() if count == 1 and len(w) >= _LETTERS and w.isalpha()]
    if not common or not rare:
        return set()
    slips = process.cdist(rare, common, scorer=OSA.distance, score_cutoff=1)
    return {
        word
        for word, row in zip(rare, slips, strict=True)
        if any(not _inflected(word, common[place]) for place in (row == 1).nonzero()[0])
    }


def _inflected(one: str, other: str) -> bool:
    """Whether the two differ by an ending only: ``walker`` and ``walkers``."""
    return one[:-1] == other or other[:-1] == one


def spans(tokens: list[str], labels: list[str]) -> list[tuple[str, str]]:
    """(label, words) of each span of a BIO sequence."""
    found: list[tuple[str, str]] = []
    for token, label in zip(tokens, labels, strict=True):
        kind = label[2:]
        if label.startswith("I-") and found and found[-1][0] == kind:
            found[-1] = (kind, f"{found[-1][1]} {token}")
        elif label != "O":
            found.append((kind, token))
    return [(kind, fold(words)) for kind, words in found]


def intent_of(found: list[tuple[str, str]]) -> Intent | None:
    """The intent of a query's spans; None where the mapping is not sure."""
    kinds = [words for kind, words in found if kind == "core_product_type"]
    if len(kinds) > 1 or any(kind in _UNSURE for kind, _ in found):
        return None
    if any(head_singular(words) in _NO_KIND for words in kinds):
        return None
    if not kinds:  # "irwin tools": whether to ask what it is, the annotators did not say
        return None
    slots: dict[str, object] = {"product_type": head_singular(kinds[0])}
    lists: dict[str, list[str]] = {}
    for kind, words in found:
        if any(mark in words for mark in ",;>|"):
            return None
        if not _place(kind, words, slots, lists):
            return None
    kept = {name: list(dict.fromkeys(values)) for name, values in lists.items()}
    return Intent.model_validate({**slots, **kept})


def _place(kind: str, words: str, slots: dict[str, object], lists: dict[str, list[str]]) -> bool:
    bare = _PREFIX.sub("", words)
    if kind == "core_product_type":
        return True
    if _NOT.match(words):
        lists.setdefault("exclude", []).append(_NOT.sub("", words))
        return True
    simple = {"creator": "brands", "color": "colors", "material": "materials"}
    if kind == "UoM":
        value = bare.removesuffix(" size").removeprefix("size ")
        lists.setdefault("features" if _FIGURE.search(bare) else "sizes", []).append(value)
    elif kind in simple:
        lists.setdefault(simple[kind], []).append(bare)
    elif kind == "department":
        person = re.sub(r"['’](?:s$|$)", "", bare)
        slots["recipient"] = _PEOPLE.get(person, person)
    elif kind == "occasion" and bare in _OCCASIONS:
        slots["occasion"] = bare
    elif kind == "price":
        return _price(words, slots)
    elif kind in _FEATURES | {"condition", "occasion"} and bare not in _PRAISE:
        lists.setdefault("features", []).append(words)
    return True


def _price(words: str, slots: dict[str, object]) -> bool:
    if match := _PRICE.match(words):
        slots["price_max"] = float(match[1])
        slots["currency"] = "USD" if re.search(r"\$|dollar|buck", words) else None
        return True
    if words in {"on sale", "clearance", "sale"}:
        slots["on_sale"] = True
        return True
    return words in _PRICE_WORDS
