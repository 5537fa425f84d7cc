"""The chat page: Blocks, their events, and mounting them beside the API.

The conversation is one ``gr.HTML`` whose value is a list of strings, one a turn: Gradio sends only
what changed in it, and patches the document in place, so that a streaming reply neither flickers
nor steals the keyboard's focus. Its buttons are real HTML buttons, which keyboards and screen
readers know, and their taps arrive as the component's own events. Its template joins the list and
holds no value itself, because Gradio evaluates templates as code. Given up: ``gr.Chatbot``, which
would need its messages' HTML cleaned of buttons or its own cards drawn by nested components.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI

from assistant.agent.basket import cart_owner
from assistant.agent.turn import Turn
from assistant.api.metrics import Metrics
from assistant.profiles import Shopper
from assistant.web import markup
from assistant.web.theme import asset, theme
from assistant.web.visit import Kept, Tap, Visit, language_of
from assistant.web.words import Words

if TYPE_CHECKING:
    from assistant.service import Assistant

logger = logging.getLogger(__name__)
Update = dict[Any, Any]
JOINED = "${value.join('')}"
TURNS_KEPT = 40
"""Turns drawn on the page; the conversation itself remembers further back."""


class Page:
    """The Blocks and the functions behind them."""

    def __init__(self, assistant: Assistant, metrics: Metrics) -> None:
        self.assistant = assistant
        self.metrics = metrics
        self.blocks = self._build()

    @property
    def unchanged(self) -> Update:
        """What a reply ends with that has nothing to show.

        Of one that ends without an output, Gradio sends the last one again, or an empty page.
        """
        return {self.feed: gr.skip()}

    @property
    def shoppers(self) -> Sequence[Shopper]:
        """Who can sign in here; read each time, since a shopper may ask to be forgotten."""
        return self.assistant.profiles.shoppers.all()

    def _build(self) -> gr.Blocks:
        words = Visit().words
        taps = asset("taps.js")
        with gr.Blocks(title="Aisle", analytics_enabled=False, fill_width=True) as blocks:
            self.visit = gr.State(Visit())
            self.kept = gr.BrowserState(None, storage_key="aisle-visit", secret="aisle")  # noqa: S106
            self.header = _part("top", taps)
            with gr.Row(elem_id="body"):
                with gr.Column(elem_id="talk"):
                    self.feed = gr.HTML(
                        [],
                        elem_id="talk-feed",
                        html_template=JOINED,
                        js_on_load=taps,
                        apply_default_css=False,
                    )
                    self.announcement = _part("announce", None)
                    with gr.Row(elem_id="composer"):
                        self.box = gr.Textbox(
                            label=words("page.message"),
                            show_label=False,
                            placeholder=words("page.placeholder"),
                            lines=1,
                            max_lines=5,
                            autofocus=True,
                            container=False,
                            elem_id="message",
                        )
                        self.send = gr.Button(words("page.send"), elem_id="send")
                with gr.Column(elem_id="side"):
                    self.cart = _part("cart-panel", taps)
                    self.profile = _part("profile-panel", taps)
            outputs = [
                self.visit, self.kept, self.header, self.feed, self.announcement,
                self.box, self.send, self.cart, self.profile,
            ]  # fmt: skip
            quiet: dict[str, Any] = {
                "outputs": outputs,
                "show_progress": "hidden",
                "api_visibility": "private",
                # The page holds back what comes too early and sends it later (assets/page.js). In
                # its other modes Gradio drops what comes while an event of the kind is still open.
                "trigger_mode": "multiple",
            }
            gr.on(
                [self.box.submit, self.send.click, self.feed.click, self.profile.click],
                self.respond,
                inputs=[self.visit, self.box],
                **quiet,
            )
            self.cart.click(self.change_cart, inputs=[self.visit], **quiet)
            self.header.click(self.restart, inputs=[self.visit], **quiet)
            self.header.select(self.restart, inputs=[self.visit], **quiet)
            blocks.load(self.arrive, inputs=[self.kept], **quiet)
        blocks.queue(default_concurrency_limit=8)
        return blocks

    def arrive(self, data: Any, request: gr.Request) -> Update:
        """The page is opened: go on with the conversation this browser was in, or begin one.

        One that begins is in the browser's language, until the shopper writes another.
        """
        kept = Kept.read(data)
        messages = self.assistant.history(kept.conversation_id) if kept is not None else []
        if kept is None or not messages:
            return self.show(
                Visit(language=language_of(request.headers.get("accept-language", "")))
            )
        known = {one.user_id for one in self.shoppers}
        visit = Visit(
            conversation_id=kept.conversation_id,
            user_id=kept.user_id if kept.user_id in known else None,
            language=Words(kept.language).language,
        )
        visit.turns = markup.history_html(messages, visit.words)[-TURNS_KEPT:]
        return self.show(visit)

    def show(self, visit: Visit) -> Update:
        """Everything, as it stands."""
        words = visit.words
        return {
            self.visit: visit,
            self.kept: visit.kept(),
            self.feed: visit.turns or [self._welcome(visit)],
            self.box: gr.update(placeholder=words("page.placeholder"), label=words("page.message")),
            self.send: words("page.send"),
            **self._side(visit),
        }

    def respond(self, visit: Visit, text: str, event: gr.EventData) -> Iterator[Update]:
        """One turn, from a typed message or a tap, drawn as it is written."""
        tap = Tap.read(event._data)
        said = (visit.sentence(tap) if tap is not None else text).strip()
        if not said:
            yield self.unchanged
            return
        reply, turn = "", None
        words = visit.words
        before = visit.turns[-TURNS_KEPT:]
        clear: Update = {self.box: ""} if tap is None else {}

        def drawn(*, done: bool = False) -> list[str]:
            degraded = turn is not None and turn.degraded
            live = markup.turn_html(said, reply, turn, words=words, done=done, degraded=degraded)
            return [*before, live]

        yield {self.feed: drawn(), self.announcement: announced(words("page.working")), **clear}
        try:
            for part in self.assistant.stream(
                said, conversation_id=visit.conversation_id, user_id=visit.user_id
            ):
                if isinstance(part, Turn):
                    turn, reply = part, part.text
                    visit.took(part)
                    words = visit.words
                    self.metrics.turned(part, "page")
                elif not visit.left:
                    reply += part
                    yield {self.feed: drawn()}
        except Exception:
            logger.exception("a turn on the page failed")
            reply = words("page.failed")
        if visit.left:
            yield self.unchanged
            return
        visit.turns = drawn(done=True)
        spoken = reply
        if turn is not None and turn.cards:
            spoken = f"{reply} {words('card.count', count=len(turn.cards))}"
        yield {
            self.visit: visit,
            self.kept: visit.kept(),
            self.feed: visit.turns,
            self.announcement: announced(spoken),
            self.box: gr.update(placeholder=words("page.placeholder"), label=words("page.message")),
            self.send: words("page.send"),
            **self._side(visit),
        }

    def change_cart(self, visit: Visit, event: gr.EventData) -> Update:
        """A tap on the cart's plus, minus or remove."""
        tap = Tap.read(event._data)
        if tap is not None and tap.do == "quantity":
            self._set_quantity(visit, tap.product, tap.to)
        return self._side(visit)

    def _set_quantity(self, visit: Visit, product_id: str, quantity: int) -> None:
        owner = cart_owner(visit.user_id, visit.conversation_id)
        held = self.assistant.carts.get(owner).get(product_id, 0)
        if held in {0, quantity}:
            return
        self.assistant.carts.set_quantity(owner, product_id, quantity)
        self.assistant.shop.record(
            "add_to_cart" if quantity > held else "remove_from_cart",
            user_id=visit.user_id,
            conversation_id=visit.conversation_id,
            item_id=product_id,
            quantity=abs(quantity - held),
        )

    def restart(self, visit: Visit, event: gr.EventData) -> Update:
        """A new conversation, as the same shopper or as the one just chosen."""
        tap = Tap.read(event._data)
        if tap is None or tap.do not in {"new", "shopper"}:
            return {self.visit: visit}
        visit.left = True
        fresh = Visit(user_id=visit.user_id, language=visit.language)
        said = ""
        if tap.do == "shopper":
            chosen = next((one for one in self.shoppers if one.user_id == tap.user_id), None)
            fresh.user_id = chosen.user_id if chosen else None
            if chosen is not None:
                fresh.language = chosen.language
            if chosen is not None and visit.user_id is None:
                self.assistant.carts.move(visit.conversation_id, chosen.user_id)
            name = (chosen.name or chosen.user_id) if chosen else fresh.words("page.guest")
            said = fresh.words("page.switched", name=name)
        return {**self.show(fresh), self.announcement: announced(said)}

    def _welcome(self, visit: Visit) -> str:
        name = next((one.name for one in self.shoppers if one.user_id == visit.user_id), "")
        return markup.welcome_html(visit.words, self.assistant.starters(visit.language), name=name)

    def _side(self, visit: Visit) -> Update:
        """Header count, cart and profile."""
        words = visit.words
        cart = self.assistant.cart(
            visit.conversation_id, user_id=visit.user_id, language=visit.language
        )
        profile = self.assistant.profiles.get(visit.user_id, session_id=visit.conversation_id)
        shopper = next((one for one in self.shoppers if one.user_id == visit.user_id), None)
        persona = shopper.persona if shopper else ""
        count = sum(line.quantity for line in cart.lines)
        return {
            self.header: markup.header_html(
                words,
                self.shoppers,
                visit=visit.conversation_id,
                user_id=visit.user_id,
                count=count,
            ),
            self.cart: markup.cart_html(words, cart),
            self.profile: markup.profile_html(words, profile, persona=persona),
        }


def announced(text: str) -> str:
    """The screen reader's line."""
    return markup.announcement_html(text)


def _part(name: str, script: str | None) -> gr.HTML:
    """A part of the page drawn by :mod:`assistant.web.markup`."""
    return gr.HTML("", elem_id=name, js_on_load=script, apply_default_css=False)


def mount_page(app: FastAPI, assistant: Assistant, metrics: Metrics) -> FastAPI:
    """Serve the page at ``/`` of ``app``, on the same port as the API.

    The style sheet goes in through ``head``: Gradio rewrites what it is given as ``css`` and loses
    declarations on the way.
    """
    page = Page(assistant, metrics)
    gr.mount_gradio_app(
        app,
        page.blocks,
        "/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1mb",
        ssr_mode=False,
        theme=theme(),
        head=f"<style>{asset('page.css')}</style><script>{asset('page.js')}</script>",
        favicon_path=str(Path(__file__).parent / "assets" / "favicon.png"),
    )
    return app
