"""The parse step: the shopper's words and what was said before, to the intent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from langgraph.runtime import Runtime

from assistant.agent.basket import cart_owner
from assistant.agent.brief import (
    asked_last,
    asks_of_a_product,
    brief_action,
    places_picked_from,
)
from assistant.agent.candidates import type_exists
from assistant.agent.codes import codes_named, codes_taken_back, only_a_code, without_codes
from assistant.agent.going_back import as_before
from assistant.agent.own_words import OwnWords, own_words, taken_back
from assistant.agent.several import kinds_wanted
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState
from assistant.agent.timing import timed
from assistant.agent.wanted import allergies_in
from assistant.intent import Action, Intent, ParsedIntent
from assistant.promotions.model import code_key
from assistant.rules.language import language_of
from assistant.state import State
from retrieval.values.text import fold

_WORDS = 3
_STOPS = " .!?。！？~～"
ASIDE = {"action", "refers_to", "quantity", "language", "ask", "query"}
"""Fields of an intent that say nothing of the need by themselves."""


@timed("parse")
def understand(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Parse the message in its conversation; note coupon codes and slots now filled."""
    shop, text = runtime.context, state["message"]
    before = state.get("need")
    facets = shop.index.facets()
    said = own_words(text, facets.brands, facets.categories) or taken_back(
        text, _said_before(state), facets.brands, facets.categories
    )
    if said is not None:
        return _about_themselves(text, said, State.load(before) if before else State())
    known = {code_key(one.code) for one in shop.promotions.store.all() if one.code}
    codes = list(dict.fromkeys([*state.get("codes", []), *codes_named(text, known)]))
    if back := codes_taken_back(text, codes):
        need = State.load(before) if before else State()
        codes = [code for code in codes if code not in back]
        return {"parsed": _aside(text, "cart_show", need), "codes": codes}
    if only_a_code(text, known):
        need = State.load(before) if before else State()
        rest = without_codes(text, known)  # a code is a word of no language
        return {"parsed": _aside(rest, "promotions", need), "codes": codes}
    if (again := as_before(state)) is not None:
        return {"parsed": again[0], "need": again[1], "codes": codes, "going_back": True}
    held = shop.carts.get(cart_owner(state.get("user_id"), state["conversation_id"]))
    brief = brief_action(text, state, len(held), talked_of=state.get("focus") in held)
    if brief is not None:
        need = State.load(before) if before else State()
        places = places_picked_from(text, len(state.get("listed", [])))
        return {"parsed": _aside(text, brief, need, places=places), "codes": codes}
    parser = shop.parser
    if shop.trial is not None:
        session = state["conversation_id"]
        unit = state.get("user_id") or session
        parser = shop.trial.parser(shop.parser, unit, session_id=session)
    parsed, need = parser.parse_next(
        text,
        state=State.load(before) if before else State(),
        shown=_shown(state),
        asked=asked_last(state),
    )
    if parsed.intent.action in {"compare", "cart_add"} and not state.get("listed"):
        # "Compare a kettle and a french press" before anything was shown: both are shown first.
        shown_first: dict[str, object] = {"action": "search", "refers_to": [], "quantity": None}
        wanted = parsed.intent.model_copy(update=shown_first)
        if len(kinds_wanted(text, wanted, shop.parser.vocabulary)) > 1:
            parsed = parsed.model_copy(update={"intent": wanted})
            need = replace(need, need=wanted, started=True)
    if parsed.intent.action in {"search", "refine"} and (
        without := _allergies(text, parsed.intent)
    ):
        parsed = parsed.model_copy(update={"intent": parsed.intent.model_copy(update=without)})
        need = replace(need, need=need.need.model_copy(update=without))
    if _passed_over(text, parsed.intent, state, shop):
        kind = fold(text).strip(_STOPS)
        anew = Intent(product_type=kind, query=kind, language=parsed.intent.language)
        parsed = parsed.model_copy(update={"intent": anew, "told": text})
        need = State(need=anew, said=kind, started=True, language=anew.language, told=text)
    if asks_of_a_product(text, parsed.intent, state):
        update = {"intent": parsed.intent.model_copy(update={"action": "details"})}
        parsed = parsed.model_copy(update=update)
    return {
        "parsed": parsed,
        "need": need.dump(),
        "codes": codes,
        "asked": [slot for slot in state.get("asked", []) if not _filled(slot, parsed.intent)],
    }


def _allergies(text: str, intent: Intent) -> dict[str, object]:
    """What to change of an intent so that it leaves out what somebody is said not to bear."""
    found = [one for one in allergies_in(text) if one not in intent.exclude]
    if not found:
        return {}
    kept = [one for one in intent.features if one not in found and not allergies_in(one)]
    return {"exclude": [*intent.exclude, *found], "features": kept}


def _passed_over(text: str, intent: Intent, state: ConversationState, shop: Shop) -> bool:
    """Whether things of the shop named alone ("drinks") were read as nothing new of the need."""
    before, said = state.get("intent"), fold(text).strip(_STOPS)
    if intent.action != "refine" or not before or said in fold(intent.query):
        return False
    now = intent.model_dump(mode="json", exclude=ASIDE)
    if len(said.split()) > _WORDS or now != {one: before.get(one) for one in now}:
        return False
    return type_exists(shop, Intent(product_type=said, query=said, language=intent.language))


def _about_themselves(text: str, said: OwnWords, state: State) -> ConversationState:
    """A message about the shopper: the need stays as it is, and no model is asked."""
    return {"own_words": said, "parsed": _aside(text, "smalltalk", state)}


def _aside(text: str, action: Action, state: State, *, places: Sequence[int] = ()) -> ParsedIntent:
    """A message that code knows for an aside; the need stays as it is."""
    language = language_of(text, before=state.language)
    update: dict[str, object] = {
        "action": action,
        "language": language,
        "refers_to": list(places),
        "quantity": None,
    }
    intent = state.need.model_copy(update=update)
    return ParsedIntent(intent=intent, source="rules", ms=0.0, exact=True)


def _said_before(state: ConversationState) -> str:
    """The shopper's message before this one."""
    said = (one["content"] for one in reversed(state.get("messages", [])) if one["role"] == "user")
    return str(next(said, ""))


def _shown(state: ConversationState) -> list[str]:
    """Titles of the list shown last."""
    shown = (message.get("shown") for message in reversed(state.get("messages", [])))
    return next((titles for titles in shown if titles), [])


_FIELDS = {
    "price": ("price_min", "price_max"),
    "size": ("sizes",),
    "color": ("colors",),
    "brand": ("brands",),
}


def _filled(slot: str, intent: Intent) -> bool:
    return any(getattr(intent, name) for name in _FIELDS.get(slot, (slot,)))
