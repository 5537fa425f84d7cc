"""``python -m finetune``: data, train, average, retrain, evaluate, export and serve.

Only the command named is imported: torch takes seconds, and ``data`` needs none of it.
"""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from assistant.commands.usage import run

COMMANDS = ("data", "train", "average", "retrain", "evaluate", "export", "serve")

app = typer.Typer(
    help="Fine-tune the language model behind Aisle on a shop's own material.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


@app.callback()
def main() -> None:
    """Fine-tune the language model behind Aisle on a shop's own material."""


for _name in sys.argv[1:2] if set(sys.argv[1:2]) & set(COMMANDS) else COMMANDS:
    _command = getattr(import_module(f"finetune.commands.{_name}"), f"{_name}_command")
    app.command(_name)(_command)

if __name__ == "__main__":
    run(app, "python -m finetune")
