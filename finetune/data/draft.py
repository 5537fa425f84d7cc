"""Conversations written by hand in the model's own notation, made into labelled ones.

A label is the *whole* state after each message, which a person who writes a conversation of five
messages would have to repeat five times. A draft says only what each message changes; code carries
the state and fills in ``ask``, as the chat does::

    # home-coffee, terse
    steel gooseneck kettle under 50 bucks
    = search kettle Material steel Feature gooseneck Max 50 Currency usd
    > Pour-over kettle 1L; Gooseneck kettle 0.6L
    the second, two of them
    = add Ref 2 Count 2

``#`` begins a conversation (family, voice), ``=`` is the change that the message above it makes,
``>`` what the assistant then shows, ``;`` between titles (``>`` alone: it showed nothing).
``python -m finetune.data.draft DRAFT --language en --prefix en-w-a > requests.jsonl`` prints the
conversations; faults go to standard error, a line each, and such conversations are left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from assistant.change import NEED, apply, asks
from assistant.intent import Intent
from assistant.llm.errors import UnusableOutputError
from assistant.llm.notation import Change, read
from finetune.data.check import problems
from finetune.data.conversation import Conversation, MaterialError, Turn


def drafts(text: str) -> Iterator[tuple[int, list[str]]]:
    """The conversations of a draft: the number of their first line, and their lines."""
    block: list[str] = []
    start = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            if block:
                yield start, block
            block, start = [], number
        if line.strip():
            block.append(line.strip())
    if block:
        yield start, block


def conversation_of(lines: list[str], *, ident: str, language: str) -> Conversation:
    """One conversation of a draft.

    Raises:
        MaterialError: A line does not fit; says which and why.
    """
    head, *rest = lines
    if not head.startswith("#"):
        raise MaterialError("a conversation begins with '# family, voice'")
    family, _, voice = head.lstrip("# ").partition(",")
    turns: list[Turn] = []
    need, shown, message = Intent(), list[str](), ""
    vague = gift = False
    for line in rest:
        if line.startswith(">"):
            titles = [title.strip() for title in line[1:].split(";") if title.strip()]
            shown = titles or shown
            turns.append(Turn(shown=titles, say="Here are some." if titles else "What kind?"))
        elif not line.startswith("="):
            if message:
                raise MaterialError(f"no '=' line after {message[:40]!r}")
            message = line
        elif not message:
            raise MaterialError(f"no message before {line[:40]!r}")
        else:
            change = _change(line[1:].strip())
            after, need = apply(need, change, shown=shown)
            if after.action in NEED:
                vague, gift = change.vague, change.gift
            elif after.action == "reset":
                vague = gift = False
            label = after.model_copy(update={"ask": asks(need, vague=vague, gift=gift)})
            turns.append(Turn(user=message, intent=label))
            message = ""
    if message or not turns:
        raise MaterialError(f"no '=' line after {message[:40]!r}" if message else "no messages")
    return Conversation(
        id=ident, family=family.strip(), language=language, voice=voice.strip(), turns=turns
    )


def _change(text: str) -> Change:
    try:
        return read(text)
    except UnusableOutputError as error:
        raise MaterialError(str(error)) from error


app = typer.Typer(add_completion=False)


@app.command()
def main(
    draft: Annotated[Path, typer.Argument(help="The draft.", exists=True, dir_okay=False)],
    language: Annotated[str, typer.Option(help="en or zh.")],
    prefix: Annotated[str, typer.Option(help="What the conversations' ids begin with.")],
) -> None:
    """Print the conversations of a draft as JSON Lines, and what is wrong with it."""
    faults = 0
    found = enumerate(drafts(draft.read_text(encoding="utf-8")), start=1)
    for number, (line, lines) in found:
        try:
            conversation = conversation_of(lines, ident=f"{prefix}-{number:03d}", language=language)
        except MaterialError as error:
            wrong = [str(error)]
        else:
            wrong = list(problems(conversation))
        for fault in wrong:
            typer.echo(f"{draft.name}:{line}: {fault}", err=True)
        faults += bool(wrong)
        if not wrong:
            row = conversation.model_dump(mode="json", exclude_defaults=True)
            row = {"id": row["id"], "family": row["family"], "language": language} | row
            for turn, made in zip(row["turns"], conversation.turns, strict=True):
                if made.intent is not None:
                    turn["intent"] = {"action": made.intent.action} | turn["intent"]
            typer.echo(json.dumps(row, ensure_ascii=False))
    if faults:
        sys.exit(1)


if __name__ == "__main__":
    app()
