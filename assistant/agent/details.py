"""Answering a question about a shown product from the product's own fields, or not at all.

The question picks topics by cue words (``fields.toml``), a topic names the fields that answer it.
A yes/no property is also looked for in the description, and then the sentence is quoted rather
than judged. What neither states is answered with "the shop does not say": nothing is guessed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.agent.phrases import FALLBACK, Phrases, money
from assistant.profiles.wording import field_value
from retrieval.product import Product
from retrieval.values import gender
from retrieval.values.text import fold

_YES = {"yes", "true", "是", "有"}
_NO = {"no", "false", "否", "无", "没有"}
_UNITS = ("_mm", "_g", "_ml", "_mb")
"""Endings of the numbers that cleaning adds beside the shop's own wording."""
_QUIET = {"title", "type", "shape", "color_family"}
_ABOUT = (
    "tell me about", "tell me more", "more about", "more details", "describe", "what is it",
    "介绍", "详细", "怎么样",
)  # fmt: skip
_STOP = {
    "about", "does", "have", "that", "this", "these", "those", "with", "they", "what", "which",
    "when", "where", "there", "would", "could", "should", "will", "from", "first", "second",
    "third", "last", "really", "good", "long", "much", "many", "them", "than", "into", "your",
    "come", "comes", "also", "like", "number", "ones",
}  # fmt: skip


@dataclass(frozen=True)
class Topic:
    """What a question may be about."""

    fields: tuple[str, ...]
    cues: tuple[re.Pattern[str], ...]
    labels: dict[str, str]
    property: bool = False

    def asked(self, question: str) -> bool:
        """Whether a folded question has one of the cues."""
        return any(cue.search(question) for cue in self.cues)


def answer(product: Product, question: str, phrases: Phrases) -> str:
    """One or two sentences about ``product``, each stated by the shop's data."""
    asked = fold(question)
    title = product.title_in(phrases.language)
    said = list(_answers(product, asked, phrases, title))
    if said:
        return _space(phrases).join(said[:2])
    if any(cue in asked for cue in _ABOUT):
        facts = _facts(product, phrases)
        facts = facts[:1].upper() + facts[1:] + phrases("details.stop") if facts else ""
        evidence = _space(phrases).join(part for part in (product.description, facts) if part)
        return phrases("details.about", title=title, evidence=evidence)
    facts = _facts(product, phrases)
    known = phrases("details.known", facts=facts) if facts else ""
    return phrases("details.unknown", title=title) + known


def asked_of_each(products: Sequence[Product], question: str) -> list[str]:
    """The fields that answer a question put to several products, one a topic; often none."""
    asked = fold(question)
    found = []
    for topic in topics():
        if topic.asked(asked):
            known = [
                name
                for name in topic.fields
                if any(value_in_words(one, name, Phrases(FALLBACK)) for one in products)
            ]
            found += known[:1]
    return list(dict.fromkeys(found))


def value_in_words(product: Product, name: str, phrases: Phrases) -> str:
    """A field or attribute as text in the language; empty where the product has none."""
    if name == "price":
        return money(product.charged, product.currency) if product.charged is not None else ""
    if name == "availability":
        return phrases(f"availability.{product.availability}")
    value = getattr(product, name, None) or product.attributes.get(name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or fold(str(value)) in _YES | _NO:
        truth = value is True or fold(str(value)) in _YES
        return phrases("words.yes" if truth else "words.no")
    if isinstance(value, list):
        return phrases.join([str(item) for item in value])
    decimals = ".1f" if name == "rating" else "g"
    text = f"{value:{decimals}}" if isinstance(value, float) else str(value)
    return _in_language(name, text, phrases)


def _in_language(name: str, text: str, phrases: Phrases) -> str:
    """The text of a field in the shopper's language, where its words are known."""
    if name == "gender":
        worn = {"male": "words.men", "female": "words.women", "unisex": "words.unisex"}
        key = worn.get(gender(text))
        return phrases(key) if key else text
    return field_value(name, text, phrases.language)


def label_of(name: str, phrases: Phrases) -> str:
    """What a field is called: from the phrases, a topic that it leads, or its own name."""
    if phrases.has(f"field.{name}"):
        return phrases(f"field.{name}")
    for topic in topics():
        if topic.fields[0] == name and phrases.language in topic.labels:
            return topic.labels[phrases.language]
    return name.replace("_", " ")


def bare_label(name: str, phrases: Phrases) -> str:
    """What a field is called where a value follows it: "the price" is `price`."""
    return _bare(label_of(name, phrases))


def _bare(label: str) -> str:
    return label.removeprefix("the ")


def told_attributes(product: Product) -> list[str]:
    """The attribute names worth showing: no internal ones, no other language's wording."""
    return [
        name
        for name in product.attributes
        if name not in _QUIET
        and not re.search(r"_[a-z]{2}$", name)
        and not (name.endswith(_UNITS) and name.rsplit("_", 1)[0] in product.attributes)
    ]


@cache
def topics() -> tuple[Topic, ...]:
    """The topics of ``fields.toml``."""
    text = resources.files(__package__).joinpath("fields.toml").read_text("utf-8")
    return tuple(
        Topic(
            fields=tuple(row["fields"]),
            cues=tuple(_cue(cue) for cue in row["cues"]),
            labels=row["labels"],
            property=row.get("property", False),
        )
        for row in tomllib.loads(text)["topic"]
    )


def _cue(cue: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(cue)}" if cue.isascii() else re.escape(cue))


def _answers(product: Product, question: str, phrases: Phrases, title: str) -> Iterator[str]:
    told: set[str] = set()
    for topic in topics():
        if not topic.asked(question):
            continue
        name = next((f for f in topic.fields if value_in_words(product, f, phrases)), None)
        if name is not None and name not in told:
            told.add(name)
            yield _sentence(product, name, topic, phrases, title)
        elif name is None and topic.property:
            quoted = _quote(product, topic)
            if quoted and quoted not in told:
                told.add(quoted)
                yield phrases("details.describes", title=title, evidence=quoted)
    if told:
        return
    words = {word for word in re.findall(r"[a-z0-9]{3,}", question) if word not in _STOP}
    for name in told_attributes(product):
        if words.issuperset(name.split("_")):
            value = value_in_words(product, name, phrases)
            label = bare_label(name, phrases)
            yield phrases("details.field", title=title, name=label, value=value)


def _sentence(product: Product, name: str, topic: Topic, phrases: Phrases, title: str) -> str:
    value = value_in_words(product, name, phrases)
    if name == "price" and product.discounted and product.price is not None:
        old = money(product.price, product.currency)
        return phrases("details.price_reduced", title=title, value=value, old=old)
    if name == "price":
        return phrases("details.price", title=title, value=value)
    if name == "availability":
        return phrases(f"details.stock_{product.availability}", title=title)
    if name == "rating":
        count = product.rating_count or 0
        return phrases("details.rating", title=title, value=value, count=count)
    label = topic.labels.get(phrases.language) or label_of(name, phrases)
    if name != topic.fields[0] and not topic.property:
        label = label_of(name, phrases)
    if value in {phrases("words.yes"), phrases("words.no")}:
        key = "yes" if value == phrases("words.yes") else "no"
        return phrases(f"details.{key}", title=title, evidence=f"{label}.".replace("..", "."))
    return phrases("details.field", title=title, name=_bare(label), value=value)


def _quote(product: Product, topic: Topic) -> str:
    """The first sentence of the description that has one of the topic's cues."""
    for sentence in re.split(r"(?<=[.!?。！？])\s*|\n", product.description):
        if topic.asked(fold(sentence)):
            return sentence.strip()
    return ""


def _facts(product: Product, phrases: Phrases) -> str:
    names = ["material", "sizes", *told_attributes(product)]
    facts = []
    for name in dict.fromkeys(names):
        value = value_in_words(product, name, phrases)
        if value:
            facts.append(f"{bare_label(name, phrases)}: {value}")
    return ("；" if phrases.language == "zh" else "; ").join(facts[:4])


def _space(phrases: Phrases) -> str:
    return "" if phrases.language == "zh" else " "
