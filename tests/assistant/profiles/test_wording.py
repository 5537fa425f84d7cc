"""What a tag and a field are called in Chinese, and that English stays the shop's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.profiles.wording import field_value, trait_name


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("color", "Blue", "蓝色"),
        ("color", "Forest Green", "绿色（Forest Green）"),
        ("color", "Transparent", "透明"),
        ("material", "100% cotton", "100%棉"),
        ("material", "wool", "羊毛"),
        ("material", "100% recycled polyester fleece", "100%再生涤纶抓绒"),
        ("material", "organic cotton / linen", "有机棉、亚麻"),
        ("material", "goose down", "羽绒（goose down）"),
        ("material", "moon dust and wool", "moon dust and wool"),
        ("category", "Shoes > Zorblatts", "鞋靴 > Zorblatts"),
        ("color", "藏青", "藏青"),
        ("fit", "regular", "regular"),
    ],
)
def test_a_field_is_shown_in_chinese_where_all_its_words_are_known(
    name: str, value: str, shown: str
) -> None:
    assert field_value(name, value, "zh") == shown


@given(st.sampled_from(["color", "material", "category", "fit"]), st.text())
def test_in_english_a_field_is_the_shops_own(name: str, value: str) -> None:
    assert field_value(name, value, "en") == value


@given(st.sampled_from(["color", "material", "category", "price", "brand"]), st.text())
def test_any_value_has_a_name(kind: str, value: str) -> None:
    for language in ("en", "zh"):
        assert isinstance(trait_name(kind, value, language), str)
        assert isinstance(field_value(kind, value, language), str)
