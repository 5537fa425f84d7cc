"""Why a product stands on the list: the reasons of its card, said again.

A list is not kept with its reasons. The need is still that of the list, so its candidates are
fetched and ranked again in the same way, and the product's reasons are worded as its card words
them. What was found some other way (the cart, things like another one) has the reasons that hold
for it beside what the need would bring.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from langgraph.runtime import Runtime

from assistant.agent.details import space
from assistant.agent.find import ranking_context, retrieve
from assistant.agent.notes import leading
from assistant.agent.phrases import Phrases
from assistant.agent.shop import Shop
from assistant.agent.state import Candidates, ConversationState
from assistant.agent.wanted import limits_in_words, noun_of
from assistant.intent import Intent, Sort
from assistant.ranking import Ranked, RankingContext
from assistant.ranking.reasons import reasons
from retrieval.hit import Hit
from retrieval.product import Product
from retrieval.values.text import fold

MOST_EXPLAINED = 3

_WHY = re.compile(
    r"\bwhy\b|\bhow come\b|\bwhat(?:'s| is| was)? (?:the |your )?reasons?\b|\bwhat makes\b"
    r"|为什么|为啥|为何|凭什么|干嘛|(?:理由|原因)是"
)
_SHOWING = re.compile(
    r"\b(?:recommend|suggest|show(?!er)|shown|put|pick|choos|chose|list|rank|plac|select|propos"
    r"|first (?:place|position)|a good (?:choice|pick|fit)|number one|higher|best match)"
    r"|\b(?:on|at the) top\b|推荐|选|排|放在|列|给我看|首位|最前"
)
_POINTING = re.compile(
    r"\b(?:so|and|but|ok|okay|well|then|please|tell|me|do|did|does|is|are|was|were|you|the|this|that"
    r"|these|those|it|one|ones|them|first|second|third|fourth|fifth|sixth|last|top|number|no|here"
    r"|\d+(?:st|nd|rd|th)?|item|product|exactly)\b|why|how come|#|为什么|为啥|为何|是"
    r"|第[一二三四五六七八九十两\d]+|最后|这|那|一?[个款件双条台本]|它|呢|啊|\W"
)


@dataclass(frozen=True)
class Explained:
    """A product, its place in the list if it has one, and what its card says of it."""

    product: Product
    place: int | None
    reason: str
    off: bool
    """Whether it is not all that was asked for."""


def asks_why(message: str) -> bool:
    """Whether a message asks why something is on the list, and not why it is as it is.

    Examples:
        >>> asks_why("why the second?"), asks_why("为什么推荐第一个")
        (True, True)
        >>> asks_why("why is the second so expensive?"), asks_why("the second")
        (False, False)
    """
    said = fold(message)
    if not _WHY.search(said):
        return False
    return bool(_SHOWING.search(said)) or not _POINTING.sub("", said)


def why(
    products: Sequence[Product],
    state: ConversationState,
    runtime: Runtime[Shop],
    phrases: Phrases,
) -> str:
    """A sentence a product: its place in the list and the reasons of its card.

    Args:
        products: those asked about; the first three are explained.
        state: the conversation, with the list and the need it was made for.
        runtime: the shop.
        phrases: the language.
    """
    shop, intent = runtime.context, state["parsed"].intent
    listed = state.get("listed", [])
    asked = products[:MOST_EXPLAINED]
    candidates, ranked, context = _again(asked, state, runtime)
    fitting = {one.id for one in shop.index.fitting(asked, candidates.constraints)}
    need = _need(intent, limits_in_words(candidates.constraints, phrases, shop.currency), phrases)
    said = []
    for product in asked:
        item = ranked[product.id]
        off = product.id not in fitting or item.hit.type_match is False
        _, reason = reasons(item, context, phrases.language, another_kind=off)
        place = listed.index(product.id) + 1 if product.id in listed else None
        said.append(_said(Explained(product, place, reason, off=off), need, intent.sort, phrases))
    return space(phrases).join(said)


def _again(
    products: Sequence[Product], state: ConversationState, runtime: Runtime[Shop]
) -> tuple[Candidates, dict[str, Ranked], RankingContext]:
    """The candidates of the list's need with their ranking, the products asked about among them.

    Ranked by the shop's own ranking whatever experiment runs: an experiment logs what it ranks as
    shown, and this is not.
    """
    shop, parsed = runtime.context, state["parsed"]
    need = parsed.intent.model_copy(update={"action": "search", "refers_to": []})
    then: ConversationState = {**state, "parsed": parsed.model_copy(update={"intent": need})}
    candidates = retrieve(then, runtime).get("candidates", Candidates())
    found = {hit.product.id for hit in candidates.hits}
    missing = [one for one in products if one.id not in found]
    hits = [*candidates.hits, *(_unfound(one) for one in missing)]
    said = leading(need, {}, [hit.product for hit in candidates.hits])
    context = replace(ranking_context(then, shop), because=candidates.because, said=said)
    ranked = shop.ranker.rank(hits, context, limit=len(hits))
    return candidates, {item.hit.product.id: item for item in ranked}, context


def _unfound(product: Product) -> Hit:
    return Hit(product=product, relevance=0.0)


def _need(intent: Intent, limits: str, phrases: Phrases) -> str:
    """What was asked for, as it is said; empty where nothing was."""
    if not intent.query.strip() and not limits:
        return ""
    return phrases("why.need", what=noun_of(intent, phrases), limits=limits)


def _said(why: Explained, need: str, sort: Sort, phrases: Phrases) -> str:
    title = why.product.title_in(phrases.language)
    parts = [
        phrases("why.place", title=title, place=why.place)
        if why.place is not None
        else phrases("why.unplaced", title=title)
    ]
    if why.off and need:
        parts.append(phrases("why.near", need=need))
    if why.reason:
        parts.append(phrases("why.reason", reason=why.reason))
    elif not why.off:
        parts.append(phrases("why.fits", need=need) if need else phrases("why.nothing"))
    if sort != "relevance":
        parts.append(phrases(f"why.sorted_{sort}"))
    return space(phrases).join(parts)
