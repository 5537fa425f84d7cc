"""Random carts against a brute-force optimum: is any price wrong, and is any card's?

Each shop has a handful of random products and promotions of every kind (codes, windows, budgets,
conditions on the shopper and on the cart, stacking, priorities; dollars or yen) in a real database;
random shoppers fill random carts. The engine's price is compared with
:func:`benchmarks.cheapest.cheapest`, which tries every selection, over the promotions that a
literal reading of the conditions lets the shopper use. Every product's card is compared with the
checkout of that piece alone. Prints how many differ, the engine's time, and how much of its search
limit was used at the most.

Example: python -m benchmarks.promotions --carts 10000
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.profiles import Profile
from assistant.promotions import Promotion, PromotionEngine
from assistant.promotions.model import code_key
from assistant.promotions.pricing import Line, cent, price
from assistant.storage import Database
from benchmarks.cheapest import cheapest
from eval.metrics.ranking import percentiles_ms
from eval.output import check_writable, meta, print_rows, write_json
from retrieval.product import Product

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
CARTS_A_SHOP = 20
_CATEGORIES = ("A > B", "A > C", "D")
_SEGMENTS = ("vip", "student")


def random_shop(mixed: random.Random) -> tuple[list[Product], list[Promotion]]:
    """Products and promotions of one shop, in one currency."""
    currency = mixed.choice(("USD", "USD", "USD", "JPY"))
    step = cent(currency)
    products = [
        Product(
            id=f"p{number}",
            title=f"p{number}",
            price=mixed.randint(1, 9000) * step,
            currency=currency,
            brand=mixed.choice("xyz"),
            category=mixed.choice(_CATEGORIES),
        )
        for number in range(6)
    ]
    return products, [_promotion(mixed, number, products) for number in range(mixed.randint(3, 10))]


def _promotion(mixed: random.Random, number: int, products: list[Product]) -> Promotion:
    kind = mixed.choice(("percent", "percent", "amount", "bundle", "buy_x_get_y", "free_shipping"))
    step = cent(products[0].currency)
    scope: dict[str, Any] = mixed.choice(
        [{}, {"brands": [mixed.choice("xyz")]}, {"categories": [mixed.choice(("A", "A > B", "D"))]}]
    )
    conditions: dict[str, Any] = {}
    if kind == "bundle":
        scope = {"item_ids": [one.id for one in mixed.sample(products, mixed.randint(2, 3))]}
    elif mixed.random() < 0.4:
        conditions["min_spend"] = mixed.randint(1, 12_000) * step
    if kind == "buy_x_get_y" or mixed.random() < 0.15:
        conditions["min_quantity"] = mixed.randint(1, 3)
    who = mixed.choice(
        ("any", "any", "any", "any", "any", "any", "first", "segment", "viewed", "bought")
    )
    if who == "first":
        conditions["first_order"] = True
    elif who == "segment":
        conditions["segments"] = [mixed.choice(_SEGMENTS)]
    elif who == "viewed":
        conditions["viewed_categories"] = {"A": mixed.randint(1, 3)}
    elif who == "bought":
        conditions["purchased_categories"] = [mixed.choice(("A", "D"))]
    values: dict[str, object] = {
        "percent": Decimal(mixed.randint(1, 1000)) / 10,
        "amount": mixed.randint(1, 4000) * step,
        "bundle": mixed.randint(0, 12_000) * step,
        "buy_x_get_y": mixed.randint(1, 2),
        "free_shipping": 0,
    }
    window = mixed.random()
    return Promotion.model_validate(
        {
            "id": f"o{number}",
            "title": f"o{number}",
            "kind": kind,
            "value": values[kind],
            "code": f"CODE{number}" if mixed.random() < 0.3 else None,
            "scope": scope,
            "conditions": conditions,
            "starts": NOW + timedelta(days=1) if window < 0.05 else None,
            "ends": NOW if 0.05 <= window < 0.1 else None,
            "budget": mixed.choice((None, None, None, None, 3, 3, 3, 0)),
            "stackable": mixed.random() < 0.5,
            "priority": mixed.randint(0, 3),
        }
    )


def random_shopper(mixed: random.Random) -> Profile:
    """Somebody with views, purchases and segments, or without."""
    bought = {"A": mixed.randint(1, 3)} if mixed.random() < 0.5 else {}
    return Profile(
        user_id="u",
        segments=frozenset(name for name in _SEGMENTS if mixed.random() < 0.4),
        viewed_categories={"A": mixed.randint(0, 4)},
        purchased_categories=bought,
        first_order=not bought,
    )


def usable(one: Promotion, shopper: Profile, codes: list[str]) -> bool:
    """The conditions on shopper, moment and code, read literally."""
    conditions = one.conditions
    return (
        (one.starts is None or one.starts <= NOW)
        and (one.ends is None or one.ends > NOW)
        and one.budget != 0
        and (one.code is None or code_key(one.code) in {code_key(code) for code in codes})
        and (not conditions.first_order or shopper.first_order)
        and (not conditions.segments or bool(shopper.segments & set(conditions.segments)))
        and all(
            shopper.viewed_categories.get(path, 0) >= least
            for path, least in conditions.viewed_categories.items()
        )
        and (
            not conditions.purchased_categories
            or any(shopper.purchased_categories.get(p) for p in conditions.purchased_categories)
        )
    )


def compare(carts: int, seed: int) -> Iterator[dict[str, Any]]:
    """One cart after another: the engine's price, the optimum, and the cards in the shop."""
    mixed = random.Random(seed)  # noqa: S311 - a repeatable draw
    with tempfile.TemporaryDirectory() as folder:
        for number in range(carts):
            if number % CARTS_A_SHOP == 0:
                database = Database.at(f"sqlite:///{Path(folder) / f'{number}.db'}")
                products, promotions = random_shop(mixed)
                engine = PromotionEngine(database)
                engine.store.put(promotions)
            chosen = mixed.sample(products, mixed.randint(1, 5))
            lines = [(one, mixed.randint(1, 4)) for one in chosen]
            codes = [one.code for one in promotions if one.code and mixed.random() < 0.7]
            shopper = random_shopper(mixed)
            started = time.perf_counter()
            quote = engine.quote(lines, shopper, codes=codes, now=NOW)
            ms = (time.perf_counter() - started) * 1000
            allowed = [one for one in promotions if usable(one, shopper, codes)]
            cart = [Line(one, pieces) for one, pieces in lines]
            best = cheapest(cart, allowed, cent(products[0].currency))
            yield {
                "ms": ms,
                "right": quote.total == best,
                "adds_up": quote.total
                == quote.subtotal - sum((one.amount for one in quote.discounts), Decimal(0)),
                "discounted": best < quote.subtotal,
                "promotions": len(allowed),
                "cards": list(_cards(engine, chosen, shopper, codes)),
                "kinds": [one.promotion.kind for one in quote.discounts],
            }
            if number % CARTS_A_SHOP == CARTS_A_SHOP - 1:
                database.close()


def _cards(
    engine: PromotionEngine, products: list[Product], shopper: Profile, codes: list[str]
) -> Iterator[bool]:
    """Whether each price promised on a card is what checkout charges for that piece alone."""
    offers_for = engine.quoting(shopper, codes=codes, now=NOW)
    for product in products:
        offers = offers_for(product)
        for offer in offers:
            if offer.price_after is not None:
                given = [*codes, *([offer.code] if offer.code else [])]
                alone = engine.quote([(product, 1)], shopper, codes=given, now=NOW)
                yield float(alone.total) == offer.price_after
        if all(offer.price_after is None or offer.code for offer in offers):
            # No card price without a code: then checkout charges the plain price.
            plain = price([Line(product, 1)], [], product.currency).total
            yield bool(codes) or engine.quote([(product, 1)], shopper, now=NOW).total == plain


def main() -> None:
    """Compares and prints; exits 1 where a price is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.promotions",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--carts", type=int, default=10_000, metavar="N", help="how many (10000)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the draw (0)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    options = parser.parse_args()
    check_writable(options.json)
    found = list(compare(options.carts, options.seed))
    cards = [right for one in found for right in one["cards"]]
    row = {
        "system": "aisle",
        "carts": len(found),
        "wrong_prices": sum(not one["right"] for one in found),
        "do_not_add_up": sum(not one["adds_up"] for one in found),
        "discounted": sum(one["discounted"] for one in found),
        "card_prices": len(cards),
        "wrong_cards": sum(not right for right in cards),
        **percentiles_ms([one["ms"] for one in found]),
    }
    kinds = Counter(kind for one in found for kind in one["kinds"])
    most = max((one["promotions"] for one in found), default=0)
    print_rows(
        f"{len(found)} random carts against brute force",
        [row],
        [f"applied: {dict(kinds)}; at most {most} promotions usable at once"],
    )
    write_json(options.json, [row], meta(seed=options.seed, data={}, carts=len(found)))
    if row["wrong_prices"] or row["do_not_add_up"] or row["wrong_cards"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
