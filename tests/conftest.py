"""Fixtures every package's tests share: the real embedded model, and the shared data."""

import os
from pathlib import Path

import pytest

from assistant.llm.client import IntentModel
from assistant.settings import SHIPPED, Settings

ROOT = Path(__file__).resolve().parents[1]


def shared_data_folder() -> Path:
    """Where the public data sets lie, if they are here."""
    return Path(os.environ.get("AISLE_SHARED_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def shared_data():
    """The folder of public data sets; tests that need it are left out where it is missing."""
    folder = shared_data_folder()
    if not folder.is_dir():
        pytest.skip("the shared data is not here; set AISLE_SHARED_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def embedded_settings(tmp_path_factory):
    """Settings of the base model: one thread, patient, since test machines are busy."""
    return Settings(
        data_dir=tmp_path_factory.mktemp("embedded"),
        llm_url=None,
        llm_adapter="none",
        llm_threads=1,
        llm_timeout_s=60,
        llm_start_timeout_s=120,
    )


@pytest.fixture(scope="session")
def embedded_llm(embedded_settings):
    """The base model with worked examples, really running, started once for the whole run."""
    model = IntentModel(embedded_settings)
    try:
        model.server.wait()
        yield model
    finally:
        model.close()


@pytest.fixture(scope="session")
def tuned_settings(embedded_settings, tmp_path_factory):
    """Settings of the shipped fine-tuned model; tests that need it are left out without it."""
    if not (SHIPPED / embedded_settings.llm_base / "adapter_model.safetensors").is_file():
        pytest.skip("no fine-tuned adapter is shipped")
    folder = tmp_path_factory.mktemp("tuned")
    return embedded_settings.model_copy(update={"llm_adapter": "shipped", "data_dir": folder})


@pytest.fixture(scope="session")
def tuned_llm(tuned_settings):
    """The fine-tuned model, really running, started once for the whole run."""
    model = IntentModel(tuned_settings)
    try:
        model.server.wait()
        yield model
    finally:
        model.close()
