"""The cheapest price of a cart, by trying every selection the rules allow.

The rules of :mod:`assistant.promotions.pricing`, read literally and in decimals: written apart from
the engine, sharing nothing with it but what a promotion covers, and far too slow for a shop.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from assistant.promotions.eligibility import covers
from assistant.promotions.model import Promotion
from assistant.promotions.pricing import Line

CENT = Decimal("0.01")


def cheapest(lines: Sequence[Line], offered: Sequence[Promotion], cent: Decimal = CENT) -> Decimal:
    """What the cart costs at the least; ``cent`` is the smallest amount of its currency."""
    lines = sorted(lines, key=lambda line: line.product.id)
    cost = {line.product.id: line.product.charged or Decimal(0) for line in lines}
    have = {line.product.id: line.quantity for line in lines}
    scope = {
        one.id: [line.product.id for line in lines if covers(one, line.product)] for one in offered
    }

    def applies(one: Promotion) -> bool:
        inside = scope[one.id]
        spent = sum((cost[item] * have[item] for item in inside), Decimal(0))
        pieces = sum(have[item] for item in inside)
        least, count = one.conditions.min_spend, one.conditions.min_quantity
        return bool(inside) and (least is None or spent >= least) and (not count or pieces >= count)

    def sets(one: Promotion, pieces: dict[str, int]) -> int:
        return min(pieces.get(item, 0) for item in one.scope.item_ids)

    def off(one: Promotion, pieces: dict[str, int]) -> dict[str, Decimal]:
        inside = [item for item in scope[one.id] if pieces.get(item, 0)]
        if one.kind == "percent":
            return {item: pieces[item] * piece_off(cost[item], one.value, cent) for item in inside}
        totals = {item: pieces[item] * cost[item] for item in inside}
        if one.kind == "amount":
            return spread(min(one.value, sum(totals.values(), Decimal(0))), totals, cent)
        if one.kind == "bundle":
            n = sets(one, pieces)
            totals = {item: n * cost[item] for item in inside}
            gain = sum(totals.values(), Decimal(0)) - n * one.value
            return spread(max(gain, Decimal(0)), totals, cent) if n else {}
        units = sorted((cost[item], item) for item in inside for _ in range(pieces[item]))
        group = (one.conditions.min_quantity or 1) + int(one.value)
        freed: dict[str, Decimal] = {}
        for unit, item in units[: len(units) // group * int(one.value)]:
            freed[item] = freed.get(item, Decimal(0)) + unit
        return freed

    usable = [one for one in offered if one.kind != "free_shipping" and applies(one)]
    stacking = [one for one in usable if one.stackable]
    percents = [one for one in usable if not one.stackable and one.kind == "percent"]
    groups = [one for one in usable if not one.stackable and one.kind != "percent"]
    subtotal = sum((cost[item] * have[item] for item in have), Decimal(0))
    best = subtotal
    for size in range(len(groups) + 1):
        for chosen in itertools.combinations(groups, size):
            left, gain = dict(have), Decimal(0)
            for one in chosen:
                gain += sum(off(one, have).values(), Decimal(0))
                for item in scope[one.id]:
                    left[item] -= sets(one, have) if one.kind == "bundle" else have[item]
            if any(sum(off(one, have).values(), Decimal(0)) == 0 for one in chosen):
                continue
            if any(pieces < 0 for pieces in left.values()):
                continue
            # A percentage too small to take a cent off a piece is no choice for its line.
            options = [
                [
                    None,
                    *(
                        one
                        for one in percents
                        if item in scope[one.id] and piece_off(cost[item], one.value, cent) > 0
                    ),
                ]
                for item in have
            ]
            for pick in itertools.product(*options):
                takes = dict(zip(have, pick, strict=True))
                total = gain
                opened = {item: left[item] for item in have if takes[item] is None}
                for item, one in takes.items():
                    if one is not None:
                        total += left[item] * piece_off(cost[item], one.value, cent)
                stacked = [off(one, opened) for one in stacking]
                for item, pieces in opened.items():
                    asked = sum((each.get(item, Decimal(0)) for each in stacked), Decimal(0))
                    total += min(asked, pieces * cost[item])
                best = min(best, subtotal - total)
    return best


def piece_off(cost: Decimal, percent: Decimal, cent: Decimal = CENT) -> Decimal:
    """What a percentage takes off one piece, such that what stays is rounded half up."""
    return (
        cost
        - (cost * (100 - percent) / 100 / cent).quantize(Decimal(1), rounding=ROUND_HALF_UP) * cent
    )


def spread(amount: Decimal, totals: dict[str, Decimal], cent: Decimal = CENT) -> dict[str, Decimal]:
    """``amount`` over the lines in proportion to their totals, exact in sum."""
    whole = sum(totals.values(), Decimal(0))
    shares, reached, spent = {}, Decimal(0), Decimal(0)
    for item, total in totals.items():
        reached += total
        share = (amount * reached / whole if whole else Decimal(0)) // cent * cent - spent
        shares[item] = share
        spent += share
    return shares
