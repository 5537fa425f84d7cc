"""Draws what a shopper may want of a product type: one wish a slot, from its ontology row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from random import Random

from finetune.data.grammar.need import LIST_OF, Wish
from finetune.data.grammar.numerals import in_words
from finetune.data.grammar.ontology import Row
from finetune.data.grammar.phrases import Phrases
from finetune.data.grammar.prices import priced
from retrieval.values import color_families
from retrieval.values.text import tokens

_SORTS = ("price_asc", "price_desc", "rating", "popularity", "newest", "discount")
_SORT_WEIGHTS = (6, 1, 4, 3, 3, 2)
_RATINGS = (4, 4, 4, 4.5, 3, 3.5)
WEIGHTS: Mapping[str, float] = {
    "feature": 4.5,
    "price": 3.6,
    "color": 1.8,
    "brand": 1.8,
    "use": 1.6,
    "size": 1.4,
    "recipient": 1.2,
    "material": 1.1,
    "exclude.feature": 0.7,
    "sort": 0.7,
    "occasion": 0.6,
    "rating": 0.45,
    "sale": 0.45,
    "exclude.brand": 0.4,
    "exclude.color": 0.4,
    "exclude.quality": 0.35,
    "quantity": 0.4,
}
"""How often each kind of wish is drawn, relative to the others."""
_HOW_MANY = (14, 30, 27, 15, 8, 4, 2)


class Drawer:
    """Draws wishes in one language. Stateless but for its phrases; the caller gives the dice."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._slots: dict[str, Callable[[Random, Row], Wish | None]] = {
            "feature": lambda rng, row: self._listed(rng, "feature", row.features),
            "use": lambda rng, row: self._listed(rng, "feature", row.uses),
            "material": lambda rng, row: self._listed(rng, "material", row.materials, two=0.06),
            "color": lambda rng, row: self._listed(rng, "color", row.colors, two=0.1),
            "brand": lambda rng, row: self._listed(rng, "brand", row.brands, two=0.12),
            "size": lambda rng, row: self._listed(rng, "size", row.sizes, two=0.04),
            "exclude.brand": lambda rng, row: self._listed(
                rng, "exclude.brand", row.brands, two=0.1
            ),
            "exclude.color": lambda rng, row: self._listed(
                rng, "exclude.color", row.colors, two=0.1
            ),
            "exclude.feature": lambda rng, row: self._listed(
                rng, "exclude.feature", row.excludes, two=0.1
            ),
            "exclude.quality": lambda rng, _: self._listed(
                rng, "exclude.quality", phrases.qualities
            ),
            "recipient": self._recipient,
            "occasion": self._occasion,
            "price": lambda rng, row: priced(rng, phrases, *row.price),
            "sort": self._sort,
            "rating": self._rating,
            "sale": lambda _, __: Wish("sale", "", {}, {"on_sale": True}),
            "quantity": self._quantity,
        }

    def one(self, rng: Random, row: Row, slot: str) -> Wish | None:
        """A wish for ``slot``; None where the row has nothing to say there."""
        return self._slots[slot](rng, row)

    def some(self, rng: Random, row: Row, *, without: Collection[str] = ()) -> list[Wish]:
        """None to six wishes that do not contradict each other."""
        many = rng.choices(range(len(_HOW_MANY)), weights=_HOW_MANY)[0]
        slots = [slot for slot in WEIGHTS if slot not in without]
        # A weighted order without replacement (Efraimidis & Spirakis 2006); features may repeat.
        order = sorted(slots, key=lambda slot: -(rng.random() ** (1 / WEIGHTS[slot])))
        if many > 2 and "feature" in order:
            order.insert(1 + int(rng.random() * many), "feature")
        wishes: list[Wish] = []
        for slot in order:
            if len(wishes) >= many:
                break
            wish = self.one(rng, row, slot)
            if wish is not None and fits(wish, wishes, row.type):
                wishes.append(wish)
        return wishes

    def _listed(
        self, rng: Random, slot: str, values: Sequence[str], *, two: float = 0.0
    ) -> Wish | None:
        if not values:
            return None
        many = 2 if two and len(values) > 2 and rng.random() < two else 1
        chosen = rng.sample(values, many)
        return self.listed(rng, slot, chosen)

    def listed(self, rng: Random, slot: str, values: list[str]) -> Wish:
        """The wish for these ``values`` of a list slot."""
        text = rng.choice(self._phrases.list_join).join(values)
        return Wish(slot, values[0], {"value": text}, {LIST_OF[slot]: values})

    def person(self, rng: Random, value: str) -> Wish:
        """The wish that it is for ``value``."""
        person = self._phrases.person.get(value)
        said = rng.choice(person.said) if person else value
        return Wish("recipient", value, {"value": said}, {"recipient": value})

    def _recipient(self, rng: Random, row: Row) -> Wish | None:
        return self.person(rng, rng.choice(row.recipients)) if row.recipients else None

    def _occasion(self, rng: Random, row: Row) -> Wish | None:
        if not row.occasions:
            return None
        return self.occasion(rng, rng.choice(row.occasions))

    def occasion(self, rng: Random, value: str) -> Wish:
        """The wish that it is for the occasion ``value``."""
        said = rng.choice(self._phrases.occasions.get(value, (value,)))
        return Wish("occasion", value, {"value": said}, {"occasion": value})

    @staticmethod
    def _sort(rng: Random, _: Row) -> Wish:
        sort = rng.choices(_SORTS, weights=_SORT_WEIGHTS)[0]
        return Wish(f"sort.{sort}", "", {}, {"sort": sort})

    @staticmethod
    def _rating(rng: Random, _: Row) -> Wish:
        stars = rng.choice(_RATINGS)
        return Wish("rating", "", {"n": f"{stars:g}"}, {"min_rating": float(stars)})

    def _quantity(self, rng: Random, row: Row) -> Wish | None:
        if row.mass or row.price[0] > 400:
            return None
        many = rng.choice((2, 2, 2, 3, 3, 4, 4, 5, 6, 8, 10, 12))
        return Wish("quantity", "", counted(many, self._phrases.language), {"quantity": many})


def counted(many: int, language: str) -> dict[str, str]:
    """``many`` as forms may fill it in: {n} and {words}."""
    words = in_words(many, language)
    return {"n": str(many), "words": "两" if words == "二" else words}


def fits(wish: Wish, others: Sequence[Wish], kind: str) -> bool:
    """Whether ``wish`` neither repeats nor contradicts ``others`` or the type's own name."""
    if wish.slot in {"feature", "exclude.feature", "exclude.quality"} and _shares(wish.value, kind):
        return False
    return not any(_clash(wish, other) for other in others)


def _clash(one: Wish, other: Wish) -> bool:
    if one.slot.partition(".")[0] == "price" == other.slot.partition(".")[0]:
        return True
    if one.slot.startswith("sort") and other.slot.startswith("sort"):
        return True
    if one.slot == other.slot and one.slot != "feature":
        return True
    if {one.slot, other.slot} <= {"color", "exclude.color"}:
        wanted, unwanted = _values(one), _values(other)
        return any(
            color_families(a) & color_families(b) or a == b for a in wanted for b in unwanted
        )
    ours, theirs = _values(one), _values(other)
    return any(_shares(a, b) for a in ours for b in theirs)


def _values(wish: Wish) -> list[str]:
    return [v for values in wish.change.values() if isinstance(values, list) for v in values]


_LINKS = frozenset(["for", "with", "the", "a", "and", "to", "that", "in", "of", "no", "my", "on"])


def _shares(one: str, other: str) -> bool:
    """Whether two values have a telling word in common, or one holds the other."""
    if one in other or other in one:
        return True
    return bool((set(tokens(one)) - _LINKS) & (set(tokens(other)) - _LINKS))
