"""A shoe size of another system than the shop's: "US 9" where the boxes say 42.

Tried only where nothing is in the size as said, and always told (:mod:`retrieval.values.shoe_sizes`
says how it is converted and what it is worth).
"""

from __future__ import annotations

import re

from assistant.agent.candidates import search
from assistant.agent.phrases import Phrases
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState
from assistant.agent.whom import for_child
from retrieval.constraints import Constraints
from retrieval.product import Product
from retrieval.values.genders import gender
from retrieval.values.shoe_sizes import SYSTEMS, ShoeSize, converted, shoe_size, system_of
from retrieval.values.text import fold

_SHOE = re.compile(r"\b(?:shoe|boot|trainer|sneaker|sandal|loafer|footwear|heel|slipper)s?\b|鞋|靴")


def in_the_shops_sizes(
    state: ConversationState, shop: Shop, constraints: Constraints
) -> tuple[Constraints, str] | None:
    """The constraints with the size as the shop counts it, and how to say so.

    Args:
        state: the turn, parsed.
        shop: to look into.
        constraints: under which nothing was found.

    Returns:
        None where the size is of no other system, or nothing is near it.
    """
    parsed = state["parsed"]
    intent, phrases = parsed.intent, Phrases(parsed.intent.language)
    words = " ".join([state["message"], parsed.told, *intent.features])
    sizes_read = ((one, _read(one, words)) for one in constraints.sizes)
    said = [(one, size) for one, size in sizes_read if size is not None]
    if len(said) != 1 or len(constraints.sizes) != 1 or for_child(intent.recipient, parsed.told):
        return None
    hits = search(shop, intent, constraints.without("sizes"), told=parsed.told)
    shoes = [hit.product for hit in hits if hit.type_match is not False and _is_shoe(hit.product)]
    sizes = [size for product in shoes for size in product.sizes]
    system = system_of(sizes)
    wanted = said[0][1]
    if system is None or system == wanted.system:
        return None
    sex = gender(intent.recipient) if intent.recipient else ""
    found = converted(wanted, sizes, system, women=sex == "female")
    if not found:
        return None
    who = phrases(f"sizing.{'women' if sex == 'female' else 'men'}")
    american = "us" in {system, wanted.system}
    notice = phrases(
        "sizing.converted_of" if american else "sizing.converted",
        said=f"{wanted.system.upper()} {wanted.figure:g}",
        system=system.upper(),
        sizes=phrases.join([_figure(one) for one in found], "or"),
        who=who,
    )
    return constraints.model_copy(update={"sizes": tuple(found)}), notice


def _read(size: str, words: str) -> ShoeSize | None:
    """A size with its system, which may stand beside it in the shopper's words: 美码8."""
    figure = re.escape(fold(size))
    beside = re.search(rf"({SYSTEMS})\s*(?:size\s*)?{figure}|{figure}\s*({SYSTEMS})", fold(words))
    named = f"{beside[1] or beside[2]} {size}" if beside else size
    return shoe_size(named)


def _figure(size: str) -> str:
    own = shoe_size(size)
    return f"{own.figure:g}" if own is not None else size


def _is_shoe(product: Product) -> bool:
    kind = product.attributes.get("type", "")
    return _SHOE.search(fold(f"{product.category} | {kind} | {product.title}")) is not None
