"""Prices as shoppers say them, by the contract."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.line import Line
from assistant.rules.prices import Price, take_price


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("blue shoes under $80", (None, 80, "USD")),
        ("around 100", (80, 120, None)),
        ("about 500 or less", (None, 500, None)),
        ("gifts for mum and dad, 60 altogether", (None, 60, None)),
        ("two lamps, $90 for both", (None, 90, "USD")),
        ("a kettle and a pan, 100 in total", (None, 100, None)),
        ("两三百块", (200, 300, "CNY")),
        ("between 50 and 100 euros", (50, 100, "EUR")),
        ("£20-30", (20, 30, "GBP")),
        ("sandals size 40-41 under 60", (None, 60, None)),
        ("for ages 3-5", (None, None, None)),
        ("compression socks 20-30mmhg", (None, None, None)),
        ("8-10 yrs, under 12", (None, 12, None)),
        ("卡尺 0到150毫米", (None, None, None)),
        ("2k max", (None, 2000, None)),
        ("a tenner", (None, 10, "GBP")),
        ("less than a grand", (None, 1000, None)),
        ("under 25 but not under 10", (10, 25, None)),
        ("nothing under 20", (20, None, None)),
        ("forty dollars tops", (None, 40, "USD")),
        ("budget one fifty", (None, 150, None)),
        ("up to fifteen hundred", (None, 1500, None)),
        ("twenty five to thirty five euros", (25, 35, "EUR")),
        ("a table for twenty people", (None, None, None)),
        ("not a penny more than 40", (None, 40, None)),
        ("max 1.200,00 €", (None, 1200, "EUR")),
        ("一千出头", (800, 1200, None)),
        ("几十块的", (None, None, None)),
        ("百来块的背包", (80, 120, "CNY")),
        ("千把块", (800, 1200, "CNY")),
        ("三五百吧", (300, 500, None)),
        ("小两百块", (None, 200, "CNY")),
        ("块八毛的", (1.44, 2.16, None)),
        ("百来块电池", (None, None, None)),
        ("小三百平", (None, None, None)),
        ("不到一百", (None, 100, None)),
        ("at least 20 at most 40", (20, 40, None)),
        ("200以内，别低于100", (100, 200, None)),
        ("不低于100", (100, None, None)),
        ("不要黑色的，别低于50，200以内", (50, 200, None)),
        ("1,200以内", (None, 1200, None)),
        ("not over 100 bucks", (None, 100, "USD")),
        ("60 quid tops", (None, 60, "GBP")),
        ("$1,299.00", (None, 1299, "USD")),
        ("over 50 but under 100", (50, 100, None)),
        ("500块以内", (None, 500, "CNY")),
        ("预算两千", (None, 2000, None)),
        ("两千元左右", (1600, 2400, "CNY")),
        ("一千五左右的手机", (1200, 1800, None)),
        ("不超过三百", (None, 300, None)),
        ("１００元以下", (None, 100, "CNY")),
        ("100到200元", (100, 200, "CNY")),
        ("一万二以内", (None, 12000, None)),
        ("1k5以下", (None, 1500, None)),
        ("预算一百多", (100, 200, None)),
        ("一百多块", (100, 200, "CNY")),
        ("男的，四十多", (None, None, None)),
        ("千元手机", (800, 1200, "CNY")),
        ("两千元手机", (None, 2000, "CNY")),
        ("两块电池", (None, None, None)),
        ("两块的", (None, 2, "CNY")),
        ("也可以 一起加", (None, None, None)),
        ("similar but for 12+", (None, None, None)),
        ("150 quid or thereabouts", (120, 180, "GBP")),
        ("about a hundred euros", (80, 120, "EUR")),
        ("for a hundred", (None, 100, None)),
        ("30 pounds roughly", (24, 36, "GBP")),
        ("round 25 euro", (20, 30, "EUR")),
        ("medals for under 8s", (None, None, None)),
        ("torque wrench 40-200nm", (None, None, None)),
        ("whetstone, 1000 and 6000 grit", (None, None, None)),
        ("hundred and fifty at the most", (None, 150, None)),
        ("no more than 2 hundred", (None, 200, None)),
        ("under 4hundred", (None, 400, None)),
        ("a grand and a half", (None, 1500, None)),
        ("a grand pair of wellies", (None, None, None)),
        ("what can a grandma get", (None, None, None)),
        ("tenner or so", (8, 12, "GBP")),
        ("nowt over 20 quid", (None, 20, "GBP")),
        ("no higher than 130", (None, 130, None)),
        ("1500 budget", (None, 1500, None)),
        ("budget's 350 by the way", (None, 350, None)),
        ("we chipped in 200", (None, 200, None)),
        ("over 2000 is daft, cap it at 1800", (None, 1800, None)),
        ("3,000 rupees max", (None, 3000, "INR")),
        ("c$40 or less", (None, 40, "CAD")),
        ("router bit, roundover 12", (None, None, None)),
        ("reading glasses holders 4 bedside table", (None, None, None)),
        ("filter da29-00020b", (None, None, None)),
        ("how's the 6 different from 5", (None, None, None)),
        ("difference between 1 and 3", (None, None, None)),
        ("up to 25 stone", (None, None, None)),
        ("about sixty centimetres", (None, None, None)),
        ("大家凑了两千", (None, 2000, None)),
        ("别超两百", (None, 200, None)),
        ("三千以里", (None, 3000, None)),
        ("压到两千五", (None, 2500, None)),
        ("价格放宽到三千", (None, 3000, None)),
        ("五千往上一万往下", (5000, 10000, None)),
        ("起码两千", (2000, None, None)),
        ("三千五六的", (3500, 3600, None)),
        ("比800便宜", (None, 800, None)),
        ("超过一万二的不看", (None, 12000, None)),
        ("便宜一百块的", (None, None, None)),
        ("一万円以下", (None, 10000, "JPY")),
        ("两百块钱的样子", (160, 240, "CNY")),
        ("八百一对以内", (None, None, None)),
        ("换布四块", (None, None, None)),
        ("三刀头剃须刀", (None, None, None)),
        ("两千到三千 天梭", (2000, 3000, None)),
    ],
)
def test_a_price_is_read(text, expected):
    assert take_price(Line(text)) == Price(*expected)


@pytest.mark.parametrize(
    "text",
    [
        "iphone 15",
        "SPF 30 at least",
        "sun cream with spf 50 or more",
        "I need 12 in total",
        "at least 4 stars",
        "16gb ram",
        "size 42",
        "for a 3 year old",
        "less than 1 kg",
        "27 inch monitor",
        "20000mah",
        "the first 2",
        "四星以上",
        "42码",
        "三岁孩子",
        "pack of 6",
    ],
)
def test_other_numbers_are_no_price(text):
    assert take_price(Line(text)) == Price()


@given(st.integers(1, 99_999), st.sampled_from(["under {}", "max {}", "{} or less", "{}以内"]))
def test_any_cap_is_read_as_said(amount, wording):
    assert take_price(Line(wording.format(amount))) == Price(None, amount, None)


@given(st.integers(1, 9_999), st.integers(1, 9_999))
def test_a_range_comes_out_in_order(one, other):
    price = take_price(Line(f"between {one} and {other}"))

    assert (price.low, price.high) == (min(one, other), max(one, other))


@given(st.text(max_size=200))
def test_no_text_raises_and_bounds_are_never_negative(text):
    price = take_price(Line(text))

    assert price.low is None or price.low >= 0
    assert price.high is None or price.high >= 0
