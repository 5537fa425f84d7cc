"""What a cart costs with promotions: the lowest price the rules allow, to the cent.

The rules, chosen so that the answer does not depend on the order in which promotions are tried:

1. Whether a promotion applies (``min_spend``, ``min_quantity``) and what it takes off is computed
   from the prices before any promotion, on everything it covers.
2. Stackable promotions add up on a piece, never below zero; what a line cannot bear is lost, not
   moved to another line.
3. A promotion that does not stack has its pieces to itself. A percentage may have each line or
   leave it; an amount or a buy-x-get-y takes all it covers or nothing; a bundle takes the pieces
   of its complete sets, as many as the cart has.
4. Of all choices these rules leave, the cheapest counts. Equal prices: higher ``priority``
   first, then the smaller id.
5. A price after a percentage is rounded half up to the cent by the piece, so that the price on a
   card times the quantity is the price at checkout.

All sums are integers in the smallest unit of the currency. The search is exact; its only bound is
on carts contrived to have more than `MOST_STEPS` undominated combinations, where the best of
those seen is taken (it still follows every rule).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from assistant.promotions.eligibility import covers
from assistant.promotions.model import Promotion
from retrieval.product import Product

MOST_STEPS = 50_000
_NO_CENTS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK"})


@dataclass(frozen=True)
class Line:
    """One line: a product with a price, and how many pieces."""

    product: Product
    quantity: int


@dataclass(frozen=True)
class Discount:
    """What one promotion takes off, in the cart's currency."""

    promotion: Promotion
    amount: Decimal


@dataclass(frozen=True)
class Quote:
    """A priced cart: ``total == subtotal - sum(discounts)``, all in ``currency``."""

    lines: tuple[tuple[Line, Decimal], ...]
    subtotal: Decimal
    discounts: tuple[Discount, ...]
    total: Decimal
    currency: str


def cent(currency: str) -> Decimal:
    """The smallest amount charged in a currency: 0.01, or 1 where there are no cents."""
    return Decimal(1) if currency in _NO_CENTS else Decimal("0.01")


@lru_cache(maxsize=16_384)
def to_units(amount: Decimal, currency: str) -> int:
    """An amount in the currency's smallest unit, rounded half up."""
    return int((amount / cent(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def from_units(units: int, currency: str) -> Decimal:
    """The amount of so many smallest units."""
    return units * cent(currency)


@lru_cache(maxsize=16_384)
def percent_off(price: int, percent: Decimal) -> int:
    """What a percentage takes off one piece, such that what stays is rounded half up."""
    stays = price * (100 - min(max(percent, Decimal(0)), Decimal(100))) / 100
    return price - int(stays.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True)
class _Deal:
    """A promotion that applies to this cart: the lines it covers, by place."""

    promotion: Promotion
    lines: tuple[int, ...]


class _Choice:
    """The best selection so far: what it takes off, and by which promotion."""

    def __init__(self) -> None:
        self.key: tuple[int, int] = (-1, 0)
        self.taken: dict[str, int] = {}


class _Pricer:
    """One cart and the promotions that apply to it."""

    def __init__(
        self, lines: Sequence[Line], promotions: Sequence[Promotion], currency: str
    ) -> None:
        self.currency = currency
        self.prices = [to_units(line.product.charged or Decimal(0), currency) for line in lines]
        self.quantities = [line.quantity for line in lines]
        self.ids = [line.product.id for line in lines]
        deals = [
            deal
            for promotion in sorted(promotions, key=lambda one: (-one.priority, one.id))
            if (deal := self._applies(promotion, lines)) is not None
        ]
        self.priority = {deal.promotion.id: deal.promotion.priority for deal in deals}
        self.stacking = [deal for deal in deals if deal.promotion.stackable]
        alone = [deal for deal in deals if not deal.promotion.stackable]
        self.percents = [deal for deal in alone if deal.promotion.kind == "percent"]
        self.groups = sorted(
            (
                (deal, sum(taken.values()), self._claims(deal))
                for deal in alone
                if deal.promotion.kind != "percent"
                and (taken := self._takes(deal, self.quantities))
            ),
            key=lambda entry: -entry[1],
        )
        self.best = _Choice()
        self.steps = 0
        # What the groups from each place on could take off together, at the most; and any line,
        # a piece; and the stackable promotions that are not by the piece, all of them.
        offs = [off for _, off, _ in self.groups]
        self.group_hope = [sum(offs[at:]) for at in range(len(offs) + 1)]
        self.piece_hope = [self._most_off_a_piece(place) for place in range(len(lines))]
        self.stack_hope = sum(
            self._most_off(deal) for deal in self.stacking if deal.promotion.kind != "percent"
        )

    def solve(self) -> dict[str, int]:
        """Promotion id to the units it takes off, for the cheapest allowed price."""
        self._choose_groups(0, list(self.quantities), {})
        return self.best.taken

    def _applies(self, promotion: Promotion, lines: Sequence[Line]) -> _Deal | None:
        places = tuple(place for place, line in enumerate(lines) if covers(promotion, line.product))
        if not places or promotion.kind == "free_shipping":
            return None
        conditions = promotion.conditions
        spent = sum(self.prices[place] * self.quantities[place] for place in places)
        pieces = sum(self.quantities[place] for place in places)
        if conditions.min_spend is not None and spent < to_units(
            conditions.min_spend, self.currency
        ):
            return None
        if conditions.min_quantity is not None and pieces < conditions.min_quantity:
            return None
        return _Deal(promotion, places)

    def _sets(self, deal: _Deal, quantities: Sequence[int]) -> int:
        """How often a bundle is complete."""
        have = {self.ids[place]: quantities[place] for place in deal.lines}
        return min((have.get(item, 0) for item in set(deal.promotion.scope.item_ids)), default=0)

    def _claims(self, deal: _Deal) -> dict[int, int]:
        """The pieces a promotion that does not stack takes for itself, by line."""
        if deal.promotion.kind == "bundle":
            sets = self._sets(deal, self.quantities)
            return dict.fromkeys(deal.lines, sets)
        return {place: self.quantities[place] for place in deal.lines}

    def _takes(self, deal: _Deal, quantities: Sequence[int]) -> dict[int, int]:
        """What a promotion takes off each line when it has ``quantities`` of each."""
        promotion = deal.promotion
        places = [place for place in deal.lines if quantities[place] > 0]
        match promotion.kind:
            case "percent":
                taken = {
                    place: quantities[place] * percent_off(self.prices[place], promotion.value)
                    for place in places
                }
            case "amount":
                totals = {place: quantities[place] * self.prices[place] for place in places}
                off = min(to_units(promotion.value, self.currency), sum(totals.values()))
                taken = _spread(off, totals)
            case "bundle":
                sets = self._sets(deal, quantities)
                totals = {place: sets * self.prices[place] for place in places}
                price = sets * to_units(promotion.value, self.currency)
                taken = _spread(max(sum(totals.values()) - price, 0), totals) if sets else {}
            case "buy_x_get_y":
                taken = self._free(promotion, places, quantities)
            case "free_shipping":
                taken = {}
        return {place: off for place, off in taken.items() if off > 0}

    def _free(
        self, promotion: Promotion, places: Sequence[int], quantities: Sequence[int]
    ) -> dict[int, int]:
        given = int(promotion.value)
        group = (promotion.conditions.min_quantity or 1) + given
        left = sum(quantities[place] for place in places) // group * given
        taken: dict[int, int] = {}
        for place in sorted(places, key=lambda one: (self.prices[one], one)):
            free = min(left, quantities[place])
            taken[place] = free * self.prices[place]
            left -= free
        return taken

    def _hope(self, left: Sequence[int]) -> int:
        """What the pieces left could bring at the most, without the groups."""
        by_piece = sum(
            pieces * most for pieces, most in zip(left, self.piece_hope, strict=True) if pieces
        )
        return by_piece + self.stack_hope

    def _most_off_a_piece(self, place: int) -> int:
        cost = self.prices[place]
        lone = [
            percent_off(cost, deal.promotion.value) for deal in self.percents if place in deal.lines
        ]
        return max([self._stacked_off_a_piece(place), *lone])

    def _stacked_off_a_piece(self, place: int) -> int:
        cost = self.prices[place]
        off = sum(
            percent_off(cost, deal.promotion.value)
            for deal in self.stacking
            if deal.promotion.kind == "percent" and place in deal.lines
        )
        return min(off, cost)

    def _most_off(self, deal: _Deal) -> int:
        """No less than a stackable promotion that is not by the piece can take off."""
        whole = sum(self.prices[place] * self.quantities[place] for place in deal.lines)
        if deal.promotion.kind == "amount":
            return min(whole, to_units(deal.promotion.value, self.currency))
        return whole

    def _choose_groups(self, at: int, left: list[int], taken: dict[str, int]) -> None:
        """Try each promotion that needs pieces to itself with and without, cheapest first."""
        self.steps += 1
        if at == len(self.groups) or self.steps > MOST_STEPS:
            self._choose_percents(left, taken)
            return
        hope = sum(taken.values()) + self.group_hope[at] + self._hope(left)
        if hope < self.best.key[0]:
            return
        deal, off, claims = self.groups[at]
        if all(left[place] >= pieces for place, pieces in claims.items()):
            rest = [pieces - claims.get(place, 0) for place, pieces in enumerate(left)]
            self._choose_groups(at + 1, rest, taken | {deal.promotion.id: off})
        self._choose_groups(at + 1, left, taken)

    def _choose_percents(self, left: list[int], taken: dict[str, int]) -> None:
        """On the pieces left, each line takes its best lone percentage or stays open to stacks."""
        offers: dict[int, tuple[int, Promotion]] = {}
        for deal in self.percents:
            for place, off in self._takes(deal, left).items():
                if off > offers.get(place, (0, deal.promotion))[0]:
                    offers[place] = (off, deal.promotion)
        coupled = {
            place
            for deal in self.stacking
            if deal.promotion.kind != "percent"
            for place in deal.lines
        }
        contested = [place for place in offers if place in coupled]
        settled = [
            place
            for place in offers
            if place not in coupled
            and offers[place][0] > left[place] * self._stacked_off_a_piece(place)
        ]
        for mask in range(1 << len(contested)):
            self.steps += 1
            if mask and self.steps > MOST_STEPS:
                break
            lone = settled + [place for bit, place in enumerate(contested) if mask >> bit & 1]
            choice = dict(taken)
            for place in lone:
                off, promotion = offers[place]
                choice[promotion.id] = choice.get(promotion.id, 0) + off
            open_lines = [0 if place in lone else pieces for place, pieces in enumerate(left)]
            self._consider(self._stack(open_lines, choice))

    def _stack(self, quantities: Sequence[int], choice: dict[str, int]) -> dict[str, int]:
        """Add the stackable promotions on the open pieces; a line never falls below zero."""
        room = [pieces * price for pieces, price in zip(quantities, self.prices, strict=True)]
        for deal in self.stacking:
            for place, off in self._takes(deal, quantities).items():
                borne = min(off, room[place])
                room[place] -= borne
                if borne:
                    key = deal.promotion.id
                    choice[key] = choice.get(key, 0) + borne
        return choice

    def _consider(self, choice: dict[str, int]) -> None:
        used = {key: off for key, off in choice.items() if off > 0}
        key = (sum(used.values()), sum(self.priority[one] for one in used))
        if key > self.best.key:
            self.best.key, self.best.taken = key, used


def _spread(amount: int, totals: dict[int, int]) -> dict[int, int]:
    """``amount`` over the lines in proportion to their totals, exact in sum."""
    whole = sum(totals.values())
    if whole <= 0 or amount <= 0:
        return {}
    shares: dict[int, int] = {}
    spent = reached = 0
    for place, total in totals.items():
        reached += total
        # Rounding the running sum, not each share, makes the shares add up to the amount.
        share = amount * reached // whole - spent
        shares[place] = share
        spent += share
    return shares


def price(lines: Sequence[Line], promotions: Sequence[Promotion], currency: str) -> Quote:
    """Price a cart with the promotions that its shopper may use.

    Args:
        lines: what is in the cart; every product has a price in ``currency``.
        promotions: those running, meant for the shopper, and unlocked (code given).
        currency: ISO 4217 code of all amounts.
    """
    # By id, so that where a cent goes does not depend on the order of the lines.
    pricer = _Pricer(sorted(lines, key=lambda line: line.product.id), promotions, currency)
    taken = pricer.solve()
    units = [to_units(line.product.charged or Decimal(0), currency) for line in lines]
    subtotal = sum(unit * line.quantity for line, unit in zip(lines, units, strict=True))
    ordered = sorted(promotions, key=lambda one: (-one.priority, one.id))
    discounts = tuple(
        Discount(one, from_units(taken[one.id], currency)) for one in ordered if one.id in taken
    )
    shipping = tuple(
        Discount(one, from_units(0, currency))
        for one in ordered
        if one.kind == "free_shipping" and _ships_free(one, lines, currency)
    )
    return Quote(
        lines=tuple(
            (line, from_units(unit, currency)) for line, unit in zip(lines, units, strict=True)
        ),
        subtotal=from_units(subtotal, currency),
        discounts=(*discounts, *shipping[:1]),
        total=from_units(subtotal - sum(taken.values()), currency),
        currency=currency,
    )


def _ships_free(promotion: Promotion, lines: Sequence[Line], currency: str) -> bool:
    inside = [line for line in lines if covers(promotion, line.product)]
    spent = sum(
        to_units(line.product.charged or Decimal(0), currency) * line.quantity for line in inside
    )
    pieces = sum(line.quantity for line in inside)
    least = promotion.conditions.min_spend
    return (
        bool(inside)
        and (least is None or spent >= to_units(least, currency))
        and pieces >= (promotion.conditions.min_quantity or 0)
    )
