"""A small real shop: Chroma, SQLite, the rule parser; one per test session, one database each."""

import json
from decimal import Decimal

import pytest

from assistant.intent import ParsedIntent
from assistant.service import Assistant
from assistant.settings import Settings


def _product(number, title, title_zh, kind, kind_zh, category, price, **fields):
    attributes = {"type": kind, "type_zh": kind_zh, "title_zh": title_zh}
    attributes |= fields.pop("attributes", {})
    return {
        "id": f"p{number}", "title": title, "category": category, "price": price, "rating": 4.2,
        "rating_count": 50, "sales": 100, "attributes": attributes, **fields,
    }  # fmt: skip


PRODUCTS = [
    _product(1, "Halden Hush Wireless Headphones", "Halden 降噪无线蓝牙耳机", "headphones", "耳机",
             "Electronics > Audio > Headphones", 180.0, brand="Halden", color="Black",
             attributes={"wireless": "yes", "noise_cancelling": "yes", "battery_life": "40 hours"}),
    _product(2, "Pikko Loop Bluetooth Headphones", "Pikko 头戴式蓝牙耳机", "headphones", "耳机",
             "Electronics > Audio > Headphones", 39.0, sale_price=29.0, brand="Pikko", color="Red",
             attributes={"wireless": "yes", "battery_life": "25 hours"}),
    _product(3, "Orvane Studio Wired Headphones", "Orvane 有线监听耳机", "headphones", "耳机",
             "Electronics > Audio > Headphones", 89.0, brand="Orvane", color="Black",
             attributes={"wireless": "no"}),
    _product(4, "Skarv Merino Jumper", "Skarv 美丽诺羊毛衫", "jumper", "毛衣",
             "Clothing > Knitwear > Jumpers", 85.0, brand="Skarv", color="Navy", material="wool",
             gender="male", sizes=["M", "L"], attributes={"warm": "yes"}),
    _product(5, "Skarv Fleece Jumper", "Skarv 保暖抓绒衫", "jumper", "毛衣",
             "Clothing > Knitwear > Jumpers", 45.0, brand="Skarv", color="Green", material="fleece",
             gender="male", sizes=["M", "L", "XL"], attributes={"warm": "yes"}),
    _product(6, "Lumo Cotton Jumper", "Lumo 女士纯棉毛衣", "jumper", "毛衣",
             "Clothing > Knitwear > Jumpers", 39.0, brand="Lumo", color="White", material="cotton",
             gender="female", sizes=["S", "M"]),
    _product(7, "Tessaro 14 Inch Laptop", "Tessaro 14英寸笔记本电脑", "laptop", "笔记本电脑",
             "Electronics > Computers > Laptops", 1299.0, brand="Tessaro", color="Silver",
             attributes={"weight": "1.3 kg"}),
    _product(8, "Pikko Laptop Sleeve 14 Inch", "Pikko 14英寸电脑内胆包", "laptop sleeve", "电脑包",
             "Electronics > Computers > Sleeves", 19.0, brand="Pikko", color="Grey"),
    _product(9, "Orvane Desk Lamp", "Orvane 台灯", "lamp", "台灯", "Home > Lighting > Lamps", 35.0,
             brand="Orvane", color="Black", availability="out_of_stock"),
    _product(10, "Tarn Trail Running Shoes", "Tarn 越野跑鞋", "running shoe", "跑鞋",
             "Shoes > Running", 95.0, brand="Tarn", color="Blue", sizes=["42", "43"]),
]  # fmt: skip

PROMOTIONS = [
    {"id": "audio10", "title": "10% off Halden", "title_zh": "Halden 九折", "kind": "percent",
     "value": 10, "scope": {"brands": ["Halden"]}},
    {"id": "code5", "title": "5 off with PIKKO5", "kind": "amount", "value": 5, "code": "PIKKO5",
     "scope": {"brands": ["Pikko"]}},
    {"id": "early", "title": "Spring", "kind": "percent", "value": 5, "code": "SPRING5",
     "starts": "2999-03-01T00:00:00Z"},
    {"id": "late", "title": "Autumn", "kind": "percent", "value": 5, "code": "AUTUMN5",
     "ends": "2001-03-01T00:00:00Z"},
    {"id": "vips", "title": "Best customers", "kind": "percent", "value": 5, "code": "VIP5",
     "conditions": {"segments": ["vip"]}},
    {"id": "ship", "title": "Free shipping over $5,000", "kind": "free_shipping",
     "conditions": {"min_spend": 5000}},
    {"id": "big", "title": "9 off big orders", "title_zh": "大单减9", "kind": "amount", "value": 9,
     "code": "BIG9", "conditions": {"min_spend": 100}},
]  # fmt: skip


@pytest.fixture(scope="session")
def small_shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    feed, deals = folder / "products.jsonl", folder / "promotions.jsonl"
    feed.write_text("\n".join(json.dumps(row) for row in PRODUCTS), "utf-8")
    deals.write_text("\n".join(json.dumps(row) for row in PROMOTIONS), "utf-8")
    settings = Settings(data_dir=folder / "data", parser="rules")
    with Assistant.open(settings, catalog=feed, promotions=deals) as assistant:
        yield assistant


@pytest.fixture
def say(small_shop, request):
    """Say something in this test's own conversation."""
    conversation = request.node.name

    def turn(message, *, user_id=None, conversation_id=conversation):
        return small_shop.turn(message, conversation_id=conversation_id, user_id=user_id)

    return turn


@pytest.fixture
def read_with(small_shop, say, monkeypatch):
    """Say something that the model reads as what is made of the state before it."""

    def turn(message, intent_after):
        def parse_next(_message, *, state, shown, asked):
            assert shown is not None
            assert asked is not None
            return ParsedIntent(intent=intent_after(state), source="llm", ms=0.0), state

        with monkeypatch.context() as patch:
            patch.setattr(small_shop.shop.parser, "parse_next", parse_next)
            return say(message)

    return turn


@pytest.fixture
def price_of():
    prices = {row["id"]: Decimal(str(row.get("sale_price", row["price"]))) for row in PRODUCTS}
    return prices.__getitem__
