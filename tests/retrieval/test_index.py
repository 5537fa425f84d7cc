"""The index as the rest of Aisle uses it, on a small real shop."""

from __future__ import annotations

import logging
import subprocess
import sys
import textwrap
import threading
from decimal import Decimal

import pytest

from retrieval.constraints import Constraints
from retrieval.index import ProductIndex
from retrieval.product import Product
from retrieval.settings import RetrievalSettings


def ids(hits):
    return [hit.product.id for hit in hits]


def test_the_best_match_comes_first_with_its_scores(index):
    hits = index.search("noise cancelling headphones")

    assert hits[0].product.id == "h1"
    assert hits[0].relevance == 1
    assert set(hits[0].scores) == {"bm25", "dense", "fused", "second"}
    relevances = [hit.relevance for hit in hits]
    assert relevances == sorted(relevances, reverse=True)
    assert min(relevances) >= 0


@pytest.mark.parametrize("mode", ["hybrid", "bm25", "dense", "rrf"])
def test_every_mode_finds_the_kettle(index, mode):
    assert index.search("gooseneck kettle", mode=mode)[0].product.id == "k1"


def test_a_long_list_ranks_every_product(tmp_path, fill, products):
    index = ProductIndex.open(tmp_path, RetrievalSettings(depth=10))
    fill(index, products)

    assert len(index.search("laptop", limit=100)) == len(products)


def test_words_that_are_nowhere_find_by_meaning(index):
    assert index.search("something to boil water", limit=3)[0].product.id == "k1"
    assert index.search("zxqv", mode="bm25") == []


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        (Constraints(price_max=Decimal(40)), {"b1", "b2", "h2", "n1", "n2"}),
        (Constraints(colors=("blue",)), {"s1"}),
        (Constraints(colors=("black",), in_stock=True), {"l2", "b1", "h1"}),
        (Constraints(exclude=("wool",), category="bags"), {"b1"}),
        (Constraints(on_sale=True), {"l2", "h2"}),
        (Constraints(brands=("skarn",), sizes=("42",)), {"s1", "s3"}),
        (Constraints(brands=("nobody",)), set()),
    ],
)
def test_nothing_outside_a_constraint_is_shown(index, constraints, expected):
    assert set(ids(index.search("laptop shoe kettle", constraints))) == expected
    assert set(ids(index.browse(constraints))) == expected
    assert index.count(constraints) == len(expected)


def test_a_laptop_search_does_not_end_in_laptop_bags(index):
    hits = index.search("laptop", product_type="laptop", limit=4)

    assert set(ids(hits)[:2]) == {"l1", "l2"}
    assert [hit.type_match for hit in hits] == [True, True, False, False]


def test_who_asks_for_a_brand_sees_its_products_first(tmp_path, fill):
    def make(id_: str, title: str, brand: str) -> Product:
        return Product(id=id_, title=title, brand=brand)

    others = [
        make(f"o{n}", f"Toner cartridge for Corvid Corvid printers {n}", "Ink") for n in "123"
    ]
    fits = make("o4", "Corvid", "Tarn")
    own = [make("c1", "Swift notebook, a long title that says many other things", "Corvid")]
    index = ProductIndex.open(tmp_path, RetrievalSettings())
    fill(index, [*others, fits, *own, make("c2", "Desk lamp", "Corvid")])

    assert set(ids(index.search("CORVID"))[:2]) == {"c1", "c2"}
    assert ids(index.search("toner for corvid"))[0].startswith("o")


@pytest.mark.parametrize("described", [True, False])
def test_the_first_found_lead_the_vector_where_products_are_described(tmp_path, fill, described):
    said = "A thing for every day, made with care, easy to clean, and it comes in a box." * 3
    titles = ["Steel kettle", "Kettle with gooseneck", "Tea pot", "Coffee mug", "Desk lamp"]
    products = [
        Product(id=str(row), title=title, description=said if described else "")
        for row, title in enumerate(titles)
    ]
    fused = []
    index = ProductIndex.open(tmp_path, RetrievalSettings())
    fill(index, products)
    index.close()
    for settings in (RetrievalSettings(), RetrievalSettings(without=("leaders",))):
        index = ProductIndex.open(tmp_path, settings)
        fused.append({hit.product.id: hit.scores["fused"] for hit in index.search("kettle")})
        index.close()

    assert (fused[0] != fused[1]) is described


@pytest.mark.parametrize("described", [True, False])
def test_who_says_every_word_gains_on_who_says_one_where_products_are_described(
    tmp_path, fill, described
):
    said = "It is easy to clean, lasts for years and comes in a box of grey card." * 2
    titles = ["Tray", "Walnut board", "Walnut tray with two handles and a rim of brass"]
    lead = []
    index = ProductIndex.open(tmp_path, RetrievalSettings())
    fill(
        index,
        [
            Product(id=str(row), title=title, description=said if described else "")
            for row, title in enumerate(titles)
        ],
    )
    index.close()
    for settings in (RetrievalSettings(), RetrievalSettings(without=("coverage",))):
        index = ProductIndex.open(tmp_path, settings)
        found = {hit.product.id: hit.scores["fused"] for hit in index.search("walnut tray")}
        lead.append(found["2"] - max(found["0"], found["1"]))
        index.close()

    assert (lead[0] > lead[1] + 0.1) is described


def test_a_query_in_pinyin_finds_what_the_shop_says_in_chinese(tmp_path, fill):
    index = ProductIndex.open(tmp_path, RetrievalSettings())
    titles = ["无线蓝牙耳机", "电热水壶", "跑步鞋"]
    fill(index, [Product(id=str(row), title=title) for row, title in enumerate(titles)])

    assert ids(index.search("lanya erji"))[0] == "0"


def test_no_type_asked_no_type_matched(index):
    assert index.search("laptop")[0].type_match is None


@pytest.mark.parametrize("query", ["", "  ", "😀", "the", "我想要", "\x00", "?!"])
def test_a_query_without_words_browses_by_popularity(index, query):
    assert ids(index.search(query, limit=2)) == ["h1", "b1"]


def test_browse_puts_popular_first_and_keeps_to_the_limit(index):
    assert ids(index.browse(limit=3)) == ["h1", "b1", "l2"]


def test_similar_is_of_the_same_kind_and_not_its_own_variant(index):
    hits = index.similar("s1", limit=3)

    assert hits[0].product.id == "s3"
    assert hits[0].type_match
    assert not {"s1", "s2"} & set(ids(hits))
    assert index.similar("nowhere") == []
    assert "s3" not in ids(index.similar("s1", Constraints(price_max=Decimal(100))))


def test_get_keeps_the_order_asked(index):
    assert [product.id for product in index.get(["k1", "nowhere", "b1"])] == ["k1", "b1"]


def test_facets_count_the_shop(index):
    facets = index.facets()

    assert facets.brands["Skarn"] == 3
    assert facets.categories["Electronics"] == 6
    assert facets.categories["Electronics > Audio > Headphones"] == 2
    assert facets.colors["blue"] == 1
    assert facets.materials["wool"] == 1
    assert facets.product_types["running shoe"] == 3


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "laptop " * 20_000, "三百" * 50_000, "a'b\"; DROP TABLE products--"]
)
def test_long_and_hostile_queries_are_only_text(index, text):
    index.search(text, Constraints(brands=(text,), exclude=(text,)))

    assert index.count() == 12


def test_an_empty_catalogue_finds_nothing(empty):
    assert empty.search("kettle") == []
    assert empty.browse() == []
    assert empty.similar("x") == []
    assert empty.count() == 0
    assert empty.facets().brands == {}


def test_changes_are_seen_by_the_next_search(empty, fill, products):
    fill(empty, products)
    assert empty.search("kettle")[0].product.id == "k1"

    fill(empty, [Product(id="k2", title="Plain kettle", price=Decimal(9))])
    empty.catalogue.drop(["k1"])
    empty.delete(["k1"])

    assert ids(empty.search("kettle", limit=1)) == ["k2"]
    assert "k1" not in ids(empty.browse())


def test_writing_again_embeds_only_what_changed(empty, fill, products, monkeypatch):
    fill(empty, products)
    embedded = []
    model = empty._embedder("minilm-int8")
    passages = type(model).passages
    monkeypatch.setattr(
        type(model), "passages", lambda self, t: embedded.extend(t) or passages(self, t)
    )

    cheaper = products[0].model_copy(update={"price": Decimal(1)})
    renamed = products[1].model_copy(update={"title": "Corvid Swift netbook"})
    fill(empty, [cheaper, renamed, *products[2:]])

    assert len(embedded) == 1
    assert "netbook" in embedded[0]
    assert empty.count(Constraints(price_max=Decimal(1))) == 1


def test_an_ingest_in_another_process_is_seen(empty, fill, products, tmp_path):
    fill(empty, products)
    assert empty.search("velvet curtain", limit=1)[0].product.id != "c1"
    code = f"""
        import sys; sys.path.insert(0, {str(__file__.rpartition("/")[0])!r})
        from pathlib import Path
        from conftest import fill_index
        from retrieval.index import ProductIndex
        from retrieval.product import Product
        index = ProductIndex.open(Path({str(tmp_path)!r}))
        fill_index(index, [Product(id="c1", title="Velvet drapes")])
    """

    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)

    assert empty.search("curtain for a window", limit=1)[0].product.id == "c1"


def test_a_stale_snapshot_never_shows_what_no_longer_fits(empty, fill, products, monkeypatch):
    fill(empty, products)
    empty.refresh()
    monkeypatch.setattr("retrieval.index._SMALL", 0)  # as if the catalogue were large
    monkeypatch.setattr(empty, "_rebuild_in_background", lambda: None)
    dearer = [p.model_copy(update={"price": Decimal(500)}) for p in products if p.id == "k1"]
    fill(empty, dearer)

    assert "k1" in ids(empty.search("kettle"))
    assert "k1" not in ids(empty.search("kettle", Constraints(price_max=Decimal(60))))


def test_a_large_catalogue_is_read_again_in_the_background(empty, fill, products, monkeypatch):
    fill(empty, products)
    empty.refresh()
    monkeypatch.setattr("retrieval.index._SMALL", 0)
    empty._built = 0.0
    fill(empty, [Product(id="z", title="Zither")])

    empty.search("zither")  # served by the old snapshot, starts the reading
    empty._background.join()

    assert empty.search("zither", limit=1)[0].product.id == "z"


def test_narrow_and_wide_scans_agree(tmp_path, fill, products):
    """Chroma's HNSW, asked where many products fit, finds what the exact scan finds."""
    exact = ProductIndex.open(tmp_path / "a")
    fill(exact, products)
    graph = ProductIndex.open(tmp_path / "b", RetrievalSettings(exact_below=0, depth=10))
    fill(graph, products)

    for wish in (Constraints(), Constraints(colors=("black",)), Constraints(brands=("skarn",))):
        found = ids(graph.search("shoe for trail runs", wish, mode="dense", limit=5))
        assert found == ids(exact.search("shoe for trail runs", wish, mode="dense", limit=5))


def test_many_threads_search_at_once(index):
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append(ids(index.search("running shoe", limit=3))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert len({tuple(one) for one in found}) == 1


# Languages ----------------------------------------------------------------------------------------


@pytest.fixture
def chinese(tmp_path, fill):
    """A shop whose first products have no Chinese, and later ones have."""
    index = ProductIndex.open(tmp_path)
    fill(index, [Product(id="mug", title="Steel travel mug")])
    fill(
        index,
        [
            Product(id="ear", title="Hush headphones", attributes={"title_zh": "静音无线耳机"}),
            Product(id="pot", title="Gooseneck kettle", attributes={"title_zh": "鹅颈电热水壶"}),
        ],
    )
    return index


def test_chinese_queries_find_by_chinese_words_and_meaning(chinese):
    assert ids(chinese.search("耳机", language="zh"))[0] == "ear"
    assert ids(chinese.search("烧开水用的壶", language="zh"))[0] == "pot"
    assert chinese.search("耳机", language="zh", product_type="耳机")[0].type_match


def test_products_from_before_the_first_chinese_one_get_multilingual_vectors_too(chinese):
    assert ids(chinese.search("cup for a journey", language="zh", mode="dense"))[0] == "mug"


def test_a_chinese_query_of_an_english_catalogue_says_what_is_missing(empty, fill, caplog):
    fill(empty, [Product(id="mug", title="Steel travel mug")])

    with caplog.at_level(logging.WARNING):
        empty.search("保温杯", language="zh")
        empty.search("保温杯", language="zh")

    assert caplog.text.count("AISLE_RETRIEVAL_LANGUAGES") == 1


def test_the_languages_setting_makes_the_vectors(tmp_path, fill):
    index = ProductIndex.open(tmp_path, RetrievalSettings(languages=("en", "zh")))
    fill(index, [Product(id="mug", title="Steel mug"), Product(id="hat", title="Straw hat")])

    assert ids(index.search("马克杯", language="zh", mode="dense"))[0] == "mug"
