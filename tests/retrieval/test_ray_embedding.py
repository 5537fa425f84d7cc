"""Embedding on Ray: the vectors of this process, in the order of the texts."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest
from typer.testing import CliRunner

from retrieval import ray_embedding
from retrieval.__main__ import app
from retrieval.embedding import EmbeddingModelError, embedder
from retrieval.index import ProductIndex
from retrieval.ray_embedding import RayEmbedder
from retrieval.settings import RetrievalSettings

SETTINGS = RetrievalSettings(ray_address="local", ray_workers=1)


@pytest.fixture(scope="module")
def ray():
    module = pytest.importorskip("ray")
    yield module
    module.shutdown()


def test_few_texts_are_embedded_here(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    found = RayEmbedder("minilm-int8", SETTINGS).passages(["a kettle"])
    assert np.array_equal(found, embedder("minilm-int8").passages(["a kettle"]))


def test_without_ray_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setattr(ray_embedding, "LEAST", 1)
    with pytest.raises(EmbeddingModelError, match=r"pip install 'aisle\[ray\]'"):
        RayEmbedder("minilm-int8", SETTINGS).passages(["a kettle"])


@pytest.mark.slow
def test_an_ingest_on_ray_stores_the_vectors_of_one_without(ray, tmp_path, monkeypatch):
    titles = [f"Camping tent number {n}, {'very ' * (n % 9)}large" for n in range(40)]
    feed = tmp_path / "shop.jsonl"
    feed.write_text("\n".join(json.dumps({"id": str(n), "title": t}) for n, t in enumerate(titles)))
    monkeypatch.setattr(ray_embedding, "LEAST", 10)
    monkeypatch.setattr(ray_embedding, "_PART", 16)
    found = {}
    for name, address in (("here", ""), ("ray", "local")):
        monkeypatch.setenv("AISLE_RETRIEVAL_RAY_WORKERS", "1")
        if address:
            monkeypatch.setenv("AISLE_RETRIEVAL_RAY_ADDRESS", address)
        run = CliRunner().invoke(app, ["ingest", str(feed), "--data-dir", str(tmp_path / name)])
        assert run.exit_code == 0, run.output
        index = ProductIndex.open(tmp_path / name)
        index.refresh()
        matrix = index._snapshot.matrices["minilm-int8"]
        found[name] = dict(zip(index._snapshot.ids, matrix.vectors.tolist(), strict=True))
        index.close()
    assert ray.is_initialized(), "Ray did it"
    assert found["here"].keys() == found["ray"].keys()
    for id_, vector in found["here"].items():
        assert np.allclose(vector, found["ray"][id_], atol=1e-6)
