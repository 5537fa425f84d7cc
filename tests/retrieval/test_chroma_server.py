"""The whole index against a ChromaDB server by URL: the same code, the same answers."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal

import pytest

from retrieval.constraints import Constraints
from retrieval.index import ProductIndex
from retrieval.ingest import ingest
from retrieval.settings import RetrievalSettings


@pytest.fixture
def feed(tmp_path, products):
    path = tmp_path / "shop.jsonl"
    path.write_text("".join(product.model_dump_json() + "\n" for product in products))
    return path


def ids(hits):
    return [hit.product.id for hit in hits]


def test_ingest_and_search_through_a_server(server, feed, tmp_path, products):
    settings = RetrievalSettings(chroma_url=server)
    index = ProductIndex.open(tmp_path / "data", settings)
    embedded = ProductIndex.open(tmp_path / "embedded")

    report = ingest([feed], index)
    ingest([feed], embedded)

    assert report.sources[0].new == len(products)
    assert not (tmp_path / "data" / "chroma").exists()
    for wish in (Constraints(), Constraints(price_max=Decimal(60)), Constraints(colors=("black",))):
        for query in ("laptop", "something to boil water"):
            assert ids(index.search(query, wish)) == ids(embedded.search(query, wish))
    again = ingest([feed], index).sources[0]
    assert (again.new, again.changed, again.unchanged) == (0, 0, len(products))


def test_hnsw_is_asked_of_the_server_too(server, feed, tmp_path):
    settings = RetrievalSettings(chroma_url=server, exact_below=0, depth=10)
    index = ProductIndex.open(tmp_path / "data", settings)
    ingest([feed], index)

    assert ids(index.search("gooseneck kettle", mode="dense", limit=1)) == ["k1"]


def test_another_machine_sees_what_one_has_ingested(server, feed, tmp_path):
    """Two processes over one server and one catalogue, as two machines would have them."""
    settings = RetrievalSettings(chroma_url=server)
    index = ProductIndex.open(tmp_path / "data", settings)
    index.refresh()

    command = [sys.executable, "-m", "retrieval", "ingest", str(feed)]
    figures = tmp_path / "figures.json"
    subprocess.run(
        [*command, "--data-dir", str(tmp_path / "data"), "--json", str(figures)],
        check=True,
        capture_output=True,
        env={"AISLE_RETRIEVAL_CHROMA_URL": server, "PATH": "/usr/bin:/bin"},
    )

    assert json.loads(figures.read_text())["rows"][0]["new"] == 12
    assert ids(index.search("something to boil water", mode="dense", limit=1)) == ["k1"]
