"""What kind of thing a product is: a laptop bag is no laptop."""

from __future__ import annotations

import pytest

from retrieval.product import Product
from retrieval.types import is_type, kind, type_counts


def of(title: str, **fields: object) -> object:
    return kind(Product.model_validate({"id": "1", "title": title, **fields}))


@pytest.mark.parametrize(
    ("title", "wanted", "is_one"),
    [
        ("Corvid Swift 14 laptop, silver", "laptop", True),
        ("Corvid Swift 14 Notebook Silver 8 GB", "laptops", True),
        ("Laptop bag 15.6 inch", "laptop", False),
        ("15.6英寸学生笔记本电脑 银色", "电脑", True),
        ("14英寸笔记本电脑包", "电脑", False),
        ("500毫升保温杯", "杯子", True),
        ("Laptop bag 15.6 inch", "laptop bag", True),
        ("Sleeve for laptop", "laptop", False),
        ("Leather case compatible with phones", "phone", False),
        ("Men's running shoes", "running shoe", True),
        ("Men's running shoes", "shoe", True),
        ("Cleaning kit for running shoes", "running shoe", False),
        ("无线蓝牙耳机 黑色", "耳机", True),
        ("无线蓝牙耳机 黑色", "headphones", True),
        ("耳机保护套", "耳机", False),
        ("适用苹果手机 充电线", "手机", False),
        ("Stoneware mug, dishwasher safe", "dishwasher", False),
        ("Stoneware mug, dishwasher safe", "mug", True),
        ("Glass bowl microwave safe", "bowl", True),
        ("Child-proof cabinet latch", "latch", True),
        ("不锈钢漏斗 可用洗碗机清洗", "洗碗机", False),
        ("不锈钢漏斗 可用洗碗机清洗", "漏斗", True),
        ("台式洗碗机 六人用", "洗碗机", True),
        ("Wireless headphones", "耳机", True),
        ("Wireless headphones", "kettle", False),
        ("Solar path light", "lamp", True),
        ("Solar path light", "desk lamp", False),
        ("LED desk lamp", "灯", True),
    ],
)
def test_the_title_tells_the_kind(title, wanted, is_one):
    assert is_type(of(title), wanted) is is_one


def test_the_stated_type_is_believed_where_the_title_names_none():
    assert is_type(of("Hush 700", attributes={"type": "headphones"}), "headphones")
    assert is_type(of("Hush 700", category="Audio > Headphones & Earbuds"), "earbud")
    assert is_type(of("Hush 700", attributes={"type_zh": "耳机"}), "耳机")


@pytest.mark.parametrize(
    ("type_en", "type_zh", "wanted", "is_one"),
    [
        ("watering can", "浇水壶", "kettle", False),
        ("watering can", "浇水壶", "水壶", False),
        ("", "浇水壶", "kettle", False),
        ("electric kettle", "电热水壶", "kettle", True),
        ("electric kettle", "电热水壶", "水壶", True),
        ("settee", "沙发", "sofa", True),
        ("", "真皮沙发", "sofa", True),
        ("gaming headset", "游戏耳机", "耳机", True),
        ("loafer", "皮鞋", "鞋", True),
    ],
)
def test_two_languages_state_one_kind(type_en, type_zh, wanted, is_one):
    """Given a kind in two languages, the one asked in says what it is, the other if it is equal."""
    attributes = {"type": type_en, "type_zh": type_zh}
    stated = {name: value for name, value in attributes.items() if value}
    assert is_type(of("Model 7", attributes=stated), wanted) is is_one


def test_a_chinese_name_across_two_words_of_a_title_is_none():
    assert not is_type(of("长嘴浇水壶"), "水壶")
    assert not is_type(of("咖啡因去黑眼圈眼霜"), "咖啡")
    assert is_type(of("低因咖啡豆"), "咖啡")
    assert is_type(of("男士皮鞋 黑色"), "鞋")
    assert is_type(of("户外运动水壶"), "水壶")


def test_a_category_above_the_leaf_says_nothing():
    assert not is_type(of("Cork laces", category="Shoes > Laces"), "shoe")


@pytest.mark.parametrize("wanted", ["", " ", "!!", "😀"])
def test_an_empty_kind_is_nothing(wanted):
    assert not is_type(of("Anything"), wanted)


def test_kinds_are_counted_once_a_product():
    counts = type_counts(
        [of("A", attributes={"type": "kettle"}), of("B", category="Home > Kettles"), of("C")]
    )

    assert counts == {"kettle": 2}


@pytest.mark.parametrize(
    ("type_en", "type_zh", "category", "wanted", "is_one"),
    [
        ("notebook", "笔记本", "Office > Paper > Notebooks", "laptop", False),
        ("notebook", "笔记本", "Office > Paper > Notebooks", "笔记本电脑", False),
        ("notebook", "笔记本", "Office > Paper > Notebooks", "笔记本", True),
        ("notebook", "笔记本", "Office > Paper > Notebooks", "notepad", True),
        ("notebook", "笔记本电脑", "Electronics > Computers", "laptop", True),
        ("electric kettle", "电热水壶", "Kitchen > Kettles", "水杯", False),
        ("insulated bottle", "保温杯", "Kitchen > Bottles", "水杯", True),
        ("insulated bottle", "保温杯", "Kitchen > Bottles", "water bottle", True),
        ("insulated bottle", "保温杯", "Kitchen > Bottles", "kettle", False),
        ("headphones", "头戴式耳机", "Audio > Headphones", "earbuds", False),
        ("earbuds", "入耳式耳机", "Audio > Earbuds", "headphones", True),
        ("earbuds", "入耳式耳机", "Audio > Earbuds", "耳机", True),
        ("rain jacket", "防水冲锋衣", "Outerwear > Rain Jackets", "raincoat", True),
        ("oxford shoe", "牛津鞋", "Shoes > Oxfords", "皮鞋", True),
        ("sneaker", "休闲运动鞋", "Shoes > Sneakers", "皮鞋", False),
        ("trail running shoe", "越野跑鞋", "Shoes > Trail Running", "跑鞋", True),
    ],
)
def test_an_ambiguous_name_is_decided_by_what_else_is_stated(
    type_en, type_zh, category, wanted, is_one
):
    own = of("Model 7", category=category, attributes={"type": type_en, "type_zh": type_zh})
    assert is_type(own, wanted) is is_one


@pytest.mark.parametrize(
    ("title", "type_zh", "wanted", "is_one"),
    [
        ("Q2 手机照片打印机 白色", "打印机", "手机", False),
        ("骑行头盔 带尾灯", "头盔", "灯", False),
        ("潜水手表 黑色", "潜水表", "手表", True),
    ],
)
def test_beside_a_stated_kind_the_last_one_of_a_chinese_title_counts(
    title, type_zh, wanted, is_one
):
    own = of("Model 7", category="Shop", attributes={"type_zh": type_zh, "title_zh": title})
    assert is_type(own, wanted) is is_one


@pytest.mark.parametrize(
    ("title", "stated", "wanted", "is_one"),
    [
        ("小户型转椅电脑椅 炭灰色", "办公椅", "电脑", False),
        ("小户型转椅电脑椅 炭灰色", "办公椅", "电脑椅", True),
        ("Petal 皮带女表 粉色", "女士手表", "皮带", False),
        ("牛皮腰带 皮带 男款", "腰带", "皮带", True),
        ("轻便布面登机箱 蓝色", "登机箱", "cabin bag", True),
        ("轻便布面登机箱 蓝色", "登机箱", "行李箱", True),
        ("家庭行李箱 90升", "行李箱", "登机箱", False),
        ("家庭行李箱 90升", "行李箱", "hand luggage", False),
    ],
)
def test_what_a_kind_only_describes_is_none_of_it(title, stated, wanted, is_one):
    own = of(title, category="Things", attributes={"type_zh": stated})
    assert is_type(own, wanted) == is_one
