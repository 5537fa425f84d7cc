"""Another embedding model beside the live one: searches never stop, and change over at once."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import numpy as np
import pytest

from retrieval import embedding, live
from retrieval import reindex as module
from retrieval.__main__ import main
from retrieval.index import ProductIndex
from retrieval.product import Product
from retrieval.reindex import ReindexError, reindex

OTHER = "letters"


class Letters:
    """A small model of its own: the three-letter runs of a text, hashed into 64 dimensions."""

    name, dimension = OTHER, 64
    made = 0

    def __init__(self, *, threads=1, batch=1):
        pass

    def queries(self, texts):
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for at in range(max(1, len(text) - 2)):
                digest = hashlib.blake2b(text[at : at + 3].lower().encode(), digest_size=2).digest()
                out[row, int.from_bytes(digest) % self.dimension] += 1
        return out / np.linalg.norm(out, axis=1, keepdims=True)

    def passages(self, texts):
        type(self).made += len(texts)
        return self.queries(texts)


@pytest.fixture
def letters(monkeypatch):
    monkeypatch.setitem(embedding.BUNDLED, OTHER, Letters)
    monkeypatch.setattr(Letters, "made", 0)
    monkeypatch.setattr(module, "CHUNK", 4)
    embedding._loaded.cache_clear()
    yield Letters
    embedding._loaded.cache_clear()


@pytest.fixture
def shop(tmp_path, fill, products):
    index = ProductIndex.open(tmp_path)
    fill(index, products)
    return index


def ids(hits):
    return [hit.product.id for hit in hits]


def test_the_new_model_is_live_for_all_once_it_is_whole(shop, tmp_path, letters):
    other_process = ProductIndex.open(tmp_path)  # what a running server holds
    other_process.refresh()

    report = reindex(shop, english=OTHER)

    assert report.embedded == letters.made == 12
    assert list(other_process._current().matrices) == [OTHER]
    assert other_process.search("gooseneck kettle", mode="dense", limit=1)[0].product.id == "k1"
    assert shop.has_vectors("minilm-int8")  # the way back costs nothing
    assert live.live(tmp_path).english == OTHER


def test_searches_go_on_all_the_while(shop, letters):
    found: list[list[str]] = []
    errors: list[Exception] = []
    done = threading.Event()

    def search():
        while not done.is_set():
            try:
                found.append(ids(shop.search("gooseneck kettle", limit=1)))
            except Exception as error:  # noqa: BLE001 - whatever goes wrong is the finding
                errors.append(error)

    searching = threading.Thread(target=search)
    searching.start()
    try:
        reindex(shop, english=OTHER)
    finally:
        done.set()
        searching.join()

    assert not errors
    assert found
    assert all(one == ["k1"] for one in found)


def test_a_reindex_killed_midway_changes_nothing_and_goes_on_later(shop, tmp_path, letters):
    here = Path(__file__)
    code = f"""
        import os, signal, sys
        sys.path[:0] = [{str(here.parent)!r}, {str(here.parents[2])!r}]
        from pathlib import Path
        import test_reindex as tests
        from retrieval import embedding, reindex as module
        from retrieval.index import ProductIndex
        embedding.BUNDLED[tests.OTHER] = tests.Letters
        module.CHUNK = 4
        def die(model, walked, total):
            if walked == 8:
                os.kill(os.getpid(), signal.SIGKILL)
        index = ProductIndex.open(Path({str(tmp_path)!r}))
        module.reindex(index, english=tests.OTHER, progress=die)
    """

    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False)

    assert killed.returncode == -signal.SIGKILL
    assert live.live(tmp_path).english == "minilm-int8"
    assert ids(shop.search("gooseneck kettle", limit=1)) == ["k1"]

    assert reindex(shop, english=OTHER).embedded == 4  # 8 of 12 were there
    assert ids(shop.search("gooseneck kettle", mode="dense", limit=1)) == ["k1"]


def test_what_went_since_an_earlier_reindex_is_gone(shop, fill, letters):
    reindex(shop, english=OTHER)
    shop.catalogue.drop(["h1"])
    shop.delete(["h1"])
    fill(shop, [Product(id="new", title="Velvet curtain")])

    report = reindex(shop, english="minilm-int8", drop_old=True)

    assert (report.embedded, report.stale) == (1, 1)
    assert shop._store.count("minilm-int8") == shop.count() == 12
    assert not shop.has_vectors(OTHER)
    assert ids(shop.search("curtain", mode="dense", limit=1)) == ["new"]


def test_an_ingest_goes_to_the_live_model(shop, fill, letters):
    reindex(shop, english=OTHER)

    fill(shop, [Product(id="new", title="Velvet curtain")])

    assert shop._store.count(OTHER) == 13
    assert shop._store.count("minilm-int8") == 12


@pytest.mark.parametrize(
    ("models", "words"),
    [
        ({}, "live already"),
        ({"english": "minilm-int8"}, "live already"),
        ({"english": "e5-small-q4"}, "must be two"),
    ],
)
def test_a_reindex_that_makes_no_sense_is_refused(shop, models, words):
    with pytest.raises(ReindexError, match=words):
        reindex(shop, **models)


def test_a_changed_setting_alone_leaves_the_live_vectors(tmp_path, fill, products, caplog):
    fill(ProductIndex.open(tmp_path), products)
    settings = ProductIndex.open(tmp_path).settings.model_copy(update={"english_model": OTHER})

    index = ProductIndex.open(tmp_path, settings)

    assert ids(index.search("gooseneck kettle", mode="dense", limit=1)) == ["k1"]
    assert "python -m retrieval reindex" in caplog.text


def test_the_command_says_what_it_did_and_refuses_an_empty_folder(shop, tmp_path, letters, capsys):
    assert main(["reindex", "--english-model", OTHER, "--data-dir", str(tmp_path)]) == 0
    assert "live: letters and e5-small-q4 (before: minilm-int8" in capsys.readouterr().out
    assert main(["reindex", "--english-model", "x", "--data-dir", str(tmp_path / "no")]) == 2
    assert "ingest one first" in capsys.readouterr().err
    assert main(["reindex", "--data-dir", str(tmp_path)]) == 2
    assert "name another model" in capsys.readouterr().err
