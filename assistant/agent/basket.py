"""The cart steps: add, remove and show, at the price checkout would charge.

A coupon code said in any message of the conversation is tried at the cart; whether it holds is
for the promotion engine to say.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from langgraph.runtime import Runtime

from assistant.agent.about import place_chips, which
from assistant.agent.phrases import Phrases, money
from assistant.agent.present import chips_of
from assistant.agent.reference import referred
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState, Draft
from assistant.agent.turn import Cart
from assistant.carts import MAX_QUANTITY, CartError
from assistant.events import EventType
from assistant.promotions.model import code_key
from retrieval.product import Product


def cart_owner(user_id: str | None, conversation_id: str) -> str:
    """Whose cart it is: the shopper's, or the conversation's before sign-in."""
    return user_id or conversation_id


def cart_add(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Put shown or named products into the cart."""
    shop, intent = runtime.context, state["parsed"].intent
    phrases = Phrases(intent.language)
    products = referred(state, intent, shop)
    if not products:
        return {"draft": Draft(text=which(state, phrases), chips=place_chips(state, phrases))}
    said: list[str] = []
    added: list[str] = []
    short = False
    quantity = min(intent.quantity or 1, MAX_QUANTITY)
    held = {item.currency for item in shop.index.get(list(shop.carts.get(_owner(state))))}
    for product in products:
        title = product.title_in(phrases.language)
        if product.availability == "out_of_stock":
            said.append(phrases("cart.out_of_stock", title=title))
        elif product.charged is None:
            said.append(phrases("cart.no_price", title=title))
        elif held and product.currency not in held:
            said.append(phrases("cart.other_currency", title=title))
        else:
            try:
                lines = shop.carts.add(_owner(state), product.id, quantity)
            except CartError:
                said.append(phrases("cart.full", title=title))
                continue
            held.add(product.currency)
            short = short or lines[product.id] == MAX_QUANTITY or quantity != (intent.quantity or 1)
            added.append(f"{title} × {quantity}" if quantity > 1 else title)
            _record(state, shop, "add_to_cart", product, quantity)
    if added:
        key = "cart.added_short" if short else "cart.added"
        said.insert(0, phrases(key, items=phrases.join(added), limit=MAX_QUANTITY))
    return _drafted(state, shop, phrases, said, focus=products[0].id)


def cart_remove(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Take products out of the cart; places count within the cart where it was shown last."""
    shop, intent = runtime.context, state["parsed"].intent
    phrases = Phrases(intent.language)
    held = list(shop.carts.get(_owner(state)))
    if not held:
        return {"draft": Draft(text=phrases("cart.empty"))}
    listed = state.get("listed", [])
    if listed and not set(listed) <= set(held) and intent.refers_to:
        products = [item for item in referred(state, intent, shop) if item.id in held]
    else:
        products = referred(state, intent, shop, among=held)
    if not products:
        return _drafted(state, shop, phrases, [phrases("cart.not_in_cart")])
    for product in products:
        shop.carts.remove(_owner(state), product.id, intent.quantity)
        _record(state, shop, "remove_from_cart", product, intent.quantity)
    titles = phrases.join([product.title_in(phrases.language) for product in products])
    return _drafted(state, shop, phrases, [phrases("cart.removed", items=titles)])


def cart_show(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Show the cart with what promotions take off it."""
    return _drafted(state, runtime.context, Phrases(state["parsed"].intent.language), [])


def codes_in(message: str, known: set[str]) -> list[str]:
    """The coupon codes of the shop that a message names, compared without case."""
    words = re.findall(r"[\w-]+", message)
    return [word for word in words if code_key(word) in known]


def priced_cart(
    shop: Shop, user_id: str | None, conversation_id: str, codes: list[str], language: str
) -> Cart:
    """The cart as checkout would charge it. Products gone from the catalogue are left out."""
    held = shop.carts.get(cart_owner(user_id, conversation_id))
    products: list[Product] = shop.index.get(list(held))
    now = datetime.now(UTC)
    profile = shop.profiles.get(user_id, session_id=conversation_id, now=now)
    lines = [(item, held[item.id]) for item in products if item.charged is not None]
    return shop.promotions.price_cart(lines, profile, codes=codes, now=now, language=language)


def _drafted(
    state: ConversationState,
    shop: Shop,
    phrases: Phrases,
    said: list[str],
    *,
    focus: str | None = None,
) -> ConversationState:
    codes = state.get("codes", [])
    cart = priced_cart(
        shop, state.get("user_id"), state["conversation_id"], codes, phrases.language
    )
    count = sum(line.quantity for line in cart.lines)
    saved = sum(amount for _, amount in cart.discounts)
    if not cart.lines:
        said.append(phrases("cart.empty"))
    else:
        key = "cart.shown_saved" if saved > 0 else "cart.shown"
        total, less = money(cart.total, cart.currency), money(saved, cart.currency)
        items = phrases("words.item" if count == 1 else "words.items")
        said.append(phrases(key, count=count, items=items, total=total, saved=less))
    draft = Draft(
        text=("" if phrases.language == "zh" else " ").join(said),
        cart=cart,
        chips=chips_of(["deals", "cart"] if said[1:] else ["deals"], phrases),
        focus=focus,
    )
    update: ConversationState = {"draft": draft}
    if state["parsed"].intent.action == "cart_show" and cart.lines:
        # `refers_to` counts within the list last shown, the cart included.
        draft = draft.model_copy(update={"listed": [line.product_id for line in cart.lines]})
        update = {"draft": draft}
    if focus is not None:
        update["focus"] = focus
    return update


def _owner(state: ConversationState) -> str:
    return cart_owner(state.get("user_id"), state["conversation_id"])


def _record(
    state: ConversationState, shop: Shop, event: EventType, product: Product, quantity: int | None
) -> None:
    shop.record(
        event,
        user_id=state.get("user_id"),
        conversation_id=state["conversation_id"],
        item_id=product.id,
        quantity=quantity,
        value=float(product.charged) if product.charged is not None else None,
    )
