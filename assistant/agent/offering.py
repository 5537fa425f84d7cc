"""Asking which product is meant, with what may be meant to choose from."""

from __future__ import annotations

from assistant.agent.find import ranked_in, ranking_context
from assistant.agent.phrases import Phrases
from assistant.agent.reference import Pointed
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState, Draft
from assistant.agent.superlative import told
from assistant.agent.turn import Chip
from retrieval.hit import Hit


def offered(
    state: ConversationState,
    shop: Shop,
    phrases: Phrases,
    meant: Pointed,
    *,
    adding: bool = False,
) -> Draft:
    """The question, or the answer to "which is the cheapest?".

    What is on show already is asked about by its number; the rest of the catalogue is shown first.

    Args:
        state: the conversation, the turn read.
        shop: to look products up.
        phrases: the language.
        meant: what the turn points at, with candidates or an end of a value.
        adding: whether the answer puts it into the cart.
    """
    listed = state.get("listed", [])
    text = told(meant.best, phrases) if meant.best is not None else ""
    space = "" if phrases.language == "zh" or not text else " "
    if meant.best is not None and not adding:
        text = space.join([text, *(told(one, phrases) for one in meant.others)])
        one = None if meant.others else meant.best.one
        return Draft(text=text, focus=one.id if one else None)
    candidates = meant.candidates
    if not candidates:
        return Draft(text=text)
    if all(one.id in listed for one in candidates):
        places = [listed.index(one.id) + 1 for one in candidates]
        chips = [_chip(place, phrases, adding=adding) for place in places]
        titles = phrases.join(
            [
                phrases("cart.numbered", number=place, title=one.title_in(phrases.language))
                for place, one in zip(places, candidates, strict=True)
            ],
            "or",
        )
        asked = phrases("cart.which" if adding else "which.one")
        among = (
            ""
            if meant.best is not None
            else phrases("cart.several", titles=titles) + ("" if phrases.language == "zh" else " ")
        )
        return Draft(text=f"{text}{space}{among}{asked}", chips=chips)
    hits = [Hit(product=one, relevance=1.0) for one in candidates]
    context = ranking_context(state, shop)
    ranked = ranked_in(state, shop, hits, context, limit=len(hits))
    places = list(range(1, len(ranked) + 1))
    asked = phrases("cart.which_found" if adding else "cart.found")
    if state["parsed"].intent.action == "compare":
        asked, places = phrases("cart.found_two"), []
    return Draft(
        text=asked,
        ranked=ranked,
        listed=[one.hit.product.id for one in ranked],
        chips=[_chip(place, phrases, adding=adding) for place in places[:4]],
    )


def _chip(place: int, phrases: Phrases, *, adding: bool) -> Chip:
    label = phrases("chip.number", value=place)
    return Chip(
        label=label,
        message=phrases("cart.add_number_message", value=place) if adding else label,
    )
