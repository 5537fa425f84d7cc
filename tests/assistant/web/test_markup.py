"""What the page draws: a stranger's text is text, prices and reasons are where they belong."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.agent.cards import percent_off
from assistant.agent.own_words import own_words
from assistant.agent.turn import Card, Cart, CartLine, Chip, Comparison, Offer, Reason, Turn
from assistant.api.pictures import picture_url
from assistant.intent import Intent
from assistant.profiles.model import Profile, Tag, TagKind
from assistant.profiles.shoppers import Shopper
from assistant.ranking.factors import promotion
from assistant.web import markup
from assistant.web.words import Words
from retrieval.product import Product

NASTY = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>${alert(3)}{{7*7}}`"


class Tags(HTMLParser):
    """The tags, attributes and text a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    return tags


def card(**fields: object) -> Card:
    base = {
        "rank": 1,
        "product_id": "p1",
        "title": "Glide Shoe",
        "brand": "Fleet",
        "image": "images/p1.webp",
        "price": 64,
        "list_price": 80,
        "percent_off": 20,
        "rating": 4.6,
        "rating_count": 1212,
        "reason": "In the blue you often choose.",
        "reasons": [Reason(factor="profile", contribution=0.3, text="blue")],
    }
    return Card.model_validate({**base, **fields})


def turn(**fields: object) -> Turn:
    base = {"conversation_id": "c", "text": "Here.", "language": "en", "intent": Intent()}
    return Turn.model_validate({**base, "source": "rules", **fields})


def drawn(what: Turn, said: str = "shoes", language: str = "en") -> str:
    return markup.turn_html(said, what.text, what, words=Words(language))


def test_a_card_shows_price_old_price_rating_offer_and_reason() -> None:
    offer = Offer(promotion_id="x", title="10% off", code="RUN10", price_after=57.6)
    text = read(drawn(turn(cards=[card(offer=offer)]))).text
    for part in ("Glide Shoe", "$64.00", "$80.00", "−20%", "4.6", "(1,212)", "RUN10", "$57.60"):
        assert part in text
    assert "In the blue you often choose." in text


def test_the_old_price_is_struck_out_only_where_there_is_one() -> None:
    assert "del" in read(drawn(turn(cards=[card()]))).tags
    assert "del" not in read(drawn(turn(cards=[card(list_price=None)]))).tags


def test_a_near_miss_stands_under_its_own_heading() -> None:
    html = drawn(turn(cards=[card(fits=False, misses=["costs more than you said"])]))
    assert "Not an exact fit" in html
    assert "costs more than you said" in html


def test_what_is_out_of_stock_cannot_be_added() -> None:
    attributes = read(drawn(turn(cards=[card(availability="out_of_stock")]))).attributes
    assert ("disabled", None) in attributes


def test_pictures_have_alternative_text() -> None:
    assert ("alt", "Glide Shoe") in read(drawn(turn(cards=[card()]))).attributes


def test_the_card_and_its_reason_round_a_saving_alike() -> None:
    product = Product(id="p", title="Romper", price=32, sale_price=26)
    assert percent_off(product) == promotion(product, None).evidence["percent"] == 18


def test_a_very_long_message_is_drawn_by_its_beginning_and_its_end() -> None:
    html = drawn(turn(), said="begin " + "x" * 100_000 + " end")
    assert len(html) < 4000
    assert "begin" in html
    assert " end" in html


@pytest.mark.parametrize(("language", "words"), [("en", "simple rules"), ("zh", "简单规则")])
def test_a_message_read_without_the_model_says_so(language: str, words: str) -> None:
    what = turn()
    html = markup.turn_html("x", what.text, what, words=Words(language), degraded=True)
    assert words in read(html).text
    assert words not in read(drawn(what, language=language)).text


def test_a_comparison_is_a_table_with_headers() -> None:
    comparison = Comparison(columns=["A", "B"], rows=[("Price", ["$1", "$2"])])
    tags = read(drawn(turn(comparison=comparison))).tags
    assert tags.count("th") == 4
    assert tags.count("td") == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_text_of_a_stranger_becomes_markup(language: str) -> None:
    nasty = turn(
        text=NASTY,
        cards=[
            card(
                title=NASTY, brand=NASTY, image=NASTY, reason=NASTY, misses=[NASTY], fits=False,
                product_id=NASTY, offer=Offer(promotion_id="x", title=NASTY, code=NASTY),
                reasons=[Reason(factor=NASTY, contribution=1, text=NASTY)],
            )
        ],
        comparison=Comparison(columns=[NASTY], rows=[(NASTY, [NASTY])]),
        chips=[Chip(label=NASTY, message=NASTY)],
    )  # fmt: skip
    plain = turn(
        text="x",
        cards=[
            card(
                title="x", brand="x", image="", reason="x", misses=["x"], fits=False,
                offer=Offer(promotion_id="x", title="x", code="x"),
                reasons=[Reason(factor="x", contribution=1, text="x")],
            )
        ],
        comparison=Comparison(columns=["x"], rows=[("x", ["x"])]),
        chips=[Chip(label="x", message="x")],
    )  # fmt: skip
    words = Words(language)
    found = read(markup.turn_html(NASTY, NASTY, nasty, words=words))
    expected = read(markup.turn_html("x", "x", plain, words=words))
    without_picture = [tag for tag in found.tags if tag != "img"]
    assert without_picture == [tag for tag in expected.tags if tag != "img"]
    assert not any(name.startswith("on") for name, _ in found.attributes)
    assert NASTY in found.text


def test_cart_profile_and_header_escape_too() -> None:
    line = CartLine(product_id=NASTY, title=NASTY, quantity=2, unit_price=1, line_total=2)
    words = Words("en")
    cart = Cart(lines=[line], subtotal=2, discounts=[(NASTY, 1)], total=1)
    shopper = Shopper(user_id="u", name=NASTY, persona=NASTY)
    for html in (
        markup.cart_html(words, cart),
        markup.profile_html(words, Profile(user_id="u"), persona=NASTY),
        markup.header_html(words, [shopper], visit="v", user_id="u", count=2),
        markup.welcome_html(words, [Chip(label=NASTY, message=NASTY)], name=NASTY),
        markup.announcement_html(NASTY),
    ):
        assert not {"script", "img"} & set(read(html).tags)
        assert NASTY in read(html).text


def test_every_kind_of_tag_gets_its_place_in_the_profile() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    tags = tuple(
        Tag(kind=kind, value=f"{kind} {number}", strength=0.9 - number / 100, evidence=1, last=now)
        for kind in ("material", "brand", "category")
        for number in range(20)
    )
    shown = [tag.value for tag in markup.strongest(Profile(user_id="u", tags=tags))]
    assert shown[:2] == ["category 0", "category 1"]
    assert {"brand 0", "material 0"} <= set(shown)
    assert len(shown) == 10


def test_a_chinese_profile_names_its_tags_in_chinese_where_a_word_is_known() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    values = [
        ("category", "Shoes > Boots > Rain Boots"), ("category", "Home > Whatnots"),
        ("color", "blue"), ("material", "wool"), ("brand", "Norrsken"),
        ("price", "Rain Boots: 40–60 USD"),
    ]  # fmt: skip
    tags = tuple(
        Tag(kind=kind, value=value, strength=0.9, evidence=3, last=now) for kind, value in values
    )
    chinese = markup.profile_html(Words("zh"), Profile(user_id="u", tags=tags))
    shown = [" ".join(line.split("</span>")[-1].split(" <button")[:1]) for line in lines(chinese)]
    assert shown == ["雨靴", "Whatnots", "Norrsken", "蓝色", "羊毛", "雨靴：40–60 USD"]
    assert 'data-say="把Rain Boots从我的档案里删掉"' in chinese
    english = markup.profile_html(Words("en"), Profile(user_id="u", tags=tags))
    assert not re.search("[\u4e00-\u9fff]", english)


def lines(html: str) -> list[str]:
    """The entries of a profile's list of tags."""
    return [line.split("</li>")[0] for line in html.split("<li")[1:]]


@given(st.text())
def test_any_message_is_shown_as_it_was_said(said: str) -> None:
    html = markup.turn_html(said, "", None, words=Words("en"))
    assert set(read(html).tags) <= {"section", "div", "span", "p", "i"}


@pytest.mark.parametrize(
    ("image", "url"),
    [
        ("images/p1.webp", "/images/p1.webp"),
        ("pics/a b.jpg", "/images/pics/a%20b.jpg"),
        ("https://shop.example/a.jpg", "https://shop.example/a.jpg"),
        ("", ""),
        (".", ""),
        ("/etc/passwd", ""),
        ("../secret.png", ""),
        ("images/../../secret.png", ""),
        ("..\\secret.png", ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http://plain.example/a.jpg", ""),
        ("//evil.example/a.jpg", ""),
        ("https://[broken/a.jpg", ""),
    ],
)
def test_a_picture_has_an_address_only_where_a_browser_may_load_it(image: str, url: str) -> None:
    assert picture_url(image) == url


@given(st.text())
def test_any_picture_name_is_answered(image: str) -> None:
    assert picture_url(image).startswith(("/images/", "https://")) or not picture_url(image)


def test_both_languages_have_the_same_words() -> None:
    def keys(language: str) -> set[tuple[str, str]]:
        table = Words(language)._table
        return {(section, name) for section, names in table.items() for name in names}

    assert keys("en") == keys("zh")


def test_a_language_without_words_is_english() -> None:
    assert Words("fr").language == "en"
    assert Words("../en").language == "en"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_the_profile_panel_says_on_a_tap_is_understood(language: str) -> None:
    values = {
        "category": "Shoes > Running", "brand": "Salt and Stone", "color": "black",
        "material": "leather", "size": "42",
    }  # fmt: skip
    now = datetime(2026, 11, 1, tzinfo=UTC)
    tags = tuple(
        Tag(kind=kind, value=value, strength=0.5, evidence=1, last=now)
        for kind, value in values.items()
    )
    html = markup.profile_html(Words(language), Profile(user_id="u", tags=tags))
    said = [unescape(text) for text in re.findall(r'data-say="([^"]*)"', html)]
    read = [own_words(text, {"Salt and Stone"}, {"Shoes", "Shoes > Running"}) for text in said]
    assert all(one is not None for one in read), said
    assert [one.tags[0] for one in read[:5]] == list(values.items())
    assert [one.wish for one in read[5:]] == ["off", "forget"]
    switched = markup.profile_html(Words(language), Profile(user_id="u", personalised=False))
    said = [unescape(text) for text in re.findall(r'data-say="([^"]*)"', switched)]
    assert own_words(said[0], (), ()).wish == "on"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_of_interest_has_a_name_on_the_page(language: str) -> None:
    words = Words(language)
    assert set(markup.MOST_TAGS) == set(get_args(TagKind))
    assert all(words(f"profile.{kind}") for kind in get_args(TagKind))
