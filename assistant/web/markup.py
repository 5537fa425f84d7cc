"""Turns, cart, profile and header as HTML, through Jinja templates that escape every value.

Product text, messages and replies are strangers' text: they only ever reach a template as values,
and autoescaping is on for all of them. Nothing here is marked safe. Given up: rich text in replies.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.agent.phrases import money
from assistant.agent.turn import Card, Cart, Chip, Reason, Turn
from assistant.api.pictures import picture_url
from assistant.categories import leaf
from assistant.intent import Message
from assistant.profiles.model import Profile, Tag
from assistant.profiles.shoppers import Shopper
from assistant.profiles.wording import trait_name
from assistant.web.words import Words

MOST_TAGS = {
    "category": 4,
    "brand": 4,
    "color": 3,
    "material": 2,
    "style": 2,
    "price": 2,
    "size": 1,
}
MOST_SAID = 2000
"""Characters of a shopper's message drawn on the page."""

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)


def _share(reason: Reason, card: Card) -> float:
    """A factor's contribution as a part of the card's largest one, in [0, 1]."""
    largest = max((abs(one.contribution) for one in card.reasons), default=0.0)
    return round(abs(reason.contribution) / largest, 2) if largest else 0.0


def _shown(tag: Tag, words: Words) -> str:
    """A tag as the profile panel lists it: of a category path its last part."""
    return trait_name(tag.kind, tag.value, words.language)


def _spoken(tag: Tag, words: Words) -> str:
    """A tag as a sentence about it names it, so that the chat understands the sentence."""
    if tag.kind == "size":
        return words("profile.a_size", value=tag.value)
    if tag.kind == "category":
        return leaf(tag.value)  # in Chinese two shelves may be shown under one name
    return trait_name(tag.kind, tag.value, words.language)


_environment.globals.update(spoken=_spoken)
_environment.globals.update(money=money, picture=picture_url, share=_share, shown=_shown)


def _shortened(said: str) -> str:
    """A very long message as it is drawn: each word of the reply sends the turn anew."""
    if len(said) <= MOST_SAID:
        return said
    return f"{said[: MOST_SAID // 2]} … {said[-MOST_SAID // 2 :]}"


def turn_html(
    said: str,
    text: str,
    turn: Turn | None,
    *,
    words: Words,
    done: bool = False,
    degraded: bool = False,
) -> str:
    """One exchange: what was said, the reply's text so far, and its parts once it is complete.

    ``done`` marks a reply that ended without a turn: one that failed, or one of an earlier visit;
    ``degraded`` one whose message the rules read because the language model did not answer.
    """
    return _environment.get_template("turn.html").render(
        said=_shortened(said),
        text=text,
        turn=turn,
        words=words,
        done=done,
        degraded=degraded,
        shown=[],
        listing="、" if words.language == "zh" else ", ",
    )


def history_html(messages: Sequence[Message], words: Words) -> list[str]:
    """An earlier visit's turns: what was said, and the products shown by title."""
    turns: list[str] = []
    said = ""
    for message in messages:
        if message.role == "user":
            said = message.content
            continue
        turns.append(
            _environment.get_template("turn.html").render(
                said=_shortened(said),
                text=message.content,
                turn=None,
                words=words,
                done=True,
                degraded=False,
                shown=message.shown,
                listing="",
            )
        )
    return turns


def welcome_html(words: Words, starters: Sequence[Chip], *, name: str = "") -> str:
    """What stands in an empty conversation: a greeting and requests to start with."""
    return _environment.get_template("welcome.html").render(
        words=words, name=name, starters=starters
    )


def header_html(
    words: Words, shoppers: Sequence[Shopper], *, visit: str, user_id: str | None, count: int
) -> str:
    """Name, shopper sign-in, theme, and the cart's button with its count.

    ``visit`` is the conversation's id: by it the page sees that another one has begun.
    """
    return _environment.get_template("header.html").render(
        words=words, shoppers=shoppers, visit=visit, user_id=user_id, count=count
    )


def cart_html(words: Words, cart: Cart) -> str:
    """The cart with what promotions take off it."""
    return _environment.get_template("cart.html").render(words=words, cart=cart)


def strongest(profile: Profile) -> list[Tag]:
    """The strongest tags of each kind, kind by kind, so that no kind crowds out the others."""
    return [
        tag
        for kind, most in MOST_TAGS.items()
        for tag in [one for one in profile.tags if one.kind == kind][:most]
    ]


def profile_html(words: Words, profile: Profile, *, persona: str = "") -> str:
    """The profile's strongest tags, so that the shopper sees what moves the order."""
    return _environment.get_template("profile.html").render(
        words=words, profile=profile, persona=persona, tags=strongest(profile)
    )


def announcement_html(text: str) -> str:
    """A line for screen readers, spoken when it changes."""
    template = '<p class="unseen" role="status" aria-live="polite">{{ text }}</p>'
    return _environment.from_string(template).render(text=text)
