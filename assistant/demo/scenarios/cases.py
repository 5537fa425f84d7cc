"""The scenes: eight uses of a shop that knows its shopper, and two shoppers side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from assistant.demo.scenarios.stage import Stage

DRESS_WATCH = "wa-001-silver"
MAKEUP = ("be-001-red", "be-006-black")


@dataclass(frozen=True)
class Scene:
    """A scene: its name, what it shows, and how it is played."""

    name: str
    title: str
    play: Callable[[Stage], Any]


def interests(stage: Stage) -> Any:
    """A shopper of the demo store signs in: what is known, and which promotions are theirs."""
    user = "s-010"
    profile = stage.profile(user)
    offers = stage.promotions(user)
    turn = stage.says(user, "show me something nice")
    return profile, offers, turn


def watch(stage: Stage) -> Any:
    """Somebody looks at a watch: its brand's others, and what is made for it."""
    user = stage.shopper("ada")
    stage.does(user, "view_item", [DRESS_WATCH])
    return stage.related(DRESS_WATCH, "brand"), stage.related(DRESS_WATCH, "accessories")


def alike(stage: Stage) -> Any:
    """After a few looks at one brand, type and price, the same question gets another order."""
    plain = stage.says(stage.shopper("stranger"), "dress watch")
    user = stage.shopper("bela")
    stage.tell("Bela looks at three watches of one brand at some $130.")
    stage.does(user, "view_item", ["wa-003-black", "wa-003-silver", "wa-015-silver"])
    return plain, stage.says(user, "dress watch")


def trends(stage: Stage) -> Any:
    """What is hot, and what a burst of interest makes rise."""
    hot = stage.trending("hot", category="Shoes")
    before = stage.trending("rising", category="Watches")
    stage.tell("Twenty shoppers look at and ten buy the same watch within two days.")
    crowd = [stage.shopper(f"crowd{number}") for number in range(20)]
    lines = list(stage.lines)
    for number, user in enumerate(crowd):
        ago = timedelta(hours=2 + 2 * number)
        stage.does(user, "view_item", ["wa-011-sand"], ago=ago)
        if number % 2:
            stage.does(user, "purchase", ["wa-011-sand"], ago=ago)
    stage.lines = lines
    return hot, before, stage.trending("rising", category="Watches")


def shoes(stage: Stage) -> Any:
    """Several shoes looked at, and the coupon for shoes is said, once."""
    user = stage.shopper("cleo")
    before = stage.says(user, "running shoes")
    stage.does(user, "view_item", [card.product_id for card in before.cards[:4]])
    after = stage.says(user, "running shoes under $150")
    later = stage.says(user, "cheaper")
    return before, after, later


def cosmetics(stage: Stage) -> Any:
    """Make-up bought: the skin-care set that goes with it, at the price the till charges."""
    user = stage.shopper("dora")
    stage.does(user, "purchase", MAKEUP, ago=timedelta(days=2))
    turn = stage.says(user, "hello")
    offer = next((one for one in turn.offers if one.item_ids), None)
    for item in offer.item_ids if offer is not None else ():
        stage.assistant.carts.add(user, item)
    return turn, stage.says(user, "show my cart")


def picture(stage: Stage) -> Any:
    """A picture with words: not there in this version."""
    stage.tell(
        "This version reads no pictures: a photo with the words “like this, but in blue” cannot be"
        " asked with. The words alone can:"
    )
    return stage.says(stage.shopper("emil"), "a dress watch, but with a blue dial")


def spoken(stage: Stage) -> Any:
    """A spoken request: not there in this version."""
    stage.tell(
        "This version hears nothing: a recording has to be written down by the phone's own"
        " dictation first. Its text, without punctuation, is read like any other:"
    )
    return stage.says(
        stage.shopper("fay"), "um i need running shoes for my dad under eighty dollars"
    )


REQUESTS = (
    "running shoes",
    "a warm jacket",
    "headphones",
    "a watch",
    "a backpack",
    "coffee",
    "a lamp for my desk",
    "a book",
    "skin care",
    "any deals for me?",
)
PAIR = ("s-001", "s-010")


def side_by_side(stage: Stage) -> Any:
    """Two shoppers, the same ten requests."""
    found = []
    for request in REQUESTS:
        lines = list(stage.lines)
        turns = []
        for user in PAIR:
            stage.leaves(user)
            turns.append(stage.says(user, request))
        names = " | ".join(stage.named(user) for user in PAIR)
        stage.lines = [*lines, "", f"## {request}", "", f"| {names} |", "|---|---|"]
        columns = [
            [f"{card.title} – {card.reason}" for card in turn.cards[:3]]
            or [offer.title for offer in turn.offers[:5]]
            for turn in turns
        ]
        for place in range(max(len(column) for column in columns)):
            cells = [column[place] if place < len(column) else "" for column in columns]
            stage.lines.append(f"| {cells[0]} | {cells[1]} |")
        found.append(turns)
    return found


SCENES = (
    Scene("interests", "Interest tags after sign-in, with promotions", interests),
    Scene("watch", "Brand-mates and accessories after viewing a watch", watch),
    Scene("alike", "Same brand, type and price band", alike),
    Scene("trends", "Hot and promising products", trends),
    Scene("shoes", "Several shoes viewed, then the coupon", shoes),
    Scene("cosmetics", "Cosmetics bought, then the skin-care set with its discount", cosmetics),
    Scene("picture", "A picture with words", picture),
    Scene("spoken", "A spoken request", spoken),
    Scene("side-by-side", "Two shoppers, the same ten requests", side_by_side),
)
