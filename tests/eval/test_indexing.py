"""A kept index: used again while nothing changed, brought up to date when something has."""

from __future__ import annotations

import json

import pytest

from eval import indexing
from eval.errors import UsageError
from eval.indexing import open_index


@pytest.fixture
def catalog(tmp_path):
    path = tmp_path / "shop.jsonl"
    lines = [{"id": str(n), "title": f"Camping tent number {n}"} for n in range(3)]
    path.write_text("\n".join(json.dumps(line) for line in [*lines, {"id": "untitled"}]))
    return path


def _built(catalog, folder):
    with open_index(catalog, folder) as found:
        return found.built_s, found.ids, found.rejected


def test_an_index_is_built_once_and_remembers_what_was_rejected(catalog, tmp_path):
    first, again = _built(catalog, tmp_path / "kept"), _built(catalog, tmp_path / "kept")
    assert first[0] is not None
    assert again == (None, {"0", "1", "2"}, 1)
    assert first[1:] == again[1:]


def test_another_content_is_another_index(catalog, tmp_path):
    _built(catalog, tmp_path / "kept")
    catalog.write_text('{"id": "9", "title": "Kettle"}')
    assert _built(catalog, tmp_path / "kept")[1] == {"9"}
    assert len(list((tmp_path / "kept").iterdir())) == 2


def test_other_settings_bring_the_index_up_to_date(catalog, tmp_path, monkeypatch):
    _built(catalog, tmp_path / "kept")
    (folder,) = (tmp_path / "kept").iterdir()
    (folder / "witness").touch()
    monkeypatch.setenv("AISLE_RETRIEVAL_RRF_K", "10")
    assert _built(catalog, tmp_path / "kept")[0] is not None
    assert _built(catalog, tmp_path / "kept")[0] is None
    assert (folder / "witness").exists(), "the vectors were kept"


def test_settings_that_make_vectors_build_it_from_nothing(catalog, tmp_path, monkeypatch):
    _built(catalog, tmp_path / "kept")
    (folder,) = (tmp_path / "kept").iterdir()
    (folder / "witness").touch()
    monkeypatch.setenv("AISLE_RETRIEVAL_LANGUAGES", "en,zh")
    assert _built(catalog, tmp_path / "kept")[0] is not None
    assert not (folder / "witness").exists()


def test_a_build_that_was_stopped_goes_on(catalog, tmp_path, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(indexing, "ingest", stopped)
        with pytest.raises(KeyboardInterrupt):
            _built(catalog, tmp_path / "kept")
    (folder,) = (tmp_path / "kept").iterdir()
    (folder / "witness").touch()
    assert _built(catalog, tmp_path / "kept")[1] == {"0", "1", "2"}
    assert (folder / "witness").exists(), "the folder was not thrown away"


def test_a_record_that_cannot_be_read_means_building_from_nothing(catalog, tmp_path):
    _built(catalog, tmp_path / "kept")
    (folder,) = (tmp_path / "kept").iterdir()
    (folder / "built-by.json").write_text("{")
    (folder / "witness").touch()
    assert _built(catalog, tmp_path / "kept")[0] is not None
    assert not (folder / "witness").exists()


def test_a_folder_that_cannot_be_made_is_bad_usage(catalog, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="give --data-dir a folder"):
        _built(catalog, tmp_path / "file")
