"""The cart steps: add, remove and show, at the price checkout would charge.

A coupon code said in any message of the conversation is tried at the cart; whether it holds is
for the promotion engine to say. Nothing is put in without a word of buying (``buying``): such a
turn is answered with what is pointed at, and a product that is not clear is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from langgraph.runtime import Runtime

from assistant.agent.about import details, place_chips, which
from assistant.agent.brief import last_said, short_answer, was_offered
from assistant.agent.buying import asks, buys, clears, quantity, sets, stated
from assistant.agent.details import answer
from assistant.agent.offering import offered
from assistant.agent.phrases import Phrases, money
from assistant.agent.present import chips_of
from assistant.agent.reference import Pointed, pointed, referred
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState, Draft
from assistant.agent.turn import Cart, Chip
from assistant.carts import MAX_QUANTITY, CartError
from assistant.events import EventType
from retrieval.product import Product


def cart_owner(user_id: str | None, conversation_id: str) -> str:
    """Whose cart it is: the shopper's, or the conversation's before sign-in."""
    return user_id or conversation_id


def cart_add(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Put shown or named products into the cart, where the message says so."""
    shop, intent = runtime.context, state["parsed"].intent
    phrases = Phrases(intent.language)
    message = state["message"]
    answering = _asked_which(state, phrases)
    total = sets(message)
    if total is not None and (update := _set(state, shop, phrases, total)) is not None:
        return update
    if not (buys(message) or answering or _offered(state)):
        return _told(state, runtime)
    before = state.get("intent") or {}
    wanted = quantity(message, intent.quantity)
    if answering and wanted == 1:
        # "Add two of the boots", "which?", "the second": the number was said before.
        wanted = quantity(state["messages"][-2]["content"], before.get("quantity"))
    if wanted < 1:
        return _drafted(state, shop, phrases, [phrases("cart.none_added")])
    meant = pointed(state, intent, shop)
    if short_answer(message) == "yes" and _offered(state) and (focus := state.get("focus")):
        meant = Pointed(shop.index.get([focus]))
    if not meant.products:
        if meant.candidates or meant.best is not None:
            return {"draft": offered(state, shop, phrases, meant, adding=True)}
        return {"draft": Draft(text=which(state, phrases), chips=place_chips(state, phrases))}
    return _added(state, shop, phrases, meant.products, wanted=wanted)


def _added(
    state: ConversationState,
    shop: Shop,
    phrases: Phrases,
    products: Sequence[Product],
    *,
    wanted: int,
) -> ConversationState:
    """Put so many of each product into the cart, and say what could not be put there."""
    said: list[str] = []
    added: list[str] = []
    short = False
    count = min(wanted, MAX_QUANTITY)
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
                lines = shop.carts.add(_owner(state), product.id, count)
            except CartError:
                said.append(phrases("cart.full", title=title))
                continue
            held.add(product.currency)
            short = short or lines[product.id] == MAX_QUANTITY or count != wanted
            added.append(f"{title} × {count}" if count > 1 else title)
            _record(state, shop, "add_to_cart", product, count)
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
    if clears(state["message"]):
        return _cleared(state, shop, phrases)
    total = sets(state["message"])
    if total is not None and (update := _set(state, shop, phrases, total)) is not None:
        return update
    listed = state.get("listed", [])
    if listed and not set(listed) <= set(held) and intent.refers_to:
        products = [item for item in referred(state, intent, shop) if item.id in held]
    else:
        meant = pointed(state, intent, shop, among=held)
        products = meant.products
        if not products and meant.candidates:
            return _which_to_remove(state, shop, phrases, held, meant.candidates)
    if not products:
        return _drafted(state, shop, phrases, [phrases("cart.not_in_cart")])
    pieces = stated(state["message"], intent.quantity)
    for product in products:
        shop.carts.remove(_owner(state), product.id, pieces)
        _record(state, shop, "remove_from_cart", product, pieces)
    titles = phrases.join([product.title_in(phrases.language) for product in products])
    return _drafted(state, shop, phrases, [phrases("cart.removed", items=titles)])


def cart_show(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Show the cart with what promotions take off it."""
    shop, phrases = runtime.context, Phrases(state["parsed"].intent.language)
    if clears(state["message"]):  # a small model reads "clear my cart" as "show my cart"
        return _cleared(state, shop, phrases)
    return _drafted(state, shop, phrases, [])


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


def _told(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """The answer to a turn that points at a product without a word of buying."""
    shop, parsed = runtime.context, state["parsed"]
    intent = parsed.intent.model_copy(update={"action": "details", "quantity": None})
    parsed = parsed.model_copy(update={"intent": intent})
    read: ConversationState = {**state, "parsed": parsed}
    phrases = Phrases(intent.language)
    products = pointed(read, intent, shop).products
    if len(products) != 1 or asks(state["message"]):
        return {**details(read, runtime), "parsed": parsed}
    product = products[0]
    text = answer(product, phrases("cart.tell"), phrases)
    space = "" if phrases.language == "zh" else " "
    add = Chip(label=phrases("cart.add_it"), message=phrases("cart.add_it_message"))
    draft = Draft(text=f"{text}{space}{phrases('cart.offer')}", chips=[add], focus=product.id)
    return {"draft": draft, "focus": product.id, "parsed": parsed}


def _which_to_remove(
    state: ConversationState,
    shop: Shop,
    phrases: Phrases,
    held: list[str],
    candidates: Sequence[Product],
) -> ConversationState:
    """The question which line to take out; places count within the cart from here on."""
    places = [held.index(one.id) + 1 for one in candidates]
    titles = [
        phrases("cart.numbered", number=place, title=one.title_in(phrases.language))
        for place, one in zip(places, candidates, strict=True)
    ]
    several = phrases("cart.several", titles=phrases.join(titles, "or"))
    update = _drafted(state, shop, phrases, [several, phrases("which.one")])
    chips = [
        Chip(
            label=phrases("chip.number", value=place),
            message=phrases("cart.remove_number_message", value=place),
        )
        for place in places
    ]
    update["draft"] = update["draft"].model_copy(update={"listed": held, "chips": chips})
    return update


def _asked_which(state: ConversationState, phrases: Phrases) -> bool:
    """Whether the turn before asked which product to add."""
    return last_said(state).endswith((phrases("cart.which"), phrases("cart.which_found")))


def _offered(state: ConversationState) -> bool:
    """Whether the turn before offered to add what it told of, and nothing else is pointed at."""
    return was_offered(state) and not state["parsed"].intent.refers_to


def _set(
    state: ConversationState, shop: Shop, phrases: Phrases, total: int
) -> ConversationState | None:
    """Give a line of the cart that many pieces; None where no line is meant."""
    held = shop.carts.get(_owner(state))
    focus = state.get("focus")
    lines = [focus] if focus in held else list(held) if len(held) == 1 else []
    products = shop.index.get([one for one in lines if one])
    if not products or total > MAX_QUANTITY:
        return None
    product = products[0]
    shop.carts.set_quantity(_owner(state), product.id, total)
    more = total - held[product.id]
    if more:
        event: EventType = "add_to_cart" if more > 0 else "remove_from_cart"
        _record(state, shop, event, product, abs(more))
    title = product.title_in(phrases.language)
    said = phrases("cart.set", title=title, count=total)
    return _drafted(state, shop, phrases, [said], focus=product.id)


def _cleared(state: ConversationState, shop: Shop, phrases: Phrases) -> ConversationState:
    """Empty the cart and say what was in it."""
    held = shop.carts.get(_owner(state))
    products = shop.index.get(list(held))
    shop.carts.clear(_owner(state))
    for product in products:
        _record(state, shop, "remove_from_cart", product, held[product.id])
    titles = [
        f"{title} × {held[one.id]}" if held[one.id] > 1 else title
        for one in products
        for title in [one.title_in(phrases.language)]
    ]
    said = [phrases("cart.removed", items=phrases.join(titles))] if titles else []
    return _drafted(state, shop, phrases, said)


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
