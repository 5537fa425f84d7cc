"""The stage a scene plays on: it does what shoppers do, and writes down what the shop answered.

Shoppers of a scene are made for it and forgotten after it, so a scene may be played again, on a
store that is in use.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

from assistant.agent.nudge import personal_offers
from assistant.agent.phrases import Phrases, money
from assistant.agent.turn import Card, Cart, Offer, Turn
from assistant.events import EventType
from assistant.popularity import Popularity
from assistant.profiles import Profile
from assistant.related import RelatedProducts
from assistant.service import Assistant
from assistant.trends import Trend, Trending, Trends
from retrieval.constraints import Constraints
from retrieval.graph.edge import Edge, Relation
from retrieval.product import Product


class Stage(AbstractContextManager["Stage", None]):
    """One scene's shoppers, conversations and transcript (Markdown lines)."""

    def __init__(self, assistant: Assistant) -> None:
        """Play on ``assistant``."""
        self.assistant = assistant
        self.lines: list[str] = []
        self._conversations: dict[str | None, str] = {}
        self._ended: list[str] = []
        self._made: list[str] = []
        self._readers: set[str] = set()
        self._ms: list[float] = []

    def __exit__(self, *error: object) -> None:
        """Forget the scene's shoppers and conversations."""
        for user in self._made:
            self.assistant.forget_shopper(user)
        for conversation in (*self._conversations.values(), *self._ended):
            self.assistant.forget(conversation)

    @property
    def transcript(self) -> str:
        """What happened, as Markdown."""
        by = ", ".join(sorted(self._readers))
        note = f"\n*Messages were read by: {by}.*\n" if by else ""
        return "\n".join(self.lines).strip() + "\n" + note

    @property
    def figures(self) -> dict[str, object]:
        """How many turns were played, and how long they took together, in milliseconds."""
        return {"turns": len(self._ms), "ms": round(sum(self._ms), 1)}

    def tell(self, text: str) -> None:
        """A sentence of the narrator."""
        self.lines += ["", text, ""]

    def shopper(self, name: str) -> str:
        """A new shopper; returns the user id."""
        user = f"{name}-{uuid.uuid4().hex[:8]}"
        self._made.append(user)
        return user

    def does(
        self,
        user: str | None,
        event: EventType,
        items: Sequence[str],
        *,
        ago: timedelta = timedelta(minutes=5),
    ) -> None:
        """The shopper views, buys …; the events are ``ago`` old, a minute apart."""
        now = datetime.now(UTC)
        rows = [
            {
                "event_id": uuid.uuid4().hex,
                "ts": (now - ago + timedelta(minutes=place)).isoformat(),
                "type": event,
                "user_id": user,
                "session_id": self.conversation(user),
                "item_id": item,
            }
            for place, item in enumerate(items)
        ]
        self.assistant.events.add(rows)
        what = event.replace("_", " ")
        titles = "; ".join(one.title for one in self.products(items))
        self.lines.append(f"- {self.named(user)} – *{what}*: {titles}")

    def says(self, user: str | None, message: str) -> Turn:
        """The shopper says something; the reply is written down with its cards."""
        turn = self.assistant.turn(message, conversation_id=self.conversation(user), user_id=user)
        self._readers.add(turn.source)
        self._ms.append(turn.timings_ms.get("total", 0.0))
        self.lines += ["", f"> **{self.named(user)}:** {message}", "", f"**Aisle:** {turn.text}"]
        if turn.cards:
            self.lines += ["", *(_card(card) for card in turn.cards)]
        elif turn.offers:
            self.lines += ["", *(_offer(offer) for offer in turn.offers)]
        if turn.cart is not None and turn.cart.lines:
            self.lines += ["", *_cart(turn.cart)]
        self.lines.append("")
        return turn

    def profile(self, user: str) -> Profile:
        """Reads the profile, and writes its strongest tags down."""
        profile = self.assistant.profiles.get(user)
        self.lines += ["", f"Interest tags of {self.named(user)}:", ""]
        self.lines += [
            f"- {tag.kind} **{tag.value}**, {tag.strength:.2f}"
            f" ({'stated' if tag.stated else f'{tag.evidence} events, {tag.bought} bought'})"
            for tag in profile.tags[:8]
        ]
        return profile

    def promotions(self, user: str, *, language: str = "en") -> list[Offer]:
        """What ``GET /v1/promotions?user_id=`` lists as the shopper's own, written down."""
        now = datetime.now(UTC)
        profile = self.assistant.profiles.get(user, now=now)
        offers = personal_offers(self.assistant.shop, profile, Phrases(language), now=now)
        self.lines += ["", "Promotions of their own:", "", *(_offer(one) for one in offers)]
        return offers

    def related(self, product_id: str, relation: Relation, *, limit: int = 4) -> list[Edge]:
        """What belongs beside a product, with the reason, written down."""
        graph = RelatedProducts(
            self.assistant.index,
            self.assistant.database,
            self.assistant.shop.suggestions.recommender_file,
        )
        lists = graph.related(product_id, relations=(relation,), limit=limit) or {}
        edges = list(lists.get(relation, ()))
        known = {one.id: one for one in self.products([edge.id for edge in edges])}
        (asked,) = self.products([product_id])
        self.lines += ["", f"`{relation}` of {asked.title}:", ""]
        self.lines += [
            f"- {known[edge.id].title}, {_price(known[edge.id])} – {edge.reason.text}"
            for edge in edges
        ]
        return edges

    def trending(self, kind: Trend, *, category: str | None = None, limit: int = 5
                 ) -> list[Trending]:  # fmt: skip
        """Hot or rising products with their figures, written down."""
        trends = Trends(self.assistant.index, Popularity(self.assistant.database))
        chosen = Constraints(category=category)
        found = (trends.hot if kind == "hot" else trends.rising)(chosen, limit=limit)
        self.lines += ["", f"`{kind}` in {category or 'the shop'}:", ""]
        self.lines += [
            f"- {one.product.title}, {_price(one.product)} – "
            + ", ".join(f"{name} {figure:.2f}" for name, figure in one.figures.items())
            for one in found
        ] or ["- nothing that rises beyond doubt"]
        return found

    def products(self, ids: Iterable[str]) -> list[Product]:
        """The products of the ids."""
        return self.assistant.index.get(list(ids))

    def leaves(self, user: str | None) -> None:
        """The shopper's conversation ends; what they say next begins a new one."""
        ended = self._conversations.pop(user, None)
        if ended is not None:
            self._ended.append(ended)

    def conversation(self, user: str | None) -> str:
        """The shopper's conversation in this scene."""
        return self._conversations.setdefault(user, uuid.uuid4().hex)

    def named(self, user: str | None) -> str:
        """How the transcript calls a shopper."""
        if user is None:
            return "Guest"
        known = self.assistant.profiles.shoppers.get(user)
        return known.name if known is not None and known.name else user.split("-")[0].title()


def _price(product: Product) -> str:
    return "no price" if product.charged is None else money(product.charged, product.currency)


def _card(card: Card) -> str:
    price = "" if card.price is None else f", {money(card.price, card.currency)}"
    offer = ""
    if card.offer is not None and card.offer.price_after is not None:
        code = f" with {card.offer.code}" if card.offer.code else ""
        offer = f" (**{money(card.offer.price_after, card.currency)}**{code})"
    why = f" – {card.reason}" if card.reason else ""
    return f"{card.rank}. {card.title}{price}{offer}{why}"


def _cart(cart: Cart) -> list[str]:
    def shown(amount: float) -> str:
        return money(amount, cart.currency)

    return [
        *(f"- {one.quantity} × {one.title}: {shown(one.line_total)}" for one in cart.lines),
        *(f"- {title}: {f'−{shown(off)}' if off else '✓'}" for title, off in cart.discounts),
        f"- **to pay: {shown(cart.total)}**",
    ]


def _offer(offer: Offer) -> str:
    code = f" `{offer.code}`" if offer.code else ""
    why = f" – {offer.why}" if offer.why else ""
    together = ""
    if offer.price_together is not None and offer.price_apart is not None:
        together = (
            f": {money(offer.price_together, offer.currency)} together,"
            f" {money(offer.price_apart, offer.currency)} apart"
        )
    return f"- {offer.title}{code}{together}{why}"
