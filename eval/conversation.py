"""From a logged conversation to what is searched for: by our parser, and by simpler means.

Our way is the product's own: the parser reads the messages, the intent gives the search phrase and
the constraints, as the agent's ``retrieve`` step does. One thing differs, because a log is scored
by ranking the whole catalogue: an item that does not satisfy a constraint is put below those that
do instead of being left out, and a constraint on a field that the catalogue does not have at all
(a price, where nothing is priced) says nothing about any item, so it is lifted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.agent.wanted import constraints_of
from assistant.intent import Intent, Message
from eval.data.sessions import LoggedTurn
from retrieval.constraints import Constraints
from retrieval.hit import Hit
from retrieval.index import ProductIndex
from retrieval.product import Product
from retrieval.settings import Mode


@dataclass(frozen=True)
class Request:
    """One search: what a system made of a conversation."""

    query: str
    language: str
    constraints: Constraints = field(default_factory=Constraints)
    product_type: str | None = None
    context: str = ""
    """What the shopper said of this need, in their own words."""


def messages(history: Sequence[LoggedTurn], titles: Mapping[str, str]) -> list[Message]:
    """The conversation up to the shopper's last message, as the intent API takes it.

    Turns of the assistant carry the titles of what they showed; ids without a title are left out.
    """
    last = max((place for place, turn in enumerate(history) if turn.role == "user"), default=-1)
    return [
        Message(
            role=turn.role,
            content=turn.text,
            shown=[titles[item] for item in turn.shown if item in titles],
        )
        for turn in history[: last + 1]
    ]


def request_of(
    intent: Intent, unanswerable: Iterable[str], shown: Iterable[str] = (), *, told: str = ""
) -> Request:
    """The search that the agent would make of an intent, ``unanswerable`` constraints lifted.

    Args:
        intent: What the shopper wants.
        unanswerable: Constraints on fields that no product has.
        shown: Ids of what was shown before; "more" and "another one" ask for none of them.
        told: The shopper's own words for this need.
    """
    seen = tuple(dict.fromkeys(shown)) if intent.action == "more" else ()
    return Request(
        query=intent.query,
        language=intent.language,
        constraints=constraints_of(intent, exclude_ids=seen).without(*unanswerable),
        product_type=intent.product_type,
        context=told,
    )


def unanswerable_constraints(products: Iterable[Product]) -> tuple[str, ...]:
    """The constraints on fields that no product of the catalogue has."""
    priced = rated = discounted = sized = branded = False
    for product in products:
        priced = priced or product.charged is not None
        rated = rated or product.rating is not None
        discounted = discounted or product.discounted
        sized = sized or bool(product.sizes)
        branded = branded or bool(product.brand)
    has = {
        "price_min": priced,
        "price_max": priced,
        "min_rating": rated,
        "on_sale": discounted,
        "sizes": sized,
        "brands": branded,
    }
    return tuple(name for name, there in has.items() if not there)


def rank_all(index: ProductIndex, request: Request, mode: Mode, k: int) -> list[str]:
    """The ids of the ``k`` best items, in the order in which a shopper would come to see them.

    Of the kind asked for and within the constraints; of that kind, but past one of them; the rest
    within the constraints; the rest. An empty query ranks nothing by its words, so it brings up
    what is popular, as in the shop.
    """
    fitting = _hits(index, request, request.constraints, mode, k)
    if not request.constraints.names:
        return [hit.product.id for hit in fitting][:k]
    others = _hits(index, request, Constraints(), mode, k)
    parts = [_of_kind(fitting), _of_kind(others), fitting, others]
    return list(dict.fromkeys(hit.product.id for part in parts for hit in part))[:k]


def _of_kind(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.type_match is not False]


def _hits(
    index: ProductIndex, request: Request, constraints: Constraints, mode: Mode, k: int
) -> list[Hit]:
    if not request.query.strip():
        return index.browse(constraints, limit=k)
    return index.search(
        request.query,
        constraints,
        limit=k,
        language=request.language,
        product_type=request.product_type,
        mode=mode,
        context=request.context,
    )
