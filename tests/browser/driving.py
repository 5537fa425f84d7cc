"""What a shopper does on the page, in the words of the tests."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page

Shot = Callable[[Page, str], None]


def settle(page: Page) -> None:
    """Wait until the pictures in view have loaded."""
    page.wait_for_function(
        "[...document.querySelectorAll('.picture img')].every(image => image.complete ||"
        " image.getBoundingClientRect().top > innerHeight)"
    )
    time.sleep(0.3)


def say(page: Page, message: str) -> Locator:
    """Send a message as a shopper does; the finished turn."""
    before = page.locator(".turn").count()
    page.get_by_label("Your message").or_(page.get_by_label("您的消息")).fill(message)
    page.keyboard.press("Enter")
    return finished(page, before)


def finished(page: Page, before: int) -> Locator:
    """The turn after the first ``before`` ones, once its reply is complete."""
    turn = page.locator(".turn").nth(before)
    turn.locator(".done").wait_for(state="attached")
    return turn
