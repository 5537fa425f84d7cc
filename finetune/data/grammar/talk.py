"""One conversation while it is generated: its need, what was shown, and the turns so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from assistant.intent import Intent
from finetune.data.conversation import Turn
from finetune.data.grammar.need import Need
from finetune.data.grammar.numerals import in_words
from finetune.data.grammar.ontology import Row
from finetune.data.grammar.phrases import Phrases, Reference
from finetune.data.grammar.speaker import Speaker
from finetune.data.grammar.wishes import Drawer

_LIST_SIZES = (1, 2, 3, 4, 5, 6)
_LIST_WEIGHTS = (10, 6, 24, 30, 20, 10)


@dataclass(frozen=True)
class Shown:
    """A product shown: what of it a shopper may point with."""

    title: str
    brand: str = ""
    color: str = ""


@dataclass
class Talk:
    """The conversation so far. ``row`` is the kind of product it is about."""

    rng: Random
    phrases: Phrases
    speaker: Speaker
    drawer: Drawer
    rows: Sequence[Row]
    row: Row
    need: Need = field(default_factory=Need)
    shown: list[Shown] = field(default_factory=list)
    cart: list[Shown] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    families: list[str] = field(default_factory=list)
    searched: bool = False
    pointed: bool = False
    in_cart: bool = False
    """Whether the list shown last is the cart."""

    def says(self, text: str, intent: Intent, family: str) -> None:
        """The shopper says ``text``."""
        self.turns.append(Turn(user=text, intent=intent))
        self.families.append(family)

    def answers(self) -> None:
        """The assistant answers the last message: a list, a question, or a word."""
        intent = self.turns[-1].intent
        if intent is None:
            raise ValueError("the assistant answers a shopper's message")
        if intent.action in {"search", "refine", "more", "similar"}:
            if intent.ask and self.rng.random() < 0.7:
                self.turns.append(Turn(say=self.rng.choice(self.phrases.say["ask"])))
                return
            self.show()
        elif intent.action == "cart_show" and self.cart:
            self.shown, self.in_cart = list(self.cart), True
            say = self.rng.choice(self.phrases.say["cart"])
            self.turns.append(Turn(say=say, shown=[one.title for one in self.shown]))
        else:
            self.turns.append(Turn(say=self.rng.choice(self.phrases.say["aside"])))

    def show(self) -> None:
        """The assistant shows a list of products of the kind talked about."""
        many = self.rng.choices(_LIST_SIZES, weights=_LIST_WEIGHTS)[0]
        self.shown, self.pointed, self.in_cart = (
            [self._product() for _ in range(many)],
            False,
            False,
        )
        say = self.rng.choice(self.phrases.say["shown"])
        self.turns.append(Turn(say=say, shown=[one.title for one in self.shown]))

    def _product(self) -> Shown:
        rng, row = self.rng, self.row
        unwanted = {*self.need.values("exclude.brand"), *self.need.values("exclude.color")}
        brand = rng.choice([b for b in row.brands if b not in unwanted] or [""])
        color = rng.choice([c for c in row.colors if c not in unwanted] or [""])
        wanted = self.need.values("feature") or row.features
        feature = rng.choice(wanted) if wanted and rng.random() < 0.6 else ""
        if self.need.values("color") and rng.random() < 0.7:
            color = rng.choice(self.need.values("color"))
        latin = bool(self.phrases.join)
        parts = [brand, feature, row.type, color if rng.random() < 0.7 else ""]
        size = rng.choice(row.sizes) if row.sizes and rng.random() < 0.2 else ""
        title = (" " if latin else "").join(part for part in [*parts, size] if part)
        return Shown(title.title() if latin else title, brand, color if parts[3] else "")

    def places(self, wanted: int | None, *, vague: bool = False) -> tuple[str, list[int]] | None:
        """A way to point at ``wanted`` shown products (None: two or three): words and places.

        Args:
            wanted: 1, or None for several.
            vague: Whether "it" will do, which points only where one product is shown.
        """
        rng, count = self.rng, len(self.shown)
        for _ in range(12):
            one = rng.choice(self.phrases.references)
            found = self._pointed(one, count, several=wanted is None, vague=vague)
            if found is not None:
                return found
        return None

    def _pointed(
        self, one: Reference, count: int, *, several: bool, vague: bool
    ) -> tuple[str, list[int]] | None:
        rng = self.rng
        if one.places == ():
            if several or not (vague or count == 1) or (self.pointed and count > 1):
                return None
            return one.text.fill(rng, {}), [1] if count == 1 else []
        if one.places is not None:
            places = [place if place > 0 else count + 1 + place for place in one.places]
            wrong = min(places) < 1 or max(places) > count or len(set(places)) != len(places)
            fits = not wrong and several == (len(places) > 1)
            return (one.text.fill(rng, {}), sorted(places)) if fits else None
        if one.by:
            return None if several else self._named(one, count)
        if several != bool({"m", "words_m"} & one.text.slots) or count < (2 if several else 1):
            return None
        first, second = (
            rng.sample(range(1, count + 1), 2) if several else (rng.randint(1, count), 0)
        )
        values = {"n": str(first), "m": str(second)}
        values |= {"words": self._words(first), "words_m": self._words(second)}
        return one.text.fill(rng, values), sorted({first, second} - {0})

    def _words(self, number: int) -> str:
        return in_words(number, self.phrases.language)

    def _named(self, one: Reference, count: int) -> tuple[str, list[int]] | None:
        place = self.rng.randrange(count) if count > 1 else 0
        mark = getattr(self.shown[place], one.by)
        if not mark or sum(mark in other.title.casefold() for other in self.shown) != 1:
            return None
        return one.text.fill(self.rng, {one.by: mark}), [place + 1]
