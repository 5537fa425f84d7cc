"""Which product a turn is about.

In order: an end of the list asked for ("the cheapest"), by the cards' own values; the places the
message says, counted within the list last shown; the one product talked about where only "it" is
said; a product named outright (:mod:`assistant.agent.named`); the place the reader made of a
description, where no other product shown is described as well; the one product talked about; the
only one in the list. Otherwise nothing but what may be meant, and the shopper is asked: a product
is never picked because a search ranked it first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.agent.named import MOST_OFFERED, another_kind, named, said_of
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState
from assistant.agent.superlative import Best, best_of, superlative, superlatives
from assistant.agent.wanted import constraints_of
from assistant.intent import Intent
from assistant.references import said_places, says_it
from retrieval.product import Product
from retrieval.values.text import fold

_IT = re.compile(r"\b(?:it|this|that)\b|它|这[个款件双]")
_ONE = re.compile(r"\b(?:that|this|the) one\b", re.IGNORECASE)
_BOTH = re.compile(r"\bboth\b(?! (?:of )?(?:the )?(?:first|last|top))|两[个件双条款]都")
_CART = frozenset({"cart_add", "cart_remove"})
_TOLD_OF = frozenset({"details", "compare", "similar"})
"""Actions for which any variant of a product will do."""


@dataclass(frozen=True)
class Pointed:
    """What a turn points at."""

    products: list[Product] = field(default_factory=list)
    candidates: list[Product] = field(default_factory=list)
    """Where ``products`` is empty: what may be meant."""
    best: Best | None = None
    """The outcome where an end of a value was asked for."""
    others: tuple[Best, ...] = ()
    """And of the further ends, where several were."""


def referred(
    state: ConversationState, intent: Intent, shop: Shop, *, among: Sequence[str] | None = None
) -> list[Product]:
    """The products the turn refers to, in the order named; empty if that cannot be told.

    Args:
        state: the conversation so far.
        intent: what the turn says.
        shop: to look products up.
        among: the list that is counted and matched within; by default the one last shown.
    """
    return pointed(state, intent, shop, among=among).products


def pointed(
    state: ConversationState, intent: Intent, shop: Shop, *, among: Sequence[str] | None = None
) -> Pointed:
    """The same with what may be meant; arguments as for :func:`referred`."""
    listed = list(state.get("listed", []) if among is None else among)
    view = _View(state, intent, shop, listed, shop.index.get(listed), among is None)
    steps = (_by_ends, _by_value, _by_both, _by_place, _by_it, _by_name, _by_description, _by_kind)
    found = (step(view) for step in steps)
    return next((one for one in found if one is not None), _left(view))


@dataclass(frozen=True)
class _View:
    """A turn, and the list it may point into."""

    state: ConversationState
    intent: Intent
    shop: Shop
    listed: list[str]
    shown: list[Product]
    open: bool
    """Whether the catalogue counts beside the list."""

    @property
    def message(self) -> str:
        return self.state["message"]

    @property
    def focus(self) -> str | None:
        return self.state.get("focus")

    @cached_property
    def it(self) -> bool:
        titles = [product.title for product in self.shown]
        return self.focus is not None and says_it(self.message, titles)

    @cached_property
    def places(self) -> tuple[int, ...]:
        bare = self.intent.action in {"compare", "details"}
        said = said_places(self.message, self.intent.refers_to, len(self.listed), bare=bare)
        pair = compared(self.state)
        # 都要 after two were put side by side is both of those, not the whole list.
        every = len(said) == len(self.listed) > len(pair) > 1
        return tuple(pair) if every and self.intent.action in _CART else said

    def at(self, places: Sequence[int]) -> list[Product]:
        """The products at ``places``, all where no place is given."""
        by_id = {product.id: product for product in self.shown}
        ids = self.listed
        if places:
            ids = [self.listed[place - 1] for place in places if place <= len(self.listed)]
        return [by_id[one] for one in ids if one in by_id]

    def focused(self) -> Pointed:
        return Pointed(self.shop.index.get([self.focus] if self.focus else []))


def _by_ends(view: _View) -> Pointed | None:
    """Several ends of the list, to be compared: "the cheapest and the most expensive"."""
    wishes = superlatives(view.message) if view.intent.action == "compare" else []
    if len(wishes) < 2 or len(view.shown) < 2:
        return None
    ends = [best_of(wish, view.shown).one for wish in wishes]
    products = _once([one for one in ends if one is not None])
    return Pointed(products) if len(products) > 1 else None


def _by_value(view: _View) -> Pointed | None:
    """An end of the list, or of those compared just now: "add the cheaper one"."""
    wish = superlative(view.message) if view.intent.action != "compare" else None
    if wish is None or view.it or len(view.places) == 1:
        return None
    pool = view.at(view.places or compared(view.state))
    if len(pool) < 2:
        return None
    best = best_of(wish, pool)
    further = [one for one in superlatives(view.message) if one != wish]
    others = () if view.intent.action in _CART else tuple(best_of(one, pool) for one in further)
    return Pointed([best.one] if best.one else [], list(best.winners), best, others)


def _by_both(view: _View) -> Pointed | None:
    """Both of those put side by side; of a list of more than two, which two?"""
    pair = compared(view.state)
    if len(view.shown) < 3 or view.intent.action not in _CART:
        return None
    if not _BOTH.search(fold(view.message)):
        return None
    if said_places(_BOTH.sub(" ", fold(view.message)), view.intent.refers_to, len(view.listed)):
        return None  # "both the first and the third"
    return Pointed(view.at(pair)) if pair else Pointed(candidates=view.shown[:MOST_OFFERED])


def _by_place(view: _View) -> Pointed | None:
    return Pointed(view.at(view.places)) if view.places else None


def _by_it(view: _View) -> Pointed | None:
    within = view.open or view.focus in view.listed
    aside = view.intent.action == "compare" and not view.intent.refers_to
    return view.focused() if view.it and within and not aside else None


def _by_description(view: _View) -> Pointed | None:
    """What the words describe in the list, or the reader found; not one of several as good."""
    intent, focus = view.intent, view.focus
    described = said_of(view.message, view.shown, view.shop) if view.shown else []
    if intent.refers_to:
        chosen = view.at(intent.refers_to)
        if intent.action in _CART and len(chosen) > 1 and _ONE.search(view.message):
            return Pointed(candidates=chosen)  # "I'll take that one", of two just compared
        others = len(chosen) == 1 and len(described) > 1 and chosen[0] in described
        return _if_one(described) if others else Pointed(chosen)
    if intent.action not in _CART or not described:
        return None
    talked_of = intent.action == "cart_add" and focus in [one.id for one in described]
    return view.focused() if talked_of else _if_one(described)


def _left(view: _View) -> Pointed:
    """The one product talked about, or the only one in the list."""
    found = Pointed(view.shown if len(view.listed) == 1 else [])
    if view.focus and (view.open or view.focus in view.listed):
        found = view.focused()
    if view.intent.action not in _CART:
        return found
    # "Add the shirt" is not about the dress talked about.
    kept = [one for one in found.products if not another_kind(view.message, one, view.shop)]
    return Pointed(kept)


def compared(state: ConversationState) -> list[int]:
    """The places that the turn before put side by side."""
    before = state.get("intent") or {}
    refs = before.get("refers_to") or []
    return list(refs) if before.get("action") == "compare" and len(refs) > 1 else []


def _if_one(products: Sequence[Product]) -> Pointed:
    if len(products) == 1:
        return Pointed(list(products))
    return Pointed(candidates=list(products[:MOST_OFFERED]))


def _by_name(view: _View) -> Pointed | None:
    intent = view.intent
    found = named(
        view.message,
        view.shown,
        view.shop,
        intent.language,
        variants=intent.action in _TOLD_OF,
        catalogue=view.open,
    )
    if not found:
        return None
    products = [one.product for one in found if one.product is not None]
    if len(products) < len(found):
        maybe = [one for each in found if each.product is None for one in each.candidates]
        # To compare, what was clear stands in the list that is chosen from.
        both = [*products, *maybe] if intent.action == "compare" else maybe
        return Pointed(candidates=_once(both)[:MOST_OFFERED])
    if (
        intent.action == "compare"
        and len(products) == 1
        and view.focus
        and _IT.search(view.message)
    ):
        products = [*view.focused().products, *products]
    return Pointed(_once(products))


def _once(products: Sequence[Product]) -> list[Product]:
    return list({one.id: one for one in products}.values())


def _by_kind(view: _View) -> Pointed | None:
    """What a kind named for the first time may mean: nothing is taken, but to find its like."""
    intent, before = view.intent, view.state.get("intent") or {}
    old = not intent.query or intent.query == before.get("query")
    if old or intent.action == "compare" or not view.open:
        return None
    hits = view.shop.index.search(
        intent.query,
        constraints_of(intent),
        limit=MOST_OFFERED,
        language=intent.language,
        product_type=intent.product_type,
    )
    fitting = [hit.product for hit in hits if hit.type_match is not False]
    if not fitting:
        return None
    if intent.action == "similar":
        return Pointed(fitting[:1])
    return Pointed(candidates=fitting)
