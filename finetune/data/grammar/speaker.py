"""Puts wishes into words: before the head, after it, beside the request, or as a later message.

A request is composed, not picked from a list of whole sentences: the same three wishes come out in
dozens of orders, so a model cannot learn a place in the sentence instead of the meaning. Given up:
now and then a phrase that is clumsy, as real ones are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from finetune.data.grammar.need import Wish
from finetune.data.grammar.phrases import Phrases
from finetune.data.grammar.template import Template, tidy

_AN = re.compile(
    r"^(?:[aeio]|u(?!s|ni|k|ti)|hour|heir|8|11\b|18\b|(?:hp|lg|ssd|sd|led|xl|hdmi|nfc)\b)"
)
_A = re.compile(r"^(?:one|once|euro|ewer)")
_SLOT_ORDER = {"exclude.brand": "brand", "exclude.color": "color"}
_TAIL = ("feature", "size", "color", "material", "brand", "recipient", "occasion")
_PLACES = ("before", "after", "clause")
_PLACE_WEIGHTS = {"before": 6.0, "after": 4.0, "clause": 1.6}
_PRICE_BEFORE = 0.5
"""People rarely say "a sub $50 kettle"."""
_MOST_BEFORE = 3
_LINK = re.compile(r"^(with|for|that's|that is|that are|in) (.+)$")


_PLURAL_VERB = {"'s": "are", " is": "are", " isn't": "aren't", " has": "have"}
_SINGULAR_CLAUSE = re.compile(r"^(that|which)('s| isn't| is| has)\b")


@dataclass(frozen=True)
class Request:
    """A noun phrase in words: its article or number, the phrase, and what stands beside it."""

    article: str
    phrase: str
    clauses: tuple[str, ...]


class Speaker:
    """Says things in one language. Stateless but for its phrases."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases

    def ways(self, wish: Wish, place: str) -> list[Template]:
        """The templates that can say ``wish`` at ``place``."""
        form = self.phrases.form(wish.slot, wish.value)
        texts = form.texts[place] if form else ()
        return [one for one in texts if one.slots <= wish.fill.keys() and _honest(one, wish)]

    def say(
        self, rng: Random, wish: Wish, place: str, more: Mapping[str, str] | None = None
    ) -> str | None:
        """``wish`` in words at ``place``; None where it cannot stand there."""
        known = Wish(wish.slot, wish.value, {**wish.fill, **(more or {})}, wish.change)
        ways = self.ways(known, place)
        if place == "before" and wish.slot == "recipient":
            person = self.phrases.person.get(wish.value)
            return rng.choice(person.before) if person and person.before else None
        return tidy(rng.choice(ways).fill(rng, known.fill)) if ways else None

    def request(
        self, rng: Random, words: str, number: str, wishes: Sequence[Wish], *, terse: bool = False
    ) -> Request | None:
        """``words`` with all ``wishes`` around it; None where one of them cannot be said.

        Args:
            rng: The dice.
            words: The head, as said.
            number: ``singular``, ``plural``, ``mass``, or ``none`` where language has no number.
            wishes: What is wanted of it.
            terse: Bare keywords: as much as can be stands before or after the head.
        """
        article = self._article(rng, number)
        before: dict[str, list[str]] = {}
        after: list[tuple[int, str]] = []
        clauses: list[str] = []
        for wish in wishes:
            place = self._place(rng, wish, before, terse=terse)
            text = self.say(rng, wish, place) if place else None
            if place is None or text is None:
                return None
            if place == "before":
                form = self.phrases.form(wish.slot, wish.value)
                article = (form.article if form else "") or article
                if wish.slot == "quantity":
                    article = text
                else:
                    before.setdefault(wish.slot, []).append(text)
            elif place == "after":
                rank = 9 if wish.slot.startswith("price") else self._rank(rng, wish)
                after.append((rank, _agreeing(text) if number == "plural" else text))
            else:
                clauses.append(text)
        order = rng.choice(self.phrases.orders)
        outside = [slot for slot in before if slot not in order]
        outside.sort(key=lambda slot: not slot.startswith("sort"))
        first = [text for slot in outside for text in before[slot]]
        rest = [text for slot in order for text in before.get(slot, ())]
        tail = _linked(rng, [text for _, text in sorted(after, key=lambda one: one[0])])
        phrase = self._joined([*first, *rest, words])
        phrase = (
            " ".join([phrase, *tail]) if self.phrases.join == " " else self._joined([phrase, *tail])
        )
        rng.shuffle(clauses)
        return Request(self._fitting(article, phrase), phrase, tuple(clauses))

    def sentence(
        self, rng: Random, template: Template, request: Request, more: Mapping[str, str]
    ) -> str:
        """A frame with the request in it; its clauses follow, unless the frame places them."""
        phrase, article = request.phrase, request.article
        if "a" not in template.slots and article not in {"a", "an", "some", "the", ""}:
            phrase = self._joined([article, phrase])
        clauses = self.joined_clauses(rng, request.clauses)
        text = tidy(template.fill(rng, {**more, "a": article, "np": phrase, "clauses": clauses}))
        return self.with_clauses(rng, text, () if "clauses" in template.slots else request.clauses)

    def with_clauses(self, rng: Random, text: str, clauses: Sequence[str]) -> str:
        """``text`` and what is said beside it."""
        for clause in clauses:
            joint = rng.choice(self.phrases.clause_join)
            if text[-1] in "?!.？！。":
                joint = " " if self.phrases.join else ""
            text += joint + clause
        return text

    def joined_clauses(self, rng: Random, clauses: Sequence[str]) -> str:
        """The clauses one after the other."""
        return self.with_clauses(rng, clauses[0], clauses[1:]) if clauses else ""

    def _place(
        self, rng: Random, wish: Wish, before: Mapping[str, list[str]], *, terse: bool
    ) -> str | None:
        full = sum(map(len, before.values())) >= _MOST_BEFORE
        possible = [place for place in _PLACES if self._can(wish, place)]
        if full and len(possible) > 1 and self.phrases.join:
            possible = [place for place in possible if place != "before"]
        if terse and len(possible) > 1:
            possible = [place for place in possible if place != "clause"]
        if not possible:
            return None
        weights = dict(_PLACE_WEIGHTS)
        if wish.slot.startswith("price"):
            weights["before"] = _PRICE_BEFORE
        return rng.choices(possible, weights=[weights[place] for place in possible])[0]

    def _can(self, wish: Wish, place: str) -> bool:
        if place == "before" and wish.slot == "recipient":
            person = self.phrases.person.get(wish.value)
            return bool(person and person.before)
        if place == "before" and self.phrases.join and _values(wish) > 1:
            return False
        return bool(self.ways(wish, place))

    @staticmethod
    def _rank(rng: Random, wish: Wish) -> int:
        own = _TAIL.index(wish.slot) if wish.slot in _TAIL else 7
        return own if rng.random() < 0.75 else rng.randrange(10)

    def _article(self, rng: Random, number: str) -> str:
        if not self.phrases.article:
            return ""
        if number == "singular":
            return "a"
        return "some" if number in {"plural", "mass"} and rng.random() < 0.45 else ""

    @staticmethod
    def _fitting(article: str, phrase: str) -> str:
        return "an" if article == "a" and _AN.match(phrase) and not _A.match(phrase) else article

    def _joined(self, parts: Sequence[str]) -> str:
        """Words run together as the language does it; Latin words keep their spaces."""
        if self.phrases.join:
            return self.phrases.join.join(part for part in parts if part)
        text = ""
        for part in parts:
            latin = text and part and text[-1].isascii() and part[0].isascii()
            text += (" " if latin and text[-1].isalnum() and part[0].isalnum() else "") + part
        return text


def _values(wish: Wish) -> int:
    """How many values a wish for a list slot has; 1 for any other slot."""
    lists = [value for value in wish.change.values() if isinstance(value, list)]
    return len(lists[0]) if lists else 1


def _agreeing(text: str) -> str:
    """A relative clause in the plural ("that's soft" → "that are soft")."""
    return _SINGULAR_CLAUSE.sub(lambda match: f"{match[1]} {_PLURAL_VERB[match[2]]}", text)


def _honest(template: Template, wish: Wish) -> bool:
    """Whether the template says the currency that the label has."""
    if wish.slot != "price.between" or not wish.change.get("currency"):
        return True
    return bool({"amount_low", "amount_high"} & template.slots)


def _linked(rng: Random, tail: Sequence[str]) -> list[str]:
    """Two phrases that begin alike share the link: "with pockets and a hood"."""
    linked: list[str] = []
    last = ""
    for text in tail:
        match = _LINK.match(text)
        link = match[1] if match else ""
        if match and link == last and link != "for":
            linked[-1] += f" and {match[2]}" if rng.random() < 0.7 else f" and {text}"
        else:
            linked.append(text)
        last = link
    return linked
