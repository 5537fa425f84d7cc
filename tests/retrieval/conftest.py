"""A small shop in a real index: real models, real Chroma, real SQLite."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from retrieval.catalogue import Entry
from retrieval.index import ProductIndex
from retrieval.product import Product

Fill = Callable[[ProductIndex, Sequence[Product]], None]


def fill_index(index: ProductIndex, products: Sequence[Product]) -> None:
    """What an ingest does: records, then vectors, then the mark that both are there."""
    run = index.catalogue.begin_run()
    entries = [Entry(product, str(hash(product.model_dump_json()))) for product in products]
    index.catalogue.write(entries, [], source="test", run=run)
    index.upsert(products)
    index.catalogue.mark_indexed([product.id for product in products])


@pytest.fixture(scope="session")
def fill() -> Fill:
    return fill_index


def shop() -> list[Product]:
    def make(id_: str, title: str, **fields: object) -> Product:
        return Product.model_validate({"id": id_, "title": title, **fields})

    return [
        make("l1", "Nimbus 14 laptop", brand="Corvid", price=899, category="Electronics > Laptops",
             color="Silver", sales=120, rating=4.4, rating_count=80),
        make("l2", "Corvid Swift notebook 15.6 inch, black", brand="Corvid", price=649,
             sale_price=599, category="Electronics > Laptops", color="Black", sales=300),
        make("b1", "Laptop bag for 15.6 inch laptops", brand="Tarn", price=39, color="Black",
             category="Electronics > Bags", material="Polyester", sales=900),
        make("b2", "Laptop sleeve, wool felt", brand="Tarn", price=25, color="Grey",
             category="Electronics > Bags", material="Merino wool"),
        make("h1", "Hush wireless headphones", brand="Ostra", price=129, color="Black",
             category="Electronics > Audio > Headphones", rating=4.7, rating_count=210,
             description="Over-ear, active noise cancelling, 30 hours.", sales=500,
             attributes={"bluetooth": True}),
        make("h2", "Pip earbuds", brand="Ostra", price=49, sale_price=35, color="White",
             category="Electronics > Audio > Headphones", rating=3.9, rating_count=40),
        make("s1", "Fell runner shoe", brand="Skarn", price=95, color="Navy", gender="male",
             sizes=["41", "42", "43"], category="Shoes > Running shoes", item_group_id="fell"),
        make("s2", "Fell runner shoe", brand="Skarn", price=95, color="Red", gender="female",
             sizes=["37", "38"], category="Shoes > Running shoes", item_group_id="fell"),
        make("s3", "Brook trail running shoe", brand="Skarn", price=110, color="Green",
             gender="male", sizes=["42"], category="Shoes > Running shoes"),
        make("k1", "Gooseneck kettle", brand="Emberly", price=55, color="Black",
             category="Kitchen > Kettles", availability="out_of_stock"),
        make("n1", "Fragrance-free hand cream", brand="Lune", price=12, category="Beauty > Cream"),
        make("n2", "Hand cream with rose fragrance", brand="Lune", price=12,
             category="Beauty > Cream"),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def products() -> list[Product]:
    return shop()


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, products: list[Product]) -> ProductIndex:
    """The small shop, indexed once; tests that change it open their own."""
    index = ProductIndex.open(tmp_path_factory.mktemp("shop"))
    fill_index(index, products)
    return index


@pytest.fixture
def empty(tmp_path: Path) -> ProductIndex:
    return ProductIndex.open(tmp_path)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A real Chroma server on a free port; its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chroma = Path(sys.executable).with_name("chroma")
    command = [chroma, "run", "--path", tmp_path / "server", "--port", str(port)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path
    )
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.2)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()
