"""``python -m assistant``: chat, parse and events.

A command is registered by its module's name and imported only when the program starts, so that
``--help`` names whatever is installed.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import typer

app = typer.Typer(
    help="Aisle, the shopping assistant: talk to it, or use its parts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


@app.callback()
def main() -> None:
    """Aisle, the shopping assistant: talk to it, or use its parts."""


for _name in ("chat", "parse", "events"):
    _module = f"assistant.commands.{_name}"
    if find_spec(_module) is not None:
        _command = getattr(import_module(_module), _name)
        if isinstance(_command, typer.Typer):
            app.add_typer(_command, name=_name)
        else:
            app.command(_name)(_command)

if __name__ == "__main__":
    app(prog_name="python -m assistant")
