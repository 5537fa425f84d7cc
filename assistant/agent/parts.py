"""A message that asks for two things: "add the second one and show me socks too".

Whoever reads messages reads one wish. Where a message falls apart cleanly, at a joining word
before a verb of asking, and its parts do not get in each other's way (something for the cart and
something to find), each is a turn of its own and the answers are put together. Two searches, one of
them said to be beside the other ("顺便看看袋子"), are done one after the other: the first now, the
second by a tap. Given up: parts that no such word separates.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from assistant.agent.buying import buys, clears
from assistant.agent.phrases import Phrases
from assistant.agent.turn import Chip, Turn
from assistant.rules.actions import cue
from assistant.rules.line import Line
from assistant.rules.product_type import take_asked_type
from assistant.rules.vocabulary import Vocabulary
from retrieval.values.text import fold

MOST = 3
_LONGEST = 300
"""Characters of a message that is looked at: who writes more tells a story."""
_LABEL = 40
_ASKING = frozenset({"compare", "details", "promotions"})
_CART = frozenset({"cart_add", "cart_remove", "cart_show"})


def parts_of(message: str, vocabulary: Vocabulary, *, shown: bool) -> list[str]:
    """The wishes of a message in their order; the whole message where it is one.

    Args:
        message: as said.
        vocabulary: the kinds of thing that the shop knows.
        shown: whether a list has been shown, which a cart's wish can point into.

    Examples:
        >>> parts_of("add the second one and show me socks too", Vocabulary(), shown=True)
        ['add the second one', 'show me socks too']
        >>> parts_of("红色的，顺便看看有没有袜子", Vocabulary(), shown=True)
        ['红色的', '看看有没有袜子']
        >>> parts_of("I need a dress and show me the cheapest", Vocabulary(), shown=True)
        ['I need a dress and show me the cheapest']
    """
    whole = [message]
    if not 0 < len(message) <= _LONGEST:
        return whole
    cuts = list(_pattern("joins").finditer(message))
    if not 0 < len(cuts) < MOST:
        return whole
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(message)]
    found = [message[a:b].strip(" ,;，；。") for a, b in zip(starts, ends, strict=True)]
    if not all(found):
        return whole
    places = [_pattern("places").match(one) is not None for one in found]
    if any(places):
        # "Add two of the first and one of the third": the verb holds for both.
        if places[0] or not buys(found[0]) or not about_cart(found[0], shown=shown):
            return whole
        return [f"add {one}" if at else one for one, at in zip(found, places, strict=True)]
    apart = all(
        _parted(one, other, cut[0], vocabulary, shown=shown)
        for one, other, cut in zip(found, found[1:], cuts, strict=False)
    )
    return found if apart else whole


def _parted(one: str, other: str, join: str, vocabulary: Vocabulary, *, shown: bool) -> bool:
    """Whether two neighbouring parts are wishes of their own."""
    before, after = about_cart(one, shown=shown), about_cart(other, shown=shown)
    if before or after:
        finds = other if before else one
        asks = cue(_said(finds), shown=shown) in _ASKING
        return (before and after) or asks or _pattern("finds").search(_said(finds)) is not None
    # Two searches: the second is of a kind of its own, and said to be beside the first.
    beside = _pattern("beside").search(_said(f"{join} {other}")) is not None
    kinds = [_kinds(text, vocabulary) for text in (one, other)]
    about = shown or bool(kinds[0])
    if about and _pattern("aside_zh").search(_said(join)):
        line = Line(other)
        return bool(kinds[1] or take_asked_type(line)[0]) and not kinds[0] & kinds[1]
    return beside and about and bool(kinds[1]) and not kinds[0] & kinds[1]


def about_cart(text: str, *, shown: bool = True) -> bool:
    """Whether a part is about the cart, beyond doubt.

    Args:
        text: the part.
        shown: whether a list has been shown.

    Examples:
        >>> about_cart("add the second one"), about_cart("show me socks"), about_cart("第二个加购")
        (True, False, True)
    """
    said = _said(text)
    if buys(text) and _pattern("cart").search(said):
        return True
    action = cue(said, shown=shown)
    return action in _CART and (action != "cart_add" or buys(text) or clears(text))


def _kinds(text: str, vocabulary: Vocabulary) -> set[str]:
    return {match[0] for match in vocabulary.type_pattern.finditer(_said(text))}


def goes_on(turn: Turn) -> bool:
    """Whether the next part may follow: nothing was asked back, and the cart did what was said."""
    # An empty cart asks nothing back, and offers nothing to tap.
    unclear = turn.cart is None and (
        turn.intent.action == "cart_add"
        or (turn.intent.action == "cart_remove" and bool(turn.chips))
    )
    return not unclear and turn.asked is None


def together(turns: Sequence[Turn], left: Sequence[str]) -> Turn:
    """The answers to the parts of one message as one, and what of it is still open.

    Args:
        turns: the answers, in order; at least one.
        left: the parts not done.
    """
    last = turns[-1]
    phrases = Phrases(last.language)
    space = "" if phrases.language == "zh" else " "
    update: dict[str, object] = {"text": space.join(turn.text for turn in turns)}
    for name in ("cards", "comparison", "cart", "offers"):
        values = [value for turn in turns if (value := getattr(turn, name))]
        if values:
            update[name] = values[-1]
    update["degraded"] = any(turn.degraded for turn in turns)
    total: dict[str, float] = {}
    for turn in turns:
        for step, ms in turn.timings_ms.items():
            total[step] = round(total.get(step, 0.0) + ms, 3)
    update["timings_ms"] = total
    if left:
        quoted = [phrases("words.quoted", what=one) for one in left]
        update["text"] = (
            f"{update['text']}{space}{phrases('parts.left', what=phrases.join(quoted))}"
        )
        chips = [Chip(label=_label(one), message=one) for one in left]
        update["chips"] = [*chips, *last.chips]
    return last.model_copy(update=update)


def lists(turn: Turn) -> bool:
    """Whether a turn shows something in the place where a list is shown."""
    return bool(turn.cards or turn.comparison)


def _label(text: str) -> str:
    return text if len(text) <= _LABEL else f"{text[:_LABEL].rstrip()}…"


def _said(text: str) -> str:
    return fold(text).replace("’", "'")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    text = (resources.files(__package__) / "parts.toml").read_text("utf-8")
    found = tomllib.loads(text)[name]
    return re.compile("|".join(f"(?:{one})" for one in found), re.IGNORECASE)
