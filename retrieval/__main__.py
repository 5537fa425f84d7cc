"""``python -m retrieval ingest | search | reindex``."""

from __future__ import annotations

import sys

import typer

from retrieval.catalogue import CatalogueError
from retrieval.commands.ingest import ingest_command
from retrieval.commands.reindex import reindex_command
from retrieval.commands.search import search
from retrieval.embedding import EmbeddingModelError
from retrieval.feeds import FeedError
from retrieval.ingest import IngestError
from retrieval.live import LiveModelsError
from retrieval.models import ModelHashMismatchError
from retrieval.reindex import ReindexError
from retrieval.setting_faults import setting_fault
from retrieval.store import VectorStoreError

app = typer.Typer(
    name="python -m retrieval",
    help="The catalogue: bring it in, search it.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("ingest")(ingest_command)
app.command("search")(search)
app.command("reindex")(reindex_command)


@app.callback()
def _commands() -> None:
    """The catalogue: bring it in, search it."""


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; returns its exit status (2 on bad usage, with one line on standard error)."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        status = app(given or ["--help"], standalone_mode=False, prog_name="python -m retrieval")
    except typer.TyperException as error:
        return _fail(f"{error.format_message()}; see `python -m retrieval --help`", 2)
    except (FeedError, IngestError, ReindexError) as error:
        return _fail(str(error), 2)
    except (
        CatalogueError,
        EmbeddingModelError,
        LiveModelsError,
        ModelHashMismatchError,
        VectorStoreError,
    ) as error:
        return _fail(str(error), 1)
    except ValueError as error:
        fault = setting_fault(error)
        if fault is None:
            raise
        return _fail(fault, 2)
    except (typer.Abort, KeyboardInterrupt):
        return _fail("stopped; the same command again goes on where this one was", 130)
    return status if isinstance(status, int) else 0


def _fail(message: str, status: int) -> int:
    sys.stderr.write(f"error: {' '.join(message.split())}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
