"""Answering a question about a shown product from the product's own fields, or not at all.

The question picks topics by cue words (``fields.toml``), a topic names the fields that answer it.
A yes/no property is also looked for in the description, and then the sentence is quoted rather
than judged. What neither states is answered with "the shop does not say": nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.agent.field_words import bare, bare_label, label_of, truth, value_in_words
from assistant.agent.named_values import (
    has_size,
    other_color,
    other_material,
    refuses,
    size_asked,
    sold_by_size,
    value_named,
)
from assistant.agent.phrases import FALLBACK, Phrases, money
from assistant.agent.topics import Topic, topics
from retrieval.product import Product
from retrieval.values.text import fold

_UNITS = ("_mm", "_g", "_ml", "_mb")
"""Endings of the numbers that cleaning adds beside the shop's own wording."""
_SPELT_OUT = 4
"""Letters from which a size is a word (small)."""
_LEAST_ZH = 2
_QUIET = {"title", "type", "shape", "color_family"}
_ABOUT = re.compile(
    r"\btell me (?:\w+ )?(?:about|more)\b|\bmore about\b|\bdetails?\b|\bdescribe\b|\bdescription\b"
    r"|\bwhat is it\b|\bspec(?:ification)?s?\b|\b(?:more|some|any|the) info(?:rmation)?\b"
    r"|介绍|详细|详情|怎么样|说说|讲讲|参数|了解一下"
)
_STOP = {
    "about", "does", "have", "that", "this", "these", "those", "with", "they", "what", "which",
    "when", "where", "there", "would", "could", "should", "will", "from", "first", "second",
    "third", "last", "really", "good", "long", "much", "many", "them", "than", "into", "your",
    "come", "comes", "also", "like", "number", "ones",
}  # fmt: skip


def answer(product: Product, question: str, phrases: Phrases) -> str:
    """One or two sentences about ``product``, each stated by the shop's data."""
    asked = fold(question)
    title = product.title_in(phrases.language)
    said = list(_answers(product, asked, phrases))
    if said:
        return space(phrases).join(said[:2])
    if _ABOUT.search(asked):
        facts = _facts(product, phrases)
        facts = facts[:1].upper() + facts[1:] + phrases("details.stop") if facts else ""
        apart = space(phrases) or (" " if product.description.isascii() else "")
        evidence = apart.join(part for part in (product.description, facts) if part)
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
    if not found:
        found = [name for one in products for name in _called(one, asked, Phrases(FALLBACK))]
    return list(dict.fromkeys(found))


def asks_for_everything(question: str) -> bool:
    """Whether a question is about a product as a whole ("tell me more")."""
    return bool(_ABOUT.search(fold(question)))


def told_attributes(product: Product) -> list[str]:
    """The attribute names worth showing: no internal ones, no other language's wording."""
    return [
        name
        for name in product.attributes
        if name not in _QUIET
        and not re.search(r"_[a-z]{2}$", name)
        and not (name.endswith(_UNITS) and name.rsplit("_", 1)[0] in product.attributes)
    ]


def _answers(product: Product, question: str, phrases: Phrases) -> Iterator[str]:
    title = product.title_in(phrases.language)
    size = size_asked(question)
    if size is not None and sold_by_size(product.sizes, size):
        yield _of_size(product, size, phrases)
        return
    told: set[str] = set()
    asked = [topic for topic in topics() if topic.asked(question)]
    fields = [name for topic in asked for name in topic.fields]
    named = value_named(
        product,
        question,
        [*fields, "brand", "color", "material", *told_attributes(product)],
        title,
    )
    if named is not None:
        told.update([named, *fields])
        yield _granted(product, named, phrases)
    for topic in asked:
        name = next((f for f in topic.fields if value_in_words(product, f, phrases)), None)
        if name is not None and name not in told:
            told.add(name)
            yield _sentence(product, name, question, topic, phrases)
        elif name is None and named is None and topic.property:
            quoted = _quote(product, topic)
            if quoted and quoted not in told:
                told.add(quoted)
                yield phrases("details.describes", title=title, evidence=quoted)
    if told:
        return
    called = _called(product, question, phrases)
    for name in called:
        yield _stated(product, name, phrases)
    if not called and other_color(product, question):
        yield _stated(product, "color", phrases)
    if not called and other_material(product, question):
        name, value = bare_label("material", phrases), value_in_words(product, "material", phrases)
        evidence = phrases("details.evidence", name=name, value=value)
        yield phrases("details.no", title=title, evidence=evidence)


def _called(product: Product, question: str, phrases: Phrases) -> list[str]:
    """The attributes that a folded question calls by their names."""
    words = {word for word in re.findall(r"[a-z0-9]{3,}", question) if word not in _STOP}
    found = []
    for name in told_attributes(product):
        label = bare_label(name, phrases)
        spoken = label.removeprefix("可") if len(label) > _LEAST_ZH else label  # 能调光吗
        known = phrases.language != "en" and label != name and spoken in question
        if known or words.issuperset(name.split("_")):
            found.append(name)
    return found


def _of_size(product: Product, size: str, phrases: Phrases) -> str:
    """Whether it comes in the size asked for; that it is sold out is no detail then."""
    title = product.title_in(phrases.language)
    shown = size.upper() if len(size) < _SPELT_OUT else size
    sizes = value_in_words(product, "sizes", phrases)
    if not has_size(product.sizes, size):
        return phrases("details.size_no", title=title, size=shown, sizes=sizes)
    said = phrases("details.size_yes", title=title, size=shown)
    if product.availability == "in_stock":
        return said
    stock = phrases(f"details.stock_{product.availability}", title=title)
    return said + space(phrases) + stock


def _granted(product: Product, name: str, phrases: Phrases) -> str:
    """A yes, with the field that says so; the title speaks for itself."""
    title = product.title_in(phrases.language)
    if name == "title":
        return phrases("details.yes_title", title=title)
    evidence = phrases(
        "details.evidence",
        name=bare_label(name, phrases),
        value=value_in_words(product, name, phrases),
    )
    return phrases("details.yes", title=title, evidence=evidence)


def _sentence(product: Product, name: str, question: str, topic: Topic, phrases: Phrases) -> str:
    title = product.title_in(phrases.language)
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
    return _property(product, name, question, topic, phrases)


def _property(product: Product, name: str, question: str, topic: Topic, phrases: Phrases) -> str:
    """An attribute that answers a topic; with a yes or no only where it is just what is asked."""
    title = product.title_in(phrases.language)
    value, label = value_in_words(product, name, phrases), bare_label(name, phrases)
    if refuses(question, str(product.attributes.get(name, ""))):
        evidence = phrases("details.evidence", name=label, value=value)
        return phrases("details.no", title=title, evidence=evidence)
    if name == topic.fields[0]:
        return _stated(product, name, phrases, topic.labels.get(phrases.language))
    if set(name.split("_")) <= set(re.findall(r"[a-z]+", question)):
        return _stated(product, name, phrases)
    # What is water resistant need not be waterproof: told, and not judged.
    return phrases("details.field", title=title, name=label, value=value)


def _stated(product: Product, name: str, phrases: Phrases, label: str | None = None) -> str:
    """A field as the shop states it: yes or no where that is its value."""
    title = product.title_in(phrases.language)
    value = value_in_words(product, name, phrases)
    called = bare(label or label_of(name, phrases))
    said = truth(product.attributes.get(name))
    if said is None:
        return phrases("details.field", title=title, name=called, value=value)
    evidence = phrases("details.evidence", name=called, value=value)
    return phrases("details.yes" if said else "details.no", title=title, evidence=evidence)


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
            facts.append(phrases("details.fact", name=bare_label(name, phrases), value=value))
    return ("；" if phrases.language == "zh" else "; ").join(facts[:4])


def space(phrases: Phrases) -> str:
    """What stands between two sentences."""
    return "" if phrases.language == "zh" else " "
