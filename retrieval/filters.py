"""Which products satisfy the constraints: exactly, for all products at once, in memory.

Each constraint is a column of the table below, so a filter over 20,000 products takes about a
millisecond and a search can count what would fit if one constraint were lifted. Text columns hold
few different values, so a value is judged once, not once a product.

How unknown values are read (``facts`` says what is known):
- A product whose colour, size, material, price or rating is unknown does not satisfy a wish for
  one. It does satisfy an exclusion.
- Gender: `unisex` suits everyone, and so does a product of a category where next to none states
  a gender (a kettle: ``retrieval.gendered``). In a category that does, unknown does not satisfy.
- A price bound in another currency is converted by ``exchange_rates``; where a rate is missing the
  bound is read as if it were in the product's own currency.
- `exclude` looks at everything said of the product, and knows "free of": "fragrance-free" is not
  excluded by `fragrance`. A material or colour word excludes what has it under another name too
  (`wool` excludes merino), 鸡肉味的 excludes what has 鸡肉, and `machine` what is one under another
  name of its kind.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.constraints import Constraints
from retrieval.facts import Facts, color_values, material_values, padded, stands_in
from retrieval.gendered import Gendered, Path
from retrieval.ingredients import narrower
from retrieval.said import Said
from retrieval.shelves import shelf_names
from retrieval.values import color_families, fold, gender, is_cjk, materials, size_key
from retrieval.values.size_ranges import size_range

Mask = npt.NDArray[np.bool_]


class Columns:
    """The facts of all products, by column; row ``i`` of every column is product ``i``."""

    def __init__(
        self,
        ids: Sequence[str],
        facts: Iterable[Facts],
        *,
        exchange_rates: Mapping[str, float] | None = None,
        gendered: Gendered | None = None,
        texts: Sequence[str] | None = None,
        rows: Mapping[str, int] | None = None,
    ) -> None:
        """Reads the facts once, one by one.

        Args:
            ids: The products' ids.
            facts: Their facts, in the same order.
            exchange_rates: What a unit of each currency is worth in a common one.
            gendered: The categories that state genders; found from the facts unless given.
            texts: Each product's ``Facts.words``, where the facts need not be kept for them.
            rows: The row of each id, where it is known already.
        """
        self._rows = {id_: row for row, id_ in enumerate(ids)} if rows is None else rows
        self._rates = dict(exchange_rates or {})
        price, rating = array("d"), array("d")
        on_sale, in_stock = bytearray(), bytearray()
        self._currency, self._brand, self._category = _Coded(), _Coded(), _Coded()
        self._colors, self._sizes, self._materials = _Coded(), _Coded(), _Coded()
        self._gender = _Coded()
        kept: list[str] = []

        def words() -> Iterator[str]:
            for fact in facts:
                price.append(fact.price)
                rating.append(fact.rating)
                on_sale.append(fact.on_sale)
                in_stock.append(fact.in_stock)
                self._currency.append(fact.currency)
                self._brand.append(fact.brand)
                self._colors.append(fact.colors)
                self._sizes.append(fact.sizes)
                self._materials.append(fact.materials)
                self._category.append(fact.category)
                self._gender.append((fact.gender, fact.category))
                if texts is None:
                    kept.append(fact.words)
                yield fact.words

        self._said = Said(kept if texts is None else texts, words())
        self._price = np.array(price, dtype=np.float64)
        self._rating = np.array(rating, dtype=np.float64)
        self._on_sale = np.array(on_sale, dtype=np.bool_)
        self._in_stock = np.array(in_stock, dtype=np.bool_)
        self.gendered = _gendered(self._gender) if gendered is None else gendered

    def __len__(self) -> int:
        return len(self._price)

    def like(self, ids: Sequence[str], facts: Sequence[Facts]) -> Columns:
        """Columns of other products, judged by this catalogue's rates and departments."""
        return Columns(ids, facts, exchange_rates=self._rates, gendered=self.gendered)

    def mask(self, constraints: Constraints) -> Mask:
        """Which rows satisfy all of ``constraints``, shape ``(len(self),)``."""
        fits = self._numbers(constraints) & self._values(constraints)
        for id_ in constraints.exclude_ids:
            if (row := self._rows.get(id_)) is not None:
                fits[row] = False
        for term in constraints.exclude:
            self._exclude(term, fits)
        return fits

    def _numbers(self, c: Constraints) -> Mask:
        """Price, rating and the yes-or-no constraints; NaN compares false with everything."""
        fits = np.ones(len(self), dtype=np.bool_)
        if c.price_min is not None:
            fits &= self._price >= self._bound(c.price_min, c.currency)
        if c.price_max is not None:
            fits &= self._price <= self._bound(c.price_max, c.currency)
        if c.min_rating is not None:
            fits &= self._rating >= c.min_rating
        if c.on_sale:
            fits &= self._on_sale
        if c.in_stock:
            fits &= self._in_stock
        return fits

    def _values(self, c: Constraints) -> Mask:
        """The constraints on values of text columns."""
        wanted: list[tuple[_Coded, Callable[[Any], bool]]] = []
        if c.brands:
            wanted.append((self._brand, brand_test(c.brands)))
        if c.exclude_brands:
            wanted.append((self._brand, _not(brand_test(c.exclude_brands))))
        if c.colors:
            wanted.append((self._colors, overlap_test(c.colors, color_values)))
        if c.exclude_colors:
            wanted.append((self._colors, _not(overlap_test(c.exclude_colors, color_values))))
        if c.sizes:
            wanted.append((self._sizes, size_test(c.sizes)))
        if c.materials:
            wanted.append((self._materials, overlap_test(c.materials, material_values)))
        if c.genders:
            wanted.append((self._gender, self._suits(gender_test(c.genders))))
        if c.category is not None:
            wanted.append((self._category, category_test(c.category)))
        fits = np.ones(len(self), dtype=np.bool_)
        for column, test in wanted:
            fits &= column.where(test)
        return fits

    def main_currency(self) -> str:
        """The currency of most products; USD where there are none."""
        if not len(self._currency.codes):
            return "USD"
        return str(self._currency.values[int(np.bincount(self._currency.codes).argmax())])

    def comparable(self, currency: str) -> bool:
        """Whether a price in ``currency`` can be compared with every product's."""
        return all(
            own == currency or {own, currency} <= self._rates.keys()
            for own in self._currency.values
        )

    def _bound(self, amount: Decimal, currency: str | None) -> npt.NDArray[np.float64]:
        bounds = [in_currency(amount, currency, own, self._rates) for own in self._currency.values]
        return np.array(bounds, dtype=np.float64)[self._currency.codes]

    def _exclude(self, term: str, fits: Mask) -> None:
        for column, named in ((self._colors, color_families), (self._materials, materials)):
            if named(term):
                fits &= ~column.where(overlap_test([term], named))
        for said in _left_out_as(term):
            fits[self._said.rows(padded(said), says_test(said))] = False

    def _suits(self, test: Callable[[str], bool]) -> Callable[[tuple[str, Path]], bool]:
        """Tests gender and category: where next to none states a gender, all are unisex."""
        return lambda own: test(own[0] or ("" if self.gendered.states(own[1]) else "unisex"))


class _Coded:
    """A column of few different values: the values once, and a code a row."""

    def __init__(self) -> None:
        self._codes: dict[Any, int] = {}
        self._rows = array("i")

    def append(self, value: Any) -> None:
        self._rows.append(self._codes.setdefault(value, len(self._codes)))

    @cached_property
    def values(self) -> list[Any]:
        return list(self._codes)

    @cached_property
    def codes(self) -> npt.NDArray[np.int32]:
        return np.array(self._rows, dtype=np.int32)

    def where(self, test: Callable[[Any], bool]) -> Mask:
        verdicts = np.array([test(value) for value in self.values], dtype=np.bool_)
        return verdicts[self.codes]


def _not(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: not test(value)


def _gendered(column: _Coded) -> Gendered:
    counts = np.bincount(column.codes, minlength=len(column.values)).tolist()
    return Gendered((*own, count) for own, count in zip(column.values, counts, strict=True))


def in_currency(
    amount: Decimal, currency: str | None, own: str, rates: Mapping[str, float]
) -> float:
    """``amount`` of ``currency`` in the currency ``own``; as it is where a rate is missing.

    Examples:
        >>> in_currency(Decimal(10), "EUR", "USD", {"USD": 1.0, "EUR": 1.1})
        11.0
        >>> in_currency(Decimal(10), "CNY", "USD", {})
        10.0
    """
    value = float(amount)
    if currency is None or currency == own or not {currency, own} <= rates.keys():
        return value
    return round(value * rates[currency] / rates[own], 9)


def brand_test(wanted: Sequence[str]) -> Callable[[str], bool]:
    """Tests a product's brand text for any of the wanted brands, by whole words."""
    needles = [padded(brand) for brand in wanted]
    tight = {needle.replace(" ", "") for needle in needles} - {""}

    def test(own: str) -> bool:
        names = own.split("|")
        return any(name.replace(" ", "") in tight for name in names) or any(
            stands_in(needle, name) for needle in needles for name in names
        )

    return test


def overlap_test(
    wanted: Sequence[str], read: Callable[[str], frozenset[str]]
) -> Callable[[frozenset[str]], bool]:
    """Tests a product's set of values for any of the wanted ones, read the same way."""
    names = frozenset().union(*(read(text) for text in wanted))
    return lambda own: not names.isdisjoint(own)


def size_test(wanted: Sequence[str]) -> Callable[[frozenset[str]], bool]:
    """Tests a product's sizes for any of the wanted ones, of which some may be bounds."""
    bounds = [(text, size_range(text)) for text in wanted]
    ranges = [one for _, one in bounds if one is not None]
    same = overlap_test([text for text, one in bounds if one is None], size_key)
    return lambda own: same(own) or any(one.holds(own) for one in ranges)


def gender_test(wanted: Sequence[str]) -> Callable[[str], bool]:
    """Tests a product's gender: the same, or either side unisex. An unread wish lets all pass."""
    named = {gender(text) for text in wanted} - {""}
    if not named or "unisex" in named:
        return lambda _own: True
    return lambda own: own == "unisex" or own in named


def category_test(wanted: str) -> Callable[[tuple[str, ...]], bool]:
    """Tests a category path: it starts with the wanted path, or has the wanted words in a part."""
    path = tuple(padded(part) for part in wanted.split(">") if part.strip())
    if len(path) > 1:
        return lambda own: own[: len(path)] == path
    needle = padded(wanted)
    return lambda own: any(stands_in(needle, part) for part in own)


_TAIL_ZH = re.compile(
    r"(?:口味|风味|味道|味儿|味|款式|款|样式|式|类型|类|型|材质|材料|成分|做的|制的|的)+$"
)
_TAIL_EN = re.compile(r"[\s-]+(?:flavou?r(?:ed|s)?|tast(?:e|ing)|styles?|types?|kinds?|ones?)$")


@lru_cache(maxsize=4_096)
def excluded_forms(term: str) -> tuple[str, ...]:
    """What an excluded term is looked for as: as said, bare, and as the shelf in the other script.

    A Chinese word of less than two characters stands in too many others to be looked for.

    Examples:
        >>> excluded_forms("鸡肉味的"), excluded_forms("chicken flavoured")
        (('鸡肉味的', '鸡肉'), ('chicken flavoured', 'chicken'))
        >>> "running" in excluded_forms("跑步的"), excluded_forms("香味的")
        (True, ('香味的', '香味'))
    """
    forms = [term]
    bare = fold(term)
    while bare:
        tail = _TAIL_ZH if is_cjk(bare) else _TAIL_EN
        cut = tail.sub("", bare)
        if is_cjk(bare) and len(cut) < 2:
            cut = bare.removesuffix("的")
        if cut in (bare, "") or (is_cjk(cut) and len(cut) < 2):
            break
        bare = cut
    forms.append(bare)
    names = (
        {name.strip() for name in shelf_names(bare)} if not is_cjk(bare) or len(bare) > 1 else set()
    )
    forms += sorted(
        name
        for name in names
        if is_cjk(name) != is_cjk(bare) and (not is_cjk(name) or len(name) > 1)
    )
    return tuple(dict.fromkeys(form for form in forms if form))


def _left_out_as(term: str) -> tuple[str, ...]:
    """All that an excluded term is looked for as, the narrower ingredients too."""
    forms = excluded_forms(term)
    return tuple(dict.fromkeys([*forms, *(part for form in forms for part in narrower(form))]))


_FREE = r"(?:free|less)\b"
_NO_EN = r"\b(?:no|non|not|without|zero|free of|free from|never)\s(?:any\s)?"
_NO_ZH = r"(?:不含|无|免|零|不带|没有|非)"


def says_test(term: str) -> Callable[[str], bool]:
    """Tests a product's words for ``term``, negated mentions ("term-free", 不含…) aside."""
    needle = padded(term)
    bare = needle.strip()
    if not bare:
        return lambda _words: False
    word = re.escape(bare)
    negated = (
        re.compile(rf"{_NO_ZH}{word}")
        if is_cjk(bare)
        else re.compile(rf"{_NO_EN}{word}(?= )|(?<= ){word}\s{_FREE}")
    )

    def test(words: str) -> bool:
        if not stands_in(needle, words):
            return False
        return stands_in(needle, negated.sub(" ", words))

    return test


def category_paths(category: str) -> list[str]:
    """``A > B > C`` as the folded paths of it and of all that hold it.

    Examples:
        >>> category_paths("Home > Kitchen")
        ['home', 'home > kitchen']
    """
    parts = [fold(part) for part in category.split(">") if part.strip()]
    return [" > ".join(parts[: end + 1]) for end in range(len(parts))]
