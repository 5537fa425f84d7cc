"""The offers on a product's card, with the price that checkout charges for that piece alone.

``price_after`` is exact: what :func:`assistant.promotions.pricing.price` gives for a cart of that
one piece with every promotion that needs no code (or whose code was said), and with the offer's own
code. A promotion that checkout would pass over for a better one is no offer, so a card never names
a price that the till does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.agent.turn import Offer
from assistant.promotions.model import Conditions, Promotion, code_key
from assistant.promotions.pricing import from_units, percent_off, to_units
from retrieval.product import Product

OffersFor = Callable[[Product], list[Offer]]


def title_of(promotion: Promotion, language: str) -> str:
    """The promotion's title in the shopper's language, where the shop wrote one."""
    return promotion.title_zh if language == "zh" and promotion.title_zh else promotion.title


def offers_of(
    product: Product,
    promotions: Iterable[Promotion],
    *,
    codes: frozenset[str] = frozenset(),
    language: str = "en",
) -> list[Offer]:
    """The offers on a product, best first, of ``promotions`` that cover it and may be used.

    What covers the whole shop by code (10 % off a first order) or takes nothing off one piece (12
    off 100, free shipping from 49) is an offer on the order and is left out; it counts in the cart.

    Args:
        product: what the card shows.
        promotions: those running for the shopper that cover it.
        codes: codes already said, as :func:`assistant.promotions.model.code_key` writes them.
        language: of the titles.
    """
    offered = list(promotions)
    charged = to_units(product.charged or Decimal(0), product.currency)
    granted = [one for one in offered if one.code is None or code_key(one.code) in codes]
    found: list[tuple[tuple[int, bool, int, str], Offer]] = []
    alone = one_piece(product, granted)
    for promotion in offered:
        needs_code = promotion.code is not None and code_key(promotion.code) not in codes
        cost = one_piece(product, [*granted, promotion]) if needs_code else alone
        earned = product.charged is not None and promotion.id in cost.used and cost.units < charged
        order_wide = _on_the_order(promotion)
        if order_wide and (needs_code or not earned):
            continue
        if not earned and not _worth_naming(product, promotion):
            continue
        offer = Offer(
            promotion_id=promotion.id,
            title=title_of(promotion, language),
            code=promotion.code,
            price_after=float(from_units(cost.units, product.currency)) if earned else None,
        )
        rank = cost.units if earned else charged
        order = (rank, promotion.code is not None, -promotion.priority, promotion.id)
        found.append((order, offer))
    return [offer for _, offer in sorted(found, key=lambda pair: pair[0])]


@dataclass(frozen=True)
class OnePiece:
    """What one piece alone costs, in the currency's smallest unit, and by which promotions."""

    units: int
    used: frozenset[str]


def one_piece(product: Product, promotions: Sequence[Promotion]) -> OnePiece:
    """What a cart of one piece costs with ``promotions``, all of which cover it.

    What :func:`assistant.promotions.pricing.price` gives for that cart, without its search: a list
    of candidates asks for this hundreds of times a turn. Either one promotion that does not stack
    has the piece to itself, or all that stack share it.
    """
    unit = to_units(product.charged or Decimal(0), product.currency)
    best: tuple[int, int, frozenset[str]] = (0, 0, frozenset())
    left, priorities, stacked = unit, 0, list[str]()
    ordered = sorted(promotions, key=lambda one: (-one.priority, one.id))
    for promotion in ordered:
        if promotion.stackable and (off := min(_off(product, unit, promotion), left)) > 0:
            left -= off
            priorities += promotion.priority
            stacked.append(promotion.id)
    if stacked:
        best = (unit - left, priorities, frozenset(stacked))
    for promotion in ordered:
        if promotion.stackable:
            continue
        choice = (_off(product, unit, promotion), promotion.priority)
        if choice[0] > 0 and choice > best[:2]:
            best = (*choice, frozenset({promotion.id}))
    return OnePiece(unit - best[0], best[2])


def price_of_one(product: Product, promotions: Sequence[Promotion]) -> Decimal | None:
    """What one piece alone costs with ``promotions``; None where it has no price at all."""
    if product.charged is None:
        return None
    return from_units(one_piece(product, promotions).units, product.currency)


def _off(product: Product, unit: int, promotion: Promotion) -> int:
    """What one promotion by itself takes off one piece alone."""
    conditions, value = promotion.conditions, promotion.value
    least = to_units(conditions.min_spend or Decimal(0), product.currency)
    if unit < least or (conditions.min_quantity or 0) > 1:
        return 0
    if promotion.kind == "percent":
        return percent_off(unit, value)
    if promotion.kind == "amount":
        return min(to_units(value, product.currency), unit)
    return 0  # a bundle or a free piece takes two pieces at least


def _on_the_order(promotion: Promotion) -> bool:
    """Whether an offer is on the whole order rather than on its products."""
    scope = promotion.scope
    if scope.item_ids or scope.brands or scope.categories:
        return False
    return (
        promotion.kind in {"amount", "free_shipping"}
        or promotion.code is not None
        or promotion.conditions != Conditions()
    )


def _worth_naming(product: Product, promotion: Promotion) -> bool:
    """Whether an offer that takes nothing off one piece is still worth a shopper's eye.

    One that would take something off, and is passed over for a better one, is not.
    """
    if promotion.kind in {"bundle", "buy_x_get_y", "free_shipping"}:
        return True
    asks = promotion.conditions.min_spend or promotion.conditions.min_quantity
    unit = to_units(product.charged or Decimal(0), product.currency)
    return bool(asks) and _off(product, unit, promotion) == 0
