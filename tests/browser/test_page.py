"""The chat page as shoppers use it, on the demo store."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import Shot, finished, say

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]  # the first test sets the shop up
SEARCH = "running shoes under $120"
NASTY = '<img src=x onerror="window.hacked=1"> ${window.hacked=2} {{7*7}} lamp'


def titles(turn: object) -> list[str]:
    return turn.locator(".card h3").all_inner_texts()  # type: ignore[attr-defined,no-any-return]


def test_a_search_shows_cards_with_picture_price_and_rating(page: Page, shot: Shot) -> None:
    turn = say(page, SEARCH)
    card = turn.locator(".card").first
    expect(card.locator("h3")).not_to_be_empty()
    expect(card.locator(".price strong")).to_have_text(re.compile(r"\$\d+\.\d\d"))
    expect(card.locator(".rating")).to_have_attribute("aria-label", re.compile("out of 5"))
    picture = card.locator("img")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.card img').naturalWidth > 0")
    expect(picture).to_have_attribute("alt", re.compile(r"\w"))
    shot(page, "chat-light")


def test_prices_stay_under_what_was_said(page: Page) -> None:
    turn = say(page, SEARCH)
    prices = turn.locator(".card:not(.near) .price strong").all_inner_texts()
    assert prices
    assert all(float(price.strip("$").replace(",", "")) <= 120 for price in prices)


def test_a_card_says_why_and_what_counted(page: Page) -> None:
    card = say(page, SEARCH).locator(".card").first
    expect(card.locator(".reason")).to_contain_text("Why this")
    assert len(card.locator(".reason").inner_text().splitlines()[-1]) > 10
    card.get_by_text("What counted").click()
    expect(card.locator(".factors li").first).to_be_visible()


def test_a_chip_is_the_next_message(page: Page) -> None:
    turn = say(page, SEARCH)
    chip = turn.locator(".chips button").first
    expect(chip).to_be_visible()
    message = chip.get_attribute("data-say") or ""
    chip.click()
    expect(finished(page, 1).locator(".said")).to_contain_text(message)


def test_add_to_cart_shows_in_the_cart(page: Page, shot: Shot) -> None:
    card = say(page, SEARCH).locator(".card").first
    title = card.locator("h3").inner_text()
    price = card.locator(".price strong").inner_text()
    card.get_by_role("button", name=f"Add {title} to cart").click()
    finished(page, 1)
    cart = page.get_by_role("region", name="Your cart")
    expect(cart.locator(".lines .title")).to_have_text(title)
    expect(cart.locator(".totals")).to_contain_text(price)
    shot(page, "cart")
    cart.get_by_role("button", name=f"One more: {title}").click()
    expect(cart.locator(".amount span")).to_have_text("2")
    cart.get_by_role("button", name=f"Remove {title} from the cart").click()
    expect(cart).to_contain_text("Nothing in it yet.")


def test_similar_shows_other_products_of_the_kind(page: Page) -> None:
    card = say(page, SEARCH).locator(".card").nth(1)
    title = card.locator("h3").inner_text()
    card.get_by_role("button", name=f"Show products similar to {title}").click()
    turn = finished(page, 1)
    assert titles(turn)
    assert title not in titles(turn)


def test_a_tap_on_a_title_asks_about_the_product(page: Page) -> None:
    title = say(page, SEARCH).locator(".card h3 button").nth(1)
    name = title.inner_text()
    title.click()
    turn = finished(page, 1)
    expect(turn.locator(".text")).to_contain_text(name)


def test_two_chosen_cards_are_compared_in_a_table(page: Page, shot: Shot) -> None:
    turn = say(page, SEARCH)
    chosen = titles(turn)[:2]
    go = turn.get_by_role("button", name="Compare chosen")
    turn.get_by_label(f"Choose {chosen[0]} for comparison").check()
    expect(go).to_be_hidden()
    turn.get_by_label(f"Choose {chosen[1]} for comparison").check()
    go.click()
    table = finished(page, 1).get_by_role("table")
    expect(table.locator("thead th").nth(1)).to_have_text(chosen[0])
    expect(table.locator("thead th").nth(2)).to_have_text(chosen[1])
    assert table.locator("tbody tr").count() >= 2
    shot(page, "compare")


def test_signing_in_changes_the_order_and_shows_the_profile(page: Page, shot: Shot) -> None:
    as_guest = titles(say(page, "shoes"))
    options = page.get_by_label("Shopping as").locator("option").all()[1:]
    orders = []
    for option in options[:6]:
        page.get_by_label(re.compile("Shopping as|当前顾客")).select_option(
            option.get_attribute("value")
        )
        page.locator(".welcome").wait_for()
        expect(page.locator(".profile .tags li").first).to_be_visible()
        orders.append(titles(say(page, "shoes")))
        inside = page.locator(".panel.profile").bounding_box() or {"x": 0, "width": 9999}
        assert inside["x"] + inside["width"] <= 1280, "the profile is beside the page"
    shot(page, "profile")
    assert any(order != as_guest for order in orders)
    assert len({tuple(order) for order in orders}) > 1


OVERTAKEN = """() => {
    const own = window.fetch;
    let first = true;
    window.fetch = async (...given) => {
        if (first && String(given[0]?.url ?? given[0]).includes("queue/join")) {
            first = false;
            await new Promise((done) => setTimeout(done, 1500));
        }
        return own(...given);
    };
}"""
"""The next request to the server is sent later than those after it."""
KNOWN = "What do you know about me?"


def test_what_is_sent_right_after_choosing_a_shopper_goes_as_that_shopper(page: Page) -> None:
    page.evaluate(OVERTAKEN)
    page.get_by_label("Shopping as").select_option("s-001")
    turn = say(page, KNOWN)
    expect(turn.locator(".reply .text")).to_contain_text("You seem to like")
    expect(page.locator("#shopper")).to_have_value("s-001")
    assert page.locator(".turn").count() == 1


def test_of_two_shoppers_chosen_in_a_row_the_last_one_holds(page: Page) -> None:
    page.evaluate(OVERTAKEN)
    page.get_by_label("Shopping as").select_option("s-001")
    page.get_by_label("Shopping as").select_option("s-002")
    turn = say(page, KNOWN)
    expect(turn.locator(".reply .text")).to_contain_text("You seem to like")
    expect(page.locator("#shopper")).to_have_value("s-002")
    expect(page.locator("#shopper")).to_have_attribute("data-user", "s-002")


def test_a_reply_under_way_does_not_take_the_shopper_back(page: Page) -> None:
    page.get_by_label("Your message").fill(SEARCH)
    page.keyboard.press("Enter")
    page.locator(".turn").wait_for()
    page.get_by_label("Shopping as").select_option("s-001")
    page.locator(".welcome").wait_for()
    turn = say(page, KNOWN)
    expect(turn.locator(".reply .text")).to_contain_text("You seem to like")
    expect(page.locator("#shopper")).to_have_attribute("data-user", "s-001")


def test_what_is_sent_while_a_reply_is_under_way_is_answered_after_it(page: Page) -> None:
    box = page.get_by_label("Your message")
    box.fill(SEARCH)
    page.keyboard.press("Enter")
    page.locator(".turn").wait_for()
    box.fill("desk lamp")
    page.keyboard.press("Enter")
    expect(finished(page, 1).locator(".said p")).to_have_text("desk lamp")
    expect(page.locator(".turn").first.locator(".card")).not_to_have_count(0)


def test_enter_pressed_twice_sends_once(page: Page) -> None:
    page.get_by_label("Your message").fill(SEARCH)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    finished(page, 0)
    say(page, "desk lamp")
    assert page.locator(".said p").all_inner_texts() == [SEARCH, "desk lamp"]


def test_an_empty_message_changes_nothing(page: Page) -> None:
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Send").click()
    page.wait_for_timeout(500)
    expect(page.locator(".welcome")).to_be_visible()
    assert titles(say(page, SEARCH))


def test_a_tag_of_the_profile_is_taken_off_and_the_switch_turned_by_a_tap(page: Page) -> None:
    page.get_by_label(re.compile("Shopping as|当前顾客")).select_option("s-001")
    page.locator(".welcome").wait_for()
    profile = page.locator(".profile")
    first = profile.get_by_role("button", name=re.compile("^Take ")).first
    label = first.get_attribute("aria-label") or ""
    before = page.locator(".turn").count()
    first.click()
    expect(finished(page, before).locator(".reply .text")).to_contain_text(
        "counts neither for nor against"
    )
    expect(profile.get_by_role("button", name=label, exact=True)).to_have_count(0)
    profile.get_by_role("button", name="Switch off").click()
    finished(page, before + 1)
    expect(profile).to_contain_text("Personalisation is off")
    profile.get_by_role("button", name="Switch on").click()
    finished(page, before + 2)
    expect(profile.locator(".tags li").first).to_be_visible()


def test_a_guests_cart_comes_along_when_signing_in(page: Page) -> None:
    card = say(page, SEARCH).locator(".card").first
    title = card.locator("h3").inner_text()
    card.get_by_role("button", name=f"Add {title} to cart").click()
    finished(page, 1)
    value = page.get_by_label("Shopping as").locator("option").nth(3).get_attribute("value")
    page.get_by_label("Shopping as").select_option(value)
    page.locator(".welcome").wait_for()
    expect(page.locator(".cart .lines li")).to_have_count(1)


def test_a_phone_shows_everything_without_sideways_scrolling(
    open_page: Callable[..., Page], shot: Shot
) -> None:
    page = open_page(width=390, height=844, has_touch=True, is_mobile=True)
    turn = say(page, SEARCH)
    shot(page, "phone")
    card = turn.locator(".card").first
    card.locator("button.primary").click()
    finished(page, 1)
    expect(page.locator("#side")).to_be_hidden()
    page.locator(".cart-toggle").click()
    expect(page.get_by_role("region", name="Your cart").locator(".lines li")).to_be_visible()
    shot(page, "phone-cart")
    page.keyboard.press("Escape")
    expect(page.locator("#side")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    box = page.get_by_label("Your message")
    expect(box).to_be_focused()
    page.keyboard.type(SEARCH)
    page.keyboard.press("Enter")
    turn = finished(page, 0)
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.dataset.do") == "cart_add":
            break
    focused = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert focused == "solid"
    page.keyboard.press("Enter")
    finished(page, 1)
    expect(page.locator(".cart .lines li")).to_have_count(1)
    assert page.evaluate("document.activeElement.dataset.do") == "cart_add"
    assert turn.locator(".card").count() > 0


def test_a_screen_reader_is_told_the_reply(page: Page) -> None:
    turn = say(page, SEARCH)
    status = page.get_by_role("status").filter(has_text="products shown")
    expect(status).to_contain_text(turn.locator(".text").inner_text().split(".")[0])
    expect(status).to_have_attribute("aria-live", "polite")


def test_a_chinese_request_is_answered_in_chinese(page: Page, shot: Shot) -> None:
    turn = say(page, "120美元以内的跑鞋")
    assert re.search(r"[\u4e00-\u9fff]", turn.locator(".text").inner_text())
    assert re.search(r"[\u4e00-\u9fff]", turn.locator(".card h3").first.inner_text())
    expect(turn.get_by_role("button", name=re.compile("购物车")).first).to_be_visible()
    expect(turn).to_have_attribute("lang", "zh")
    page.get_by_role("button", name="切换浅色和深色").click()
    expect(page.locator("body")).to_have_class(re.compile("dark"))
    shot(page, "chat-dark-zh")


def test_a_chinese_browser_is_welcomed_in_chinese(open_page: Callable[..., Page]) -> None:
    page = open_page(locale="zh-CN")
    expect(page.locator(".welcome")).to_contain_text(re.compile(r"[\u4e00-\u9fff]"))
    expect(page.get_by_label("您的消息")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_follow_the_system_and_are_readable(
    open_page: Callable[..., Page], scheme: str
) -> None:
    page = open_page(color_scheme=scheme)
    say(page, SEARCH)
    luminance = """(() => {
        const light = (color) => {
            const part = color.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
                .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
        };
        const pair = (front, back) => {
            const a = light(getComputedStyle(document.querySelector(front)).color);
            const b = light(getComputedStyle(document.querySelector(back)).backgroundColor);
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        };
        return [pair(".turn .text", "body"), pair(".card h3", ".card"), pair(".brand", ".card"),
                pair(".reason .label", ".card"), pair(".said p", ".said p"),
                pair(".card .primary", ".card .primary")];
    })()"""
    assert min(page.evaluate(luminance)) >= 4.5
    assert page.evaluate("document.body.classList.contains('dark')") is (scheme == "dark")


def test_markup_in_a_message_is_shown_as_text(page: Page) -> None:
    turn = say(page, NASTY)
    expect(turn.locator(".said p")).to_have_text(NASTY)
    expect(turn.locator(".said img")).to_have_count(0)
    assert page.evaluate("window.hacked") is None


def test_markup_in_a_product_is_shown_as_text(page: Page, nasty_product: str) -> None:
    turn = say(page, "zanzibar quokka lamp")
    card = turn.locator(f'.card[data-product="{nasty_product}"]')
    expect(card).to_contain_text("Quokka")
    say(page, "tell me more about the first one")
    assert page.locator(".turn script, .turn [onerror], .turn iframe").count() == 0
    assert page.evaluate("window.hacked") is None


def test_a_new_conversation_starts_clean(page: Page) -> None:
    say(page, SEARCH)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)


def test_reloading_the_page_goes_on_with_the_conversation(page: Page) -> None:
    shown = titles(say(page, SEARCH))
    page.reload()
    page.locator(".turn").wait_for()
    expect(page.locator(".said p")).to_have_text(SEARCH)
    expect(page.locator(".turn").first).to_contain_text(shown[0])
    turn = say(page, "add the first one to my cart")
    expect(page.locator(".cart .lines .title")).to_have_text(shown[0])
    assert turn.locator(".text").inner_text()


def test_a_very_long_message_is_answered(page: Page) -> None:
    turn = say(page, "desk lamp " * 10_000)
    expect(turn.locator(".text")).to_contain_text("long")
