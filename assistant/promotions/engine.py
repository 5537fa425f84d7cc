"""Promotions for a shopper: which are running for them, on a product, and on a cart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.agent.turn import Cart, CartLine, Offer
from assistant.profiles.model import Profile
from assistant.promotions.eligibility import ScopeIndex, meant_for, running
from assistant.promotions.fatigue import Caps, Impressions
from assistant.promotions.model import Promotion, code_key
from assistant.promotions.offers import OffersFor, offers_of, title_of
from assistant.promotions.pricing import Line, Quote, price
from assistant.promotions.store import PromotionsLoaded, PromotionStore, unlocked
from assistant.storage import Database
from retrieval.product import Product


class UnpricedProductError(ValueError):
    """A product without a price cannot be in a cart that is priced."""


class MixedCurrenciesError(ValueError):
    """A cart is priced in one currency; these lines have several."""


class PromotionEngine:
    """Eligibility and prices over the promotions in the database."""

    def __init__(self, database: Database, caps: Caps | None = None) -> None:
        """Use the promotions of ``database``; ``caps`` bound how often one is shown unasked."""
        self.store = PromotionStore(database)
        self.impressions = Impressions(database, caps)

    def load(self, path: Path, *, replace: bool = True) -> PromotionsLoaded:
        """Load a promotions file; see :meth:`PromotionStore.load`."""
        return self.store.load(path, replace=replace)

    def forget(self, user_id: str) -> int:
        """Take a shopper's name off the uses; see :meth:`PromotionStore.forget`."""
        return self.store.forget(user_id)

    def active(self, profile: Profile, *, now: datetime | None = None) -> list[Promotion]:
        """The promotions this shopper may use at ``now``, with or without a code.

        What they ask of the cart (least spend, quantity) is not looked at. Highest priority first.
        """
        moment = now or datetime.now(UTC)
        return [one for one in self.store.all() if running(one, moment) and meant_for(one, profile)]

    def quoting(
        self,
        profile: Profile,
        *,
        codes: Sequence[str] = (),
        tired: Collection[str] = (),
        now: datetime | None = None,
        language: str = "en",
    ) -> OffersFor:
        """The offers of any product for one shopper at one moment, best first.

        Reads the promotions once; use it to price a list of candidates.

        Args:
            profile: the shopper.
            codes: codes the shopper has said: their promotions count as those without a code do.
            tired: promotions the shopper has seen often enough: those that need a code that was not
                said are left out. What needs none stays, because it is the price.
            now: the moment (aware); the clock's if None.
            language: of the titles.
        """
        said = frozenset(code_key(code) for code in codes)
        index = ScopeIndex(
            one
            for one in self.active(profile, now=now)
            if one.code is None or code_key(one.code) in said or one.id not in tired
        )

        def offers(product: Product) -> list[Offer]:
            return offers_of(product, index.covering(product), codes=said, language=language)

        return offers

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
