"""Several things, or several people, in one wish: "a shirt and trousers under 100 together".

Kinds that stand side by side are looked for each by itself and shown in one list. A limit on what
they cost together is shared out so that whatever is shown leaves room for the cheapest of the
others. Gifts for several people are looked for one person at a time, with an equal share of what is
to be spent altogether; who comes next is one tap away. Both are said. Given up: a colour or a
material of one of the kinds holds for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.agent.notes import TOGETHER
from assistant.agent.phrases import Phrases, money
from assistant.agent.state import ConversationState
from assistant.agent.turn import Chip
from assistant.intent import Intent
from assistant.profiles.recipients import for_another
from assistant.rules.lexicon import head_singular, matcher, word_list
from assistant.rules.vocabulary import Vocabulary
from assistant.state import State
from retrieval.hit import Hit
from retrieval.values.text import fold, is_cjk

MOST = 3
_AND = (
    r"\s*(?:(?:,|and|or|&|\+|plus|as well as|also|then|maybe)\s*)+"
    r"(?:(?:a|an|some|the|two|three|four|\d{1,2}|pairs? of|set of|few|new|matching)\s+)*"
    r"(?:(?!(?:no|not|without|for|with|in|to|from|of)\b)[a-z-]+\s+){0,1}"
)
_AND_ZH = (
    r"\s*(?:、|,|和|跟|与|及|以及|还有|加上?|再加|或者?)+\s*"
    r"(?:[一两二三四\d][个件条双只把张套本瓶盒支款台])?(?:[^,。、和跟与不没]{1,3}的)?"
)
_PART_OF = re.compile(
    r"(?:\b(?:with|for|without|no|not|like|fits?|to go with|matching)\s"
    r"(?:(?:my|the|a|an)\s)?(?:\w+\s)?"
    r"|配|搭配?|适合|不要|不是|别)$"
)
"""Before kinds that are no wish of their own: "a phone with charger and case"."""
_ONE_SET = re.compile(r"\s*(?:sets?|combos?|bundles?|套装|组合|套件|二合一)")
_COUPLES = tuple(
    map(
        frozenset,
        [("mother", "father"), ("grandmother", "grandfather"), ("爸爸", "妈妈"), ("爷爷", "奶奶"),
         ("mum", "dad"), ("mom", "dad"), ("grandma", "grandpa"), ("外公", "外婆"), ("男", "女")],
    )
)  # fmt: skip
"""Who may well get one thing together."""


@dataclass(frozen=True)
class Group:
    """The products of one kind among several."""

    kind: str
    hits: list[Hit]


def kinds_wanted(message: str, intent: Intent, words: Vocabulary) -> list[str]:
    """The kinds that a wish names side by side; empty where it is one, or none.

    Args:
        message: as said.
        intent: what was read of it.
        words: the kinds known.

    Examples:
        >>> read = Intent(product_type="shirt and trousers")
        >>> kinds_wanted("a shirt and trousers under 100 together", read, Vocabulary())
        ['shirt', 'trousers']
        >>> kinds_wanted("in blue", read, Vocabulary())
        ['shirt', 'trousers']
        >>> kinds_wanted("衬衫和裤子一共300以内", Intent(product_type="衬衫"), Vocabulary())
        ['衬衫', '裤子']
        >>> phone = Intent(product_type="phone")
        >>> kinds_wanted("a phone with charger and case", phone, Vocabulary())
        []
    """
    if intent.action not in {"search", "refine", "more"} or not intent.product_type:
        return []
    named = _side_by_side(fold(message).replace("，", ","), words)
    head = fold(intent.product_type)
    if any(fold(one) in head or head in fold(one) for one in named):
        return named[:MOST]
    carried = _side_by_side(head, words)
    return carried[:MOST] if " ".join(carried) and not named else []


def _side_by_side(text: str, words: Vocabulary) -> list[str]:
    found = list(words.type_pattern.finditer(text))
    for at, first in enumerate(found):
        run = [first]
        for later in found[at + 1 :]:
            between = text[run[-1].end() : later.start()]
            if between in {"", " "}:
                run[-1] = later  # "coffee" of a coffee table
                continue
            if not _joins(between, later[0]):
                break
            run.append(later)
        if len(run) < 2 or _PART_OF.search(text[: first.start()]):
            continue
        if _ONE_SET.match(text[run[-1].end() :]):
            continue
        return list(dict.fromkeys(head_singular(one[0]) for one in run))
    return []


def _joins(between: str, kind: str) -> bool:
    return re.fullmatch(_AND_ZH if is_cjk(kind) else _AND, between) is not None


def shared_out(groups: Sequence[Group], total: float) -> list[Group]:
    """Of each group what leaves room for the cheapest of the others; empty where nothing does.

    Args:
        groups: by kind, each priced in the currency of ``total``.
        total: the most that one of each may cost together.
    """
    least = [min(map(_price, group.hits), default=0.0) for group in groups]
    room = [total - sum(least) + own for own in least]
    left = [
        Group(group.kind, [hit for hit in group.hits if _price(hit) <= most])
        for group, most in zip(groups, room, strict=True)
    ]
    return left if all(group.hits for group in left) else []


def _price(hit: Hit) -> float:
    charged = hit.product.charged
    return float("inf") if charged is None else float(charged)


def least_together(groups: Sequence[Group]) -> float:
    """What one of each costs at least."""
    return sum(min(map(_price, group.hits), default=0.0) for group in groups)


def means_together(message: str) -> bool:
    """Whether a limit is said of several things together."""
    return TOGETHER.search(message) is not None


def people_named(message: str) -> list[str]:
    """The people side by side whom gifts are for; empty where it is one, or a couple.

    Examples:
        >>> people_named("something for my mum and my nephew, 60 altogether")
        ['mum', 'nephew']
        >>> people_named("给妈妈和侄子买礼物"), people_named("a gift for mum and dad")
        (['妈妈', '侄子'], [])
    """
    text = fold(message).replace("’", "'")
    for pattern, name in _people():
        for run in pattern.finditer(text):
            names = list(dict.fromkeys(match[0] for match in name.finditer(run[0])))
            if len(names) > 1 and frozenset(names) not in _COUPLES and all(map(for_another, names)):
                return names[:MOST]
    return []


@cache
def _people() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    groups = {"men", "women", "kids", "children", "boys", "girls", "man", "woman", "adults"}
    english = matcher([one for one in word_list("recipients", "english") if one not in groups])
    chinese = matcher([one for one in word_list("recipients", "chinese") if len(one) > 1])
    whose = r"(?:(?:my|our|his|her|their|the|a|an|for)\s+)*"
    also = r"\s*(?:(?:,|and|&|plus|also|one for)\s*)+"
    en = rf"(?:for|to)\s+{whose}(?:{english.pattern})(?:{also}{whose}(?:{english.pattern}))+"
    one_zh = rf"(?:{chinese.pattern})(?!母)"
    zh = rf"{one_zh}(?:(?:、|,|和|跟|与|还有|以及)(?:我)?{one_zh})+"
    return ((re.compile(en), english), (re.compile(zh), chinese))


def with_need(state: ConversationState, update: Mapping[str, object]) -> ConversationState:
    """The turn with other values in its intent and in the need that is carried on."""
    parsed = state["parsed"]
    after = parsed.intent.model_copy(update=dict(update))
    changed: ConversationState = {"parsed": parsed.model_copy(update={"intent": after})}
    if state.get("need"):
        need = State.load(state["need"])
        carried = need.need.model_copy(update=dict(update))
        changed["need"] = {**need.dump(), "need": carried.model_dump(mode="json")}
    return changed


def one_of_the_people(
    state: ConversationState, currency: str
) -> tuple[ConversationState, str, list[Chip]]:
    """Gifts for several people as those for the first of them: the change, what to say, chips."""
    intent, message = state["parsed"].intent, state["message"]
    people = people_named(message) if intent.action in {"search", "refine"} else []
    if not people or not intent.recipient:
        return {}, "", []
    phrases, shown = Phrases(intent.language), intent.currency or currency
    query = intent.query.replace(intent.recipient, people[0]) or people[0]
    update: dict[str, object] = {"recipient": people[0], "query": query}
    cap, said = "", ""
    if intent.price_max is not None and means_together(message):
        share = round(intent.price_max / len(people), 2)
        update["price_max"] = share
        cap = money(share, shown)
        said = phrases("several.share", total=money(intent.price_max, shown), share=cap)
    elif intent.price_max is not None:
        cap = money(intent.price_max, shown)
        said = phrases("several.each", share=cap)
    rest = phrases.join([phrases("words.quoted", what=one) for one in people[1:]])
    said += phrases("several.person", who=phrases("words.quoted", what=people[0]), rest=rest)
    key = "several.next_up_to" if cap else "several.next"
    messages = [phrases(key, who=one, share=cap) for one in people[1:]]
    return with_need(state, update), said, [Chip(label=one, message=one) for one in messages]
