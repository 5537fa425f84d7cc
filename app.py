"""Start Aisle: the chat page and the HTTP API on one port, on the demo store or your catalogue.

The port is taken first, so that a second start fails at once and not after a minute of indexing;
nothing answers on it until everything is ready. Progress goes to standard error, and so does the
address. Run ``python app.py --help`` for the options.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from assistant.commands.usage import run

EXAMPLE = (
    "Example: python app.py --catalog products.jsonl --promotions promotions.jsonl --port 8080"
)


def say(line: str) -> None:
    """One line of progress on standard error."""
    print(line, file=sys.stderr, flush=True)


def refuse(message: str) -> NoReturn:
    """End with one line that says what is wrong and how to mend it."""
    say(f"Aisle cannot start: {message}")
    raise SystemExit(2)


def take_port(host: str, port: int) -> socket.socket:
    """The listening address, taken; ends the program where that cannot be had."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
        taken = socket.socket(family, kind, protocol)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
    except socket.gaierror:
        refuse(f"the host {host!r} is not known; use an address of this machine.")
    except OSError as error:
        refuse(
            f"port {port} on {host} cannot be used ({error.strerror});"
            " stop what uses it or choose another with --port."
        )
    return taken


def stop(number: int, frame: FrameType | None) -> NoReturn:
    """End in good order on SIGTERM, as on Ctrl-C."""
    del number, frame
    raise SystemExit(0)


def main(
    *,
    catalog: Annotated[
        Path | None,
        typer.Option(help="Catalogue to serve: JSONL(.gz), CSV, Parquet or a Merchant feed."),
    ] = None,
    promotions: Annotated[
        Path | None, typer.Option(help="Promotions, one JSON object a line.")
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="Where index, database and logs live (default .aisle).")
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 7860,
    rate_limit: Annotated[
        str | None, typer.Option(help="API requests a client address, such as 60/minute.")
    ] = None,
) -> None:
    """Chat page and HTTP API on one port."""
    begun = time.monotonic()
    for path in (catalog, promotions):
        if path is not None and not path.exists():
            refuse(f"there is no file {path}; check the path.")
    taken = take_port(host, port)
    signal.signal(signal.SIGTERM, stop)
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    console = logging.StreamHandler()
    console.setLevel(logging.WARNING)  # on the handler: a library may lower its own logger's level
    logging.basicConfig(
        level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", handlers=[console]
    )
    say("Aisle is starting.")

    from assistant.commands.opening import CannotStartError  # noqa: PLC0415 - help stays quick
    from assistant.web.server import serve  # noqa: PLC0415

    try:
        serve(
            taken,
            catalog=catalog,
            promotions=promotions,
            data_dir=data_dir,
            rate_limit=rate_limit,
            progress=say,
            ready=lambda url: say(f"Ready after {time.monotonic() - begun:.1f} s: {url}"),
        )
    except CannotStartError as error:
        refuse(str(error))
    except KeyboardInterrupt:
        raise SystemExit(0) from None
    finally:
        taken.close()
        say("Aisle has stopped.")


if __name__ == "__main__":
    cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    cli.command(epilog=EXAMPLE)(main)
    run(cli, "python app.py")
