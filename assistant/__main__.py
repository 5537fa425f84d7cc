"""``python -m assistant``: chat, parse, events, experiments, ranking, recommender, scenarios.

Only the command named is imported: reading a log takes no language model, and importing all of them
takes seconds. Anything else (``--help``, a misspelt name) imports all, to list them.
"""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from assistant.commands.usage import run

COMMANDS = ("chat", "parse", "events", "experiments", "ranking", "recommender", "scenarios")

app = typer.Typer(
    help="Aisle, the shopping assistant: talk to it, or use its parts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


@app.callback()
def main() -> None:
    """Aisle, the shopping assistant: talk to it, or use its parts."""


for _name in sys.argv[1:2] if set(sys.argv[1:2]) & set(COMMANDS) else COMMANDS:
    _command = getattr(import_module(f"assistant.commands.{_name}"), _name)
    if isinstance(_command, typer.Typer):
        app.add_typer(_command, name=_name)
    else:
        app.command(_name)(_command)

if __name__ == "__main__":
    run(app, "python -m assistant")
