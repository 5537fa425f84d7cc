"""Who may use which promotion, what a card may promise, and uses that cannot be overdrawn."""

import multiprocessing
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pytest

from assistant.profiles import Profile
from assistant.promotions import (
    MixedCurrenciesError,
    Promotion,
    PromotionEngine,
    UnpricedProductError,
)
from assistant.promotions.store import UnknownPromotionError
from assistant.settings import Settings
from assistant.storage import Database
from retrieval.product import Product

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SHOES = Product(
    id="shoes", title="Shoes", price=Decimal(80), brand="Norrsken", category="Shoes > Running"
)
LAMP = Product(id="lamp", title="Lamp", price=Decimal(30), category="Home > Lamps")
STRANGER = Profile()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[PromotionEngine]:
    with Database.open(Settings(data_dir=tmp_path)) as database:
        yield PromotionEngine(database)


def promo(name: str, kind: str = "percent", value: object = 20, **fields: Any) -> Promotion:
    title = {"title": f"{name} offer", "title_zh": f"{name}优惠"}
    return Promotion.model_validate({"id": name, "kind": kind, "value": value, **title, **fields})


def names(engine: PromotionEngine, profile: Profile, now: datetime = NOW) -> set[str]:
    return {one.id for one in engine.active(profile, now=now)}


def test_a_promotion_runs_from_its_start_up_to_its_end(engine: PromotionEngine) -> None:
    engine.store.put([promo("week", starts=NOW, ends=NOW + timedelta(days=7))])
    for offset, runs in ((-1, False), (0, True), (7 * 86400 - 1, True), (7 * 86400, False)):
        assert bool(names(engine, STRANGER, NOW + timedelta(seconds=offset))) is runs


@pytest.mark.parametrize(
    ("conditions", "profile", "meant"),
    [
        ({"first_order": True}, Profile(), True),
        ({"first_order": True}, Profile(first_order=False), False),
        ({"segments": ["VIP", "student"]}, Profile(segments=frozenset({"student"})), True),
        ({"segments": ["deal hunter"]}, Profile(segments=frozenset({"deal_hunter"})), True),
        ({"segments": ["vip"]}, Profile(), False),
        ({"viewed_categories": {"shoes": 3}}, Profile(viewed_categories={"Shoes": 3}), True),
        ({"viewed_categories": {"Shoes": 3}}, Profile(viewed_categories={"Shoes": 2}), False),
        ({"purchased_categories": ["B", "A"]}, Profile(purchased_categories={"A": 1}), True),
        ({"purchased_categories": ["Home"]}, Profile(viewed_categories={"Home": 9}), False),
        ({"first_order": True, "segments": ["vip"]}, Profile(), False),
    ],
)  # fmt: skip
def test_each_condition_on_the_shopper_must_hold(
    engine: PromotionEngine, conditions: dict[str, Any], profile: Profile, meant: bool
) -> None:
    engine.store.put([promo("p", conditions=conditions)])
    assert names(engine, profile) == ({"p"} if meant else set())


def test_offers_on_a_product_come_best_first_with_the_price_one_piece_earns(
    engine: PromotionEngine,
) -> None:
    engine.store.put(
        [
            promo("ten", value=10, scope={"brands": ["NORRSKEN"]}),
            promo("twenty", value=20, code="TWENTY", scope={"categories": ["shoes"]}),
            promo(
                "two", "buy_x_get_y", 1,
                scope={"item_ids": ["shoes"]}, conditions={"min_quantity": 1},
            ),
            promo("lamps", scope={"categories": ["Home"]}),
            promo("ship", "free_shipping", conditions={"min_spend": 50}),
            promo("order", "amount", 12, conditions={"min_spend": 50}),
            promo("big", conditions={"min_spend": 500}, scope={"categories": ["Shoes"]}),
        ]
    )  # fmt: skip
    offers = engine.quoting(STRANGER, now=NOW, language="zh")(SHOES)
    # "order" beats "ten" at checkout, so the card says its price and not a price of "ten".
    assert [(one.promotion_id, one.price_after) for one in offers] == [
        ("twenty", 64.0),
        ("order", 68.0),
        ("big", None),
        ("two", None),
    ]
    assert (offers[0].code, offers[0].title) == ("TWENTY", "twenty优惠")


def test_the_price_on_a_card_is_the_price_at_checkout(engine: PromotionEngine) -> None:
    engine.store.put(
        [promo("p", value="33.3", scope={"categories": ["Shoes"]}), promo("q", value=5)]
    )
    for product in (SHOES, LAMP):
        card = engine.quoting(STRANGER, now=NOW)(product)[0]
        alone = engine.price_cart([(product, 1)], STRANGER, now=NOW)
        assert card.price_after == alone.total
    together = engine.price_cart([(SHOES, 1), (LAMP, 2)], STRANGER, now=NOW)
    assert together.total == pytest.approx(53.36 + 2 * 28.5)


def test_what_stacks_is_in_the_price_on_the_card(engine: PromotionEngine) -> None:
    engine.store.put(
        [
            promo("vip", value=5, stackable=True, conditions={"segments": ["vip"]}),
            promo("brand", value=10, stackable=True, scope={"brands": ["Norrsken"]}),
            promo("code", value=10, stackable=True, code="TEN", scope={"categories": ["Shoes"]}),
        ]
    )
    vip = Profile(segments=frozenset({"vip"}))
    cards = {one.promotion_id: one.price_after for one in engine.quoting(vip, now=NOW)(SHOES)}
    assert cards == {"code": 60.0, "brand": 68.0, "vip": 68.0}
    assert engine.price_cart([(SHOES, 1)], vip, now=NOW).total == 68
    assert engine.price_cart([(SHOES, 1)], vip, now=NOW, codes=["ten"]).total == 60


def test_a_code_already_said_is_in_the_price_of_every_card(engine: PromotionEngine) -> None:
    engine.store.put([promo("p", code="P", scope={"brands": ["Norrsken"]}), promo("q", value=30)])
    assert [one.promotion_id for one in engine.quoting(STRANGER, now=NOW)(SHOES)] == ["q"]
    better = promo("r", value=50, code="R", scope={"brands": ["Norrsken"]})
    engine.store.put([better])
    first = engine.quoting(STRANGER, now=NOW)(SHOES)[0]
    assert (first.promotion_id, first.code, first.price_after) == ("r", "R", 40.0)
    said = engine.quoting(STRANGER, now=NOW, codes=["r"])(SHOES)
    assert [(one.promotion_id, one.price_after) for one in said] == [("r", 40.0)]


def test_a_tired_coupon_leaves_the_card_and_the_price_of_all_stays(
    engine: PromotionEngine,
) -> None:
    engine.store.put([promo("open", value=10, scope={"brands": ["Norrsken"]}),
                      promo("coupon", code="C", scope={"brands": ["Norrsken"]})])  # fmt: skip
    quoting = engine.quoting(STRANGER, now=NOW, tired={"open", "coupon"})
    assert [one.promotion_id for one in quoting(SHOES)] == ["open"]


def test_a_code_opens_its_promotion_whatever_its_case(engine: PromotionEngine) -> None:
    engine.store.put([promo("p", code="Welcome10", value=10)])
    assert engine.price_cart([(LAMP, 1)], STRANGER, now=NOW).total == 30
    assert engine.price_cart([(LAMP, 1)], STRANGER, now=NOW, codes=[" WELCOME10"]).total == 27
    assert engine.price_cart([(LAMP, 1)], STRANGER, now=NOW, codes=["other"]).total == 30


def test_the_same_product_twice_is_one_line(engine: PromotionEngine) -> None:
    cart = engine.price_cart([(LAMP, 1), (LAMP, 2)], STRANGER, now=NOW)
    assert [(line.quantity, line.line_total) for line in cart.lines] == [(3, 90.0)]


def test_a_cart_that_cannot_be_priced_says_why(engine: PromotionEngine) -> None:
    free = LAMP.model_copy(update={"price": None})
    with pytest.raises(UnpricedProductError, match="Lamp has no price"):
        engine.price_cart([(free, 1)], STRANGER)
    euros = SHOES.model_copy(update={"currency": "EUR"})
    with pytest.raises(MixedCurrenciesError, match="EUR and USD"):
        engine.price_cart([(LAMP, 1), (euros, 1)], STRANGER)
    assert engine.price_cart([], STRANGER).total == 0


def test_a_file_is_loaded_with_reasons_for_what_is_refused(
    engine: PromotionEngine, tmp_path: Path
) -> None:
    path = tmp_path / "promotions.jsonl"
    good = promo("good", code="X", budget=2).model_dump(mode="json")
    bad: list[dict[str, Any]] = [
        {**good, "id": "good"},
        {**good, "id": "b", "code": "x "},
        {**good, "id": "c", "code": None, "value": 101},
        {**good, "id": "d", "code": None, "kind": "buy_x_get_y", "value": 1},
        {**good, "id": "e", "code": None, "kind": "bundle"},
        {**good, "id": "f", "code": None, "kind": "lottery"},
        {**good, "id": "g", "code": None, "starts": NOW, "ends": NOW},
        {**good, "id": "h", "code": None, "budget": -1},
    ]  # fmt: skip
    path.write_bytes(b"\n".join(map(orjson.dumps, [good, *bad])) + b"\nnot json\n")
    report = engine.load(path)
    assert report.loaded == 1
    assert [one.line for one in report.rejected] == list(range(2, 11))
    assert report.rejected[1].reason == "code: already that of good"
    assert names(engine, STRANGER) == {"good"}


def test_loading_replaces_the_set_but_gives_no_uses_back(
    engine: PromotionEngine, tmp_path: Path
) -> None:
    path = tmp_path / "promotions.jsonl"
    engine.store.put([promo("old")])
    path.write_text(promo("p", budget=3).model_dump_json())
    assert engine.load(path).removed == 1
    assert engine.store.redeem("p", order_id="o1", now=NOW)
    engine.load(path)
    assert engine.store.budget_left("p") == 2
    path.write_text(promo("p", budget=10).model_dump_json())
    engine.load(path)
    assert engine.store.budget_left("p") == 10
    path.write_text("not json\n")
    assert engine.load(path).removed == 0
    engine.store.put([promo("q")])
    path.write_text((promo("p").model_dump_json() + "\n" + promo("q").model_dump_json())[:-9])
    assert engine.load(path).removed == 0, "what a file cut short does not name is not removed"


def test_an_order_redeems_once_and_the_last_use_is_the_last(engine: PromotionEngine) -> None:
    engine.store.put([promo("p", budget=1), promo("free")])
    assert engine.store.redeem("p", order_id="o1", now=NOW)
    assert engine.store.redeem("p", order_id="o1", now=NOW)
    assert not engine.store.redeem("p", order_id="o2", now=NOW)
    assert not engine.store.redeem("p", order_id="o2", now=NOW)
    assert engine.store.budget_left("p") == 0
    assert names(engine, STRANGER) == {"free"}
    assert engine.store.redeem("free", order_id="o1", now=NOW)
    assert engine.store.budget_left("free") is None
    assert not engine.store.redeem("none", order_id="o1", now=NOW)
    with pytest.raises(UnknownPromotionError):
        engine.store.budget_left("none")


def test_an_order_takes_all_its_uses_or_none(engine: PromotionEngine) -> None:
    engine.store.put([promo("a", budget=2), promo("b", budget=1)])
    both = {"a": Decimal(3), "b": Decimal(1)}
    assert engine.store.redeem_order(both, order_id="o1", now=NOW) == []
    assert engine.store.redeem_order(both, order_id="o1", now=NOW) == []
    assert engine.store.redeem_order(both, order_id="o2", now=NOW) == ["b"]
    assert engine.store.budget_left("a") == 1
    assert engine.store.redeem_order({"a": Decimal(3)}, order_id="o2", now=NOW) == []
    assert engine.store.budget_left("a") == 0


def test_threads_cannot_overdraw_a_budget(engine: PromotionEngine) -> None:
    engine.store.put([promo("p", budget=25)])
    won: list[str] = []

    def redeem(worker: int) -> None:
        for turn in range(10):
            order = f"{worker}-{turn}"
            if engine.store.redeem("p", order_id=order, now=NOW):
                won.append(order)

    threads = [threading.Thread(target=redeem, args=(worker,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(won)) == len(won) == 25
    assert engine.store.budget_left("p") == 0


def _redeem_many(folder: str, worker: int) -> int:
    with Database.open(Settings(data_dir=Path(folder))) as database:
        store = PromotionEngine(database).store
        both = {"p": Decimal(1), "q": Decimal(1)}
        return sum(
            not store.redeem_order(both, order_id=f"{worker}-{turn}", now=NOW) for turn in range(20)
        )


def test_processes_cannot_overdraw_a_budget(engine: PromotionEngine, tmp_path: Path) -> None:
    engine.store.put([promo("p", budget=100), promo("q", budget=25)])
    work = [(str(tmp_path), worker) for worker in range(4)]
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert sum(pool.starmap(_redeem_many, work)) == 25
    assert engine.store.budget_left("q") == 0
    # Orders that were refused took nothing of the other promotion either.
    assert engine.store.budget_left("p") == 75
