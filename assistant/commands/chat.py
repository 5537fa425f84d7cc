"""``python -m assistant chat``: the same conversation in a terminal.

On a terminal it prompts and writes the reply as it comes; with its input piped it reads one message
a line and prints each beside its answer, so that a transcript is ``chat < messages.txt``. Product
text is printed as text: no markup of its own is read.
"""

from __future__ import annotations

import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.agent.phrases import money
from assistant.agent.turn import Card, Cart, Chip, Comparison, Turn
from assistant.commands.figures import times, write_figures
from assistant.commands.opening import CannotStartError, open_assistant, settings_for
from assistant.commands.usage import writable
from assistant.service import Assistant

PIPED_WIDTH = 100
HINT = "Say what you are looking for. /1 takes the first suggestion, /new starts over, /quit ends."


def chat(
    *,
    user: Annotated[str | None, typer.Option(help="Sign in as this shopper.")] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="Where the store is (AISLE_DATA_DIR, else .aisle).")
    ] = None,
    conversation: Annotated[
        str | None, typer.Option(help="Go on with this conversation; a new one by default.")
    ] = None,
    timings: Annotated[bool, typer.Option(help="Print each turn's milliseconds by step.")] = False,
    json_: Annotated[
        Path | None,
        typer.Option("--json", callback=writable, help="Also write the figures of the run here."),
    ] = None,
) -> None:
    r"""Talk to the shop in the terminal, or pipe one message a line.

    Example: printf 'running shoes under $80\ncheaper\n' | python -m assistant chat --timings
    """
    errors = Console(stderr=True, highlight=False)
    interactive = sys.stdin.isatty()
    console = Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)
    try:
        assistant = open_assistant(
            settings_for(data_dir), progress=lambda line: errors.print(line, style="dim")
        )
    except CannotStartError as error:
        errors.print(Text(f"The chat cannot start: {error}"), soft_wrap=True)
        raise typer.Exit(2) from error
    said: list[Turn] = []
    with assistant:
        if user is not None and assistant.profiles.shoppers.get(user) is None:
            errors.print(Text(f"There is no shopper {user!r}; leave --user out to be a guest."))
            raise typer.Exit(2)
        if interactive:
            console.print(HINT, style="dim")
        _converse(
            assistant,
            console,
            user,
            conversation or uuid.uuid4().hex,
            interactive=interactive,
            timings=timings,
            said=said,
        )
        if json_ is not None:
            ms = [turn.timings_ms.get("total", 0.0) for turn in said]
            by_source: Counter[str] = Counter(turn.source for turn in said)
            row: dict[str, object] = {"system": "aisle", "turns": len(said)}
            row |= {**by_source, **times(ms)}
            write_figures(json_, [row], command="python -m assistant chat")


def _converse(
    assistant: Assistant,
    console: Console,
    user: str | None,
    conversation: str,
    *,
    interactive: bool,
    timings: bool,
    said: list[Turn],
) -> None:
    chips: list[Chip] = assistant.starters()
    if interactive:
        _print_chips(console, chips)
    for line in _lines(console, interactive):
        message = line.strip()
        if message in {"/quit", "/exit"}:
            return
        if message == "/new":
            conversation = uuid.uuid4().hex
            continue
        if message.startswith("/") and message[1:].isdecimal():
            place = int(message[1:])
            if not 1 <= place <= len(chips):
                console.print(f"There are {len(chips)} suggestions.", style="dim")
                continue
            message = chips[place - 1].message
        if not message:
            continue
        if not interactive or message != line.strip():
            console.print(Text(f"\n> {message}", style="bold"))
        turn = _answer(assistant, console, message, user, conversation)
        said.append(turn)
        _print_turn(console, turn)
        if timings:
            steps = "  ".join(f"{step} {ms:.1f}" for step, ms in turn.timings_ms.items())
            console.print(f"{turn.intent.action} · {turn.source} · ms: {steps}", style="dim")
        chips = turn.chips


def _lines(console: Console, interactive: bool) -> Iterator[str]:
    """What the shopper says, until the end of the input."""
    if not interactive:
        yield from sys.stdin
        return
    while True:
        try:
            yield console.input("\n[bold]>[/bold] ")
        except (EOFError, KeyboardInterrupt):
            console.print()
            return


def _answer(
    assistant: Assistant, console: Console, message: str, user: str | None, conversation: str
) -> Turn:
    """Write the reply as it comes; the whole turn comes last."""
    last: Turn | None = None
    for part in assistant.stream(message, conversation_id=conversation, user_id=user):
        if isinstance(part, Turn):
            last = part
        else:
            console.print(Text(part), end="", soft_wrap=True)
    console.print()
    if last is None:
        raise RuntimeError("The stream ended without a turn.")
    return last


def _print_turn(console: Console, turn: Turn) -> None:
    if turn.cards:
        console.print(_cards(turn.cards))
    if turn.comparison is not None:
        console.print(_comparison(turn.comparison))
    if turn.cart is not None and turn.cart.lines:
        console.print(_cart(turn.cart))
    if turn.offers and not turn.cards:
        for offer in turn.offers:
            code = f" (code {offer.code})" if offer.code else ""
            why = f" – {offer.why}" if offer.why else ""
            console.print(Text(f"  • {offer.title}{code}{why}"))
    _print_chips(console, turn.chips)


def _print_chips(console: Console, chips: list[Chip]) -> None:
    if chips:
        line = "   ".join(f"/{place} {chip.label}" for place, chip in enumerate(chips, start=1))
        console.print(Text(line, style="cyan"))


def _cards(cards: list[Card]) -> Table:
    table = Table(box=None, padding=(0, 1), show_edge=False)
    table.add_column("#", justify="right", style="dim")
    table.add_column("product", ratio=5, overflow="fold")
    table.add_column("price", justify="right", no_wrap=True)
    table.add_column("rating", no_wrap=True)
    table.add_column("why", ratio=6, overflow="fold", style="dim")
    for card in cards:
        title = Text(card.title, style="bold" if card.fits else "")
        if card.availability != "in_stock":
            title.append(f" ({card.availability.replace('_', ' ')})", style="red")
        price = Text("—")
        if card.price is not None:
            price = Text(money(card.price, card.currency))
            if card.list_price is not None:
                price.append(f" {money(card.list_price, card.currency)}", style="dim strike")
        rating = "" if card.rating is None else f"★ {card.rating:.1f} ({card.rating_count or 0})"
        why = Text("; ".join(card.misses) if card.misses else card.reason)
        if card.offer is not None:
            code = f" [{card.offer.code}]" if card.offer.code else ""
            why.append(f"\n{card.offer.title}{code}" if why else f"{card.offer.title}{code}")
        table.add_row(str(card.rank), title, price, rating, why)
    return table


def _comparison(comparison: Comparison) -> Table:
    table = Table(padding=(0, 1))
    table.add_column("")
    for name in comparison.columns:
        table.add_column(Text(name), overflow="fold")
    for name, values in comparison.rows:
        table.add_row(Text(name), *(Text(value) for value in values))
    return table


def _cart(cart: Cart) -> Table:
    table = Table(box=None, padding=(0, 1), show_header=False)
    table.add_column(justify="right")
    table.add_column()
    table.add_column(justify="right")
    for line in cart.lines:
        amount = money(line.line_total, cart.currency)
        table.add_row(str(line.quantity), Text(line.title), amount)
    for title, less in cart.discounts:
        table.add_row("", Text(title), f"−{money(less, cart.currency)}" if less else "✓")
    table.add_row("", Text("=", style="bold"), money(cart.total, cart.currency))
    return table
