"""The running server: an opened assistant, the API and the page, until a signal ends it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from assistant.api.app import create_app
from assistant.api.metrics import Metrics
from assistant.commands.opening import CannotStartError, open_assistant, settings_for
from assistant.web.page import mount_page

GRACE_S = 5
"""Seconds that replies under way get when the server is told to stop."""


class _Server(uvicorn.Server):
    """Tells once it answers."""

    def __init__(self, config: uvicorn.Config, answering: Callable[[], None]) -> None:
        super().__init__(config)
        self._answering = answering

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._answering()


def serve(
    taken: socket.socket,
    *,
    catalog: Path | None = None,
    promotions: Path | None = None,
    data_dir: Path | None = None,
    rate_limit: str | None = None,
    progress: Callable[[str], None],
    ready: Callable[[str], None],
) -> None:
    """Open the assistant and answer on ``taken`` until SIGINT or SIGTERM.

    Args:
        taken: a bound socket.
        catalog: see :meth:`Assistant.open`, like ``promotions``.
        promotions: promotions JSONL.
        data_dir: overrides the settings' folder.
        rate_limit: API requests a client address, such as ``60/minute``.
        progress: told what takes time.
        ready: told the address once it answers.

    Raises:
        CannotStartError: with one line that says why and what to do.
    """
    settings = settings_for(data_dir)
    assistant = open_assistant(settings, catalog=catalog, promotions=promotions, progress=progress)
    with assistant:
        metrics = Metrics()
        pictures = catalog.parent if catalog is not None else settings.data_dir / "demo"
        try:
            app = create_app(assistant, image_root=pictures, rate_limit=rate_limit, metrics=metrics)
        except ValueError as error:
            raise CannotStartError(
                f"--rate-limit {rate_limit!r} cannot be read; write it like 60/minute."
            ) from error
        mount_page(app, assistant, metrics)
        host, port = taken.getsockname()[:2]
        url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        config = uvicorn.Config(
            app, log_level="warning", timeout_graceful_shutdown=GRACE_S, server_header=False
        )
        _Server(config, lambda: ready(url)).run(sockets=[taken])
