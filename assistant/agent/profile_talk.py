"""The step for what a shopper says of their own profile: kept, taken off, shown, switched, deleted.

What is done is said back in full, so that a sentence misread is seen at once. Deletion itself
happens after the turn (:meth:`assistant.service.Assistant.turn`), because the conversation it is
asked in goes too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from langgraph.runtime import Runtime

from assistant.agent.own_words import OwnWords
from assistant.agent.phrases import Phrases
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState, Draft
from assistant.agent.turn import Chip
from assistant.agent.wanted import is_worn
from assistant.profiles.model import Fact, Profile, Tag, TagKind
from assistant.profiles.statements import TooManyFactsError
from assistant.profiles.wording import trait_name

MOST_TOLD = 6


def profile_talk(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Carry out what was said of the profile, and say so."""
    shop, said = runtime.context, state.get("own_words")
    phrases = Phrases(state["parsed"].intent.language)
    user = state.get("user_id")
    if said is None or user is None:
        return {"draft": Draft(text=phrases("profile.guest"))}
    statements = shop.profiles.statements
    chips: list[Chip] = []
    match said.wish:
        case "never" | "always" | "size" | "unlike":
            text = _stated(shop, user, said, phrases)
        case "off" | "on":
            statements.personalise(user, on=said.wish == "on")
            text = phrases(f"profile.{said.wish}")
        case "forget":
            text = phrases("profile.sure")
            chips = [confirmation(phrases)]
        case "confirm":
            text = phrases("profile.deleted")
        case "show":
            text = _told(shop.profiles.known(user), phrases)
    return {"draft": Draft(text=text, chips=chips)}


def confirmation(phrases: Phrases) -> Chip:
    """The chip that deletes everything."""
    return Chip(label=phrases("profile.yes"), message=phrases("profile.confirm"))


def _stated(shop: Shop, user: str, said: OwnWords, phrases: Phrases) -> str:
    wanted = {"never": False, "always": True, "size": True, "unlike": None}[said.wish]
    now = datetime.now(UTC)
    tags = [(kind, as_written(value) if kind == "size" else value) for kind, value in said.tags]
    try:
        for kind, value in tags:
            fact = Fact(kind=kind, value=value, wanted=wanted, ts=now)
            shop.profiles.state(user, fact)
    except TooManyFactsError:
        return phrases("profile.full")
    sizes = [value for kind, value in tags if kind == "size"]
    if len(sizes) < len(tags) or said.wish == "never":
        return phrases(f"profile.{said.wish}", what=_joined(tags, phrases))
    return phrases(
        "profile.unlike_size" if wanted is None else "profile.size", what=phrases.join(sizes)
    )


def _told(profile: Profile, phrases: Phrases) -> str:
    """The strongest tags, what was stated first; and how to change it."""
    found = sorted(filter(_of_the_shopper, profile.tags), key=lambda tag: not tag.stated)
    tags = [(tag.kind, tag.value) for tag in found if tag.kind != "price"][:MOST_TOLD]
    against = filter(_of_the_shopper, profile.dislikes)
    never = [(tag.kind, tag.value) for tag in against][:MOST_TOLD]
    if not tags and not never:
        return phrases("profile.nothing")
    parts = []
    sizes = [as_written(value) for kind, value in tags if kind == "size" and is_worn(value)]
    liked = [tag for tag in tags if tag[0] != "size" or not is_worn(tag[1])]
    if sizes:
        key = "profile.sizes" if len(sizes) > 1 else "profile.one_size"
        parts.append(phrases(key, what=phrases.join(sizes)))
    if liked:
        parts.append(phrases("profile.known", what=_joined(liked, phrases)))
    if never:
        parts.append(phrases("profile.avoided", what=_joined(never, phrases)))
    if profile.orders:
        key = "profile.orders" if profile.orders > 1 else "profile.orders_one"
        parts.append(phrases(key, count=profile.orders))
    parts.append(phrases("profile.change" if profile.personalised else "profile.is_off"))
    return ("" if phrases.language == "zh" else " ").join(parts)


def _of_the_shopper(tag: Tag) -> bool:
    """Whether a tag says something of the shopper: 250 g is the size of a thing."""
    return tag.stated or tag.kind != "size" or is_worn(tag.value)


def as_written(size: str) -> str:
    """A size as labels have it: letters are capitals.

    Examples:
        >>> as_written("xl"), as_written("2xl"), as_written("42"), as_written("one size")
        ('XL', '2XL', '42', 'one size')
    """
    return size.upper() if re.fullmatch(r"\d*x*[sml]", size, re.IGNORECASE) else size


def _joined(tags: Sequence[tuple[TagKind, str]], phrases: Phrases) -> str:
    return phrases.join([_worded(kind, value, phrases) for kind, value in tags])


def _worded(kind: TagKind, value: str, phrases: Phrases) -> str:
    if kind == "size" and not is_worn(value):
        return value  # "250 g" of tea
    if kind == "size":
        return phrases("profile.a_size", value=as_written(value))
    return trait_name(kind, value, phrases.language)
