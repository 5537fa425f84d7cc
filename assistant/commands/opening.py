"""Opening the assistant for a person at a terminal: every foreseen fault becomes one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from assistant.demo.build import BuildError
from assistant.experiments import ExperimentsError
from assistant.json_lines import UnreadableFileError
from assistant.llm.errors import EmbeddedServerError
from assistant.profiles.shoppers import ShopperFileError
from assistant.ranking.learned import LearnedModelError
from assistant.ranking.merchandising import MerchandisingError
from assistant.ranking.online import OnlineUnavailableError
from assistant.ranking.weights import WeightsError
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.stock import DemoFolderError
from assistant.storage.errors import StorageError
from retrieval.catalogue import CatalogueError
from retrieval.embedding import EmbeddingModelError
from retrieval.feeds.row import FeedError
from retrieval.models.files import ModelHashMismatchError, ModelMissingError
from retrieval.store import VectorStoreError

FAULTS = (
    StorageError,
    BuildError,
    DemoFolderError,
    FeedError,
    CatalogueError,
    VectorStoreError,
    EmbeddingModelError,
    ModelMissingError,
    ModelHashMismatchError,
    EmbeddedServerError,
    UnreadableFileError,
    ShopperFileError,
    ExperimentsError,
    LearnedModelError,
    MerchandisingError,
    OnlineUnavailableError,
    WeightsError,
    PermissionError,
    FileExistsError,
    NotADirectoryError,
)


class CannotStartError(RuntimeError):
    """The assistant cannot start; the message says why and what to do."""


def settings_for(data_dir: Path | None) -> Settings:
    """The settings from the environment, with the folder given.

    Raises:
        CannotStartError: a setting is not valid.
    """
    try:
        return Settings() if data_dir is None else Settings(data_dir=data_dir)
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise CannotStartError(f"the setting AISLE_{name} is not valid: {first['msg']}.") from error


def open_assistant(
    settings: Settings,
    *,
    catalog: Path | None = None,
    promotions: Path | None = None,
    progress: Callable[[str], None],
) -> Assistant:
    """:meth:`Assistant.open`, with its faults in one line.

    Raises:
        CannotStartError: with why and what to do.
    """
    try:
        return Assistant.open(settings, catalog=catalog, promotions=promotions, progress=progress)
    except FAULTS as error:
        raise CannotStartError(str(error)) from error
