"""Promotions for a shopper: which are running for them, on a product, and on a cart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from assistant.agent.turn import Cart, CartLine, Offer
from assistant.profiles.model import Profile
from assistant.promotions.eligibility import ScopeIndex, meant_for, running
from assistant.promotions.model import Conditions, Promotion
from assistant.promotions.pricing import Line, Quote, from_units, percent_off, price, to_units
from assistant.promotions.store import PromotionsLoaded, PromotionStore, unlocked
from assistant.storage import Database
from retrieval.product import Product

OffersFor = Callable[[Product], list[Offer]]


class UnpricedProductError(ValueError):
    """A product without a price cannot be in a cart that is priced."""


class MixedCurrenciesError(ValueError):
    """A cart is priced in one currency; these lines have several."""


class PromotionEngine:
    """Eligibility and prices over the promotions in the database."""

    def __init__(self, database: Database) -> None:
        """Use the promotions of ``database``."""
        self.store = PromotionStore(database)
        self._last: tuple[tuple[Profile, datetime | None, str], OffersFor] | None = None

    def load(self, path: Path, *, replace: bool = True) -> PromotionsLoaded:
        """Load a promotions file; see :meth:`PromotionStore.load`."""
        return self.store.load(path, replace=replace)

    def forget(self, user_id: str) -> int:
        """Take a shopper's name off the uses; see :meth:`PromotionStore.forget`."""
        self._last = None
        return self.store.forget(user_id)

    def active(self, profile: Profile, *, now: datetime | None = None) -> list[Promotion]:
        """The promotions this shopper may use at ``now``, with or without a code.

        What they ask of the cart (least spend, quantity) is not looked at. Highest priority first.
        """
        moment = now or datetime.now(UTC)
        return [one for one in self.store.all() if running(one, moment) and meant_for(one, profile)]

    def quoting(
        self, profile: Profile, *, now: datetime | None = None, language: str = "en"
    ) -> OffersFor:
        """The offers of any product for one shopper at one moment, best first.

        Reads the promotions once; use it to price a list of candidates.
        """
        index = ScopeIndex(self.active(profile, now=now))

        def offers(product: Product) -> list[Offer]:
            return offers_of(product, index.covering(product), language=language)

        return offers

    def offers_for(
        self,
        product: Product,
        profile: Profile,
        *,
        now: datetime | None = None,
        language: str = "en",
    ) -> list[Offer]:
        """The promotions that cover a product, best first: the lowest price for one piece.

        Asked for one product after another with the same profile and moment, the promotions are
        read once.
        """
        key = (profile, now, language)
        last = self._last
        if last is None or now is None or last[0][0] is not profile or last[0][1:] != key[1:]:
            last = self._last = (key, self.quoting(profile, now=now, language=language))
        return last[1](product)

    def quote(
        self,
        lines: Iterable[tuple[Product, int]],
        profile: Profile,
        *,
        codes: Sequence[str] = (),
        now: datetime | None = None,
    ) -> Quote:
        """The lowest price of a cart, exact, with the promotions that make it.

        Raises:
            UnpricedProductError: if a product has no price.
            MixedCurrenciesError: if the products are priced in several currencies.
        """
        products: dict[str, Product] = {}
        pieces: Counter[str] = Counter()
        for product, quantity in lines:
            if quantity > 0:
                products[product.id] = product
                pieces[product.id] += quantity
        checked = [Line(product, pieces[item]) for item, product in products.items()]
        for line in checked:
            if line.product.charged is None:
                raise UnpricedProductError(
                    f"{line.product.title} has no price: take it out of the cart."
                )
        currencies = sorted({line.product.currency for line in checked})
        if len(currencies) > 1:
            raise MixedCurrenciesError(
                f"The cart has prices in {' and '.join(currencies)}: order them apart."
            )
        currency = currencies[0] if currencies else "USD"
        promotions = unlocked(self.active(profile, now=now), codes)
        return price(checked, promotions, currency)

    def price_cart(
        self,
        lines: Iterable[tuple[Product, int]],
        profile: Profile,
        *,
        codes: Sequence[str] = (),
        now: datetime | None = None,
        language: str = "en",
    ) -> Cart:
        """The cart as shown, at the lowest price; see :meth:`quote` for the exact amounts.

        Raises:
            UnpricedProductError: if a product has no price.
            MixedCurrenciesError: if the products are priced in several currencies.
        """
        quote = self.quote(lines, profile, codes=codes, now=now)
        return Cart(
            lines=[
                CartLine(
                    product_id=line.product.id,
                    title=line.product.title_in(language),
                    quantity=line.quantity,
                    unit_price=float(unit),
                    line_total=float(unit * line.quantity),
                )
                for line, unit in quote.lines
            ],
            subtotal=float(quote.subtotal),
            discounts=[
                (title_of(one.promotion, language), float(one.amount)) for one in quote.discounts
            ],
            total=float(quote.total),
            currency=quote.currency,
        )


def title_of(promotion: Promotion, language: str) -> str:
    """The promotion's title in the shopper's language, where the shop wrote one."""
    return promotion.title_zh if language == "zh" and promotion.title_zh else promotion.title


def offers_of(
    product: Product, promotions: Iterable[Promotion], *, language: str = "en"
) -> list[Offer]:
    """The offers on a product, best first, of ``promotions`` that cover it and may be used.

    What covers the whole shop under a condition or by code (10 % off a first order, 12 off 100,
    free shipping from 49) is an offer on the order and is left out; it counts in the cart.

    ``price_after`` is given where one piece alone earns it; it is then what checkout charges for
    that piece with this promotion (and its code).
    """
    found: list[tuple[tuple[Decimal, bool, int, str], Offer]] = []
    for promotion in promotions:
        if _on_the_order(promotion):
            continue
        after = price_of_one(product, promotion)
        if after is not None and after >= from_units(
            to_units(product.charged or Decimal(0), product.currency), product.currency
        ):
            after = None
        if after is None and not _worth_naming(promotion):
            continue
        offer = Offer(
            promotion_id=promotion.id,
            title=title_of(promotion, language),
            code=promotion.code,
            price_after=None if after is None else float(after),
        )
        rank = after if after is not None else product.charged or Decimal(0)
        order = (rank, promotion.code is not None, -promotion.priority, promotion.id)
        found.append((order, offer))
    return [offer for _, offer in sorted(found, key=lambda pair: pair[0])]


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


def _worth_naming(promotion: Promotion) -> bool:
    """Whether an offer that does nothing for one piece alone is still worth a shopper's eye."""
    return promotion.kind in {"bundle", "buy_x_get_y", "free_shipping"} or bool(
        promotion.conditions.min_spend or promotion.conditions.min_quantity
    )


def price_of_one(product: Product, promotion: Promotion) -> Decimal | None:
    """What one piece alone costs with one promotion; None where it has no price at all."""
    if product.charged is None:
        return None
    return from_units(units_of_one(product, promotion), product.currency)


def units_of_one(product: Product, promotion: Promotion) -> int:
    """What one piece alone costs with one promotion, in the currency's smallest unit.

    What :func:`assistant.promotions.pricing.price` gives for that cart, without its search: a
    list of candidates asks for this hundreds of times a turn.
    """
    unit = to_units(product.charged or Decimal(0), product.currency)
    conditions, value = promotion.conditions, promotion.value
    least = to_units(conditions.min_spend or Decimal(0), product.currency)
    if unit < least or (conditions.min_quantity or 0) > 1:
        return unit
    if promotion.kind == "percent":
        return unit - percent_off(unit, value)
    if promotion.kind == "amount":
        return max(unit - to_units(value, product.currency), 0)
    return unit  # a bundle or a free piece takes two pieces at least
