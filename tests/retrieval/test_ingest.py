"""Ingest: what becomes of each row, of repeats, of crashes, and of those who search meanwhile."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from retrieval.catalogue import Catalogue, CatalogueError
from retrieval.feeds import FeedError
from retrieval.index import ProductIndex
from retrieval.ingest import IngestError, IngestReport, SourceReport, ingest
from retrieval.product import Product
from tests.retrieval.ledger import Ledger

LEDGER = Path(__file__).with_name("ledger.py")


def row(number: int, **fields: Any) -> dict[str, Any]:
    return {"id": f"p{number:03}", "title": f"Product number {number}", "price": number, **fields}


def feed(path: Path, rows: Iterable[dict[str, Any] | str]) -> Path:
    lines = (line if isinstance(line, str) else json.dumps(line) for line in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="surrogateescape")
    return path


def one(report: IngestReport) -> SourceReport:
    (source,) = report.sources
    return source


def state(data_dir: Path) -> tuple[list[Product], dict[str, str]]:
    """All that an ingest leaves behind: the records, and what the index has."""
    ledger = Ledger(data_dir)
    assert ledger.catalogue.unindexed(1) == []
    assert ledger.catalogue.deleted(1) == []
    return list(ledger.catalogue.iter_products()), ledger.contents()


def test_a_feed_with_a_row_of_every_damage(tmp_path: Path) -> None:
    path = tmp_path / "damaged.jsonl"
    lines: list[bytes] = [
        json.dumps(line).encode()
        for line in (
            {"id": "ok", "title": "Clean kettle", "price": 20, "brand": "Emberly"},
            {"id": "eu", "title": "Pan", "price": "1.299,00 €"},
            {"id": "cn", "title": "保温杯", "price": "￥299", "color": "藏青"},
            {"id": "html", "title": "<b>Pot</b>", "description": "<script>alert(1)</script>Deep"},
            {"id": "moji", "title": "CafÃ© set"},
            {"id": "bidi", "title": "Mug \u202egnp.exe"},
            {"id": "neg", "title": "Fork", "price": -3},
            {"id": "sale", "title": "Knife", "price": 5, "sale_price": 9},
            {"id": "rate", "title": "Spoon", "rating": 86},
            {"id": "stars", "title": "Ladle", "rating": 512},
            {"id": "date", "title": "Whisk", "released": "2023-02-30"},
            {"id": "long", "title": "Bowl", "description": "soup " * 10_000},
            {"id": "link", "title": "Cup", "link": "javascript:alert(1)"},
            {"id": "stock", "title": "Jug", "availability": "ask Bob"},
            {"id": "twin", "title": "Clean Kettle", "price": 20, "brand": "Emberly"},
            {"id": "ok", "title": "Another kettle"},
            {"title": "No id"},
            {"id": "untitled"},
            {"id": "x" * 300, "title": "Long id"},
        )
    ]
    lines += [
        b'{"id": "nan", "title": "Tray", "price": NaN}',
        b'{"id": "cut", "title": "Cu',
        b'["not", "an object"]',
        b'{"id": "latin", "title": "Caf\xe9"}',
        b'{"id": "huge", "title": "' + b"x" * (3 * 1024 * 1024) + b'"}',
    ]
    path.write_bytes(b"\n".join(lines))

    rejects = tmp_path / "rejects.jsonl"
    report = one(ingest([path], Ledger(tmp_path / "data"), rejects=rejects))

    assert report.rejections == {
        "duplicate id, the first row is kept": 1,
        "no id": 1,
        "no title": 1,
        "id longer than 200 characters": 1,
        "broken JSON": 1,
        "not a JSON object": 1,
        "not UTF-8 text": 1,
        "longer than 2048 KiB": 1,
    }
    assert report.repairs == {
        "title: HTML removed": 1,
        "description: HTML removed": 1,
        "title: mojibake repaired": 1,
        "title: invisible characters removed": 1,
        "price: negative, cleared": 1,
        "sale_price: above the price, dropped": 1,
        "rating: scaled from 0-100": 1,
        "rating: out of range, dropped": 1,
        "released: no such date, dropped": 1,
        "description: cut": 1,
        "link: not a safe address, dropped": 1,
        "availability: not understood, taken as out of stock": 1,
        "title: near-duplicate, grouped with the earlier product": 1,
        "price: not a finite number, cleared": 1,
    }
    assert (report.read, report.kept, report.repaired, report.rejected) == (24, 3, 13, 8)
    assert (report.new, report.near_duplicates, report.complete) == (16, 1, True)

    stored = {product.id: product for product in Catalogue.open(tmp_path / "data").iter_products()}
    assert stored["ok"].title == "Clean kettle"
    assert (stored["eu"].price, stored["eu"].currency) == (1299, "EUR")
    assert stored["cn"].currency == "CNY"
    assert stored["cn"].attributes["color_family"] == ["blue"]
    assert (stored["html"].title, stored["html"].description) == ("Pot", "Deep")
    assert stored["moji"].title == "Café set"
    assert stored["bidi"].title == "Mug gnp.exe"
    assert stored["rate"].rating == 4.3
    assert stored["twin"].item_group_id == "ok"

    written = [json.loads(line) for line in rejects.read_text(encoding="utf-8").splitlines()]
    assert [(entry["row"], entry["reason"]) for entry in written if entry["row"] == 21] == [
        (21, "broken JSON")
    ]
    assert len(written) == 8
    assert all(len(entry["raw"]) <= 2_000 for entry in written)


def test_a_second_run_writes_only_what_changed(tmp_path: Path) -> None:
    path = feed(tmp_path / "shop.jsonl", (row(n) for n in range(20)))
    data = tmp_path / "data"
    assert one(ingest([path], Ledger(data))).new == 20

    version = Catalogue.open(data).version()
    again = Ledger(data)
    report = one(ingest([path], again))
    assert (report.unchanged, report.new, report.changed, report.deleted) == (20, 0, 0, 0)
    assert again.upserted == []
    assert again.catalogue.version() == version

    feed(path, [*(row(n) for n in range(1, 19)), row(19, title="Renamed"), row(20)])
    changed = Ledger(data)
    report = one(ingest([path], changed))
    assert (report.unchanged, report.new, report.changed, report.deleted) == (18, 1, 1, 1)
    assert changed.upserted == ["p019", "p020"]
    products, indexed = state(data)
    assert (
        [product.id for product in products] == list(indexed) == [f"p{n:03}" for n in range(1, 21)]
    )
    assert indexed["p019"] == "Renamed"


def test_the_order_of_a_row_s_fields_is_no_change(tmp_path: Path) -> None:
    data = tmp_path / "data"
    ingest([feed(tmp_path / "s.jsonl", [row(1, attributes={"a": 1, "b": 2})])], Ledger(data))
    backwards = {"attributes": {"b": 2, "a": 1}, **row(1)}
    report = one(ingest([feed(tmp_path / "s.jsonl", [backwards])], Ledger(data)))
    assert report.unchanged == 1


def test_nothing_is_deleted_where_more_than_half_would_go(tmp_path: Path) -> None:
    data, path = tmp_path / "data", tmp_path / "shop.jsonl"
    ingest([feed(path, (row(n) for n in range(10)))], Ledger(data))
    feed(path, (row(n) for n in range(4)))

    report = one(ingest([path], Ledger(data)))
    assert (report.deleted, report.missing) == (0, 6)
    assert "--allow-mass-delete" in (report.kept_because or "")
    assert one(ingest([path], Ledger(data), keep_missing=True)).missing == 6
    assert one(ingest([path], Ledger(data), allow_mass_delete=True)).deleted == 6
    assert len(state(data)[1]) == 4


def test_a_feed_cut_short_deletes_nothing(tmp_path: Path) -> None:
    data, path = tmp_path / "data", tmp_path / "shop.jsonl.gz"
    lines = [json.dumps(row(n, description=f"{n * 7919:x}" * 30)) for n in range(400)]
    packed = gzip.compress("\n".join(lines).encode())
    path.write_bytes(packed)
    ingest([path], Ledger(data))
    path.write_bytes(packed[: len(packed) * 9 // 10])

    report = one(ingest([path], Ledger(data)))
    assert not report.complete
    assert report.deleted == 0
    assert report.missing > 0
    assert "cut short" in (report.kept_because or "")
    assert len(state(data)[1]) == 400


@pytest.mark.parametrize("name", ["shop.jsonl", "shop.csv"])
def test_half_a_line_at_the_end_deletes_nothing(tmp_path: Path, name: str) -> None:
    data, path = tmp_path / "data", tmp_path / name
    lines = (
        ["id,title,price", *(f"p{n},Kettle {n},{n + 1}" for n in range(9))]
        if name.endswith("csv")
        else [json.dumps(row(n)) for n in range(9)]
    )
    path.write_text("\n".join(lines) + "\n")
    ingest([path], Ledger(data))
    path.write_text("\n".join(lines)[:-5])

    whole = ingest([path], Ledger(data), allow_mass_delete=True)
    report = one(whole)
    assert (report.complete, report.rejected, report.deleted, report.missing) == (False, 1, 0, 1)
    assert len(state(data)[1]) == 9
    assert "cut short" in whole.unfinished[0]


def test_sources_are_snapshots_of_their_own(tmp_path: Path) -> None:
    data = tmp_path / "data"
    one_, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    feed(one_, (row(n) for n in range(5)))
    feed(two, (row(n) for n in range(4, 10)))
    first, second = ingest([one_, two], Ledger(data)).sources
    assert (first.source, second.source) == ("one.jsonl", "two.jsonl")
    assert second.repairs == {"id: taken over from another source": 1}
    assert Catalogue.open(data).sources() == {"one.jsonl": 4, "two.jsonl": 6}

    together = one(ingest([one_, two], Ledger(tmp_path / "data2"), source="shop"))
    assert (together.read, together.rejected, together.new) == (11, 1, 10)


def uninterrupted(tmp_path: Path) -> tuple[tuple[list[Product], dict[str, str]], Path, Path]:
    """The state after an old and a new feed, and both feeds: changes, additions, deletions."""
    old = feed(tmp_path / "old.jsonl", (row(n) for n in range(45)))
    new = feed(
        tmp_path / "new.jsonl",
        (row(n, title=f"New {n}") if n % 3 == 0 else row(n) for n in range(12, 60)),
    )
    clean = tmp_path / "clean"
    for path in (old, new):
        ingest([path], Ledger(clean), source="shop", batch=10)
    return state(clean), old, new


@pytest.mark.parametrize(
    ("call", "moment"),  # calls 1 to 5 write a batch each, call 6 deletes
    [(1, "before"), (3, "before"), (3, "after"), (6, "before"), (6, "after")],
)
def test_killed_anywhere_and_run_again_ends_as_one_clean_run(
    tmp_path: Path, call: int, moment: str
) -> None:
    expected, old, new = uninterrupted(tmp_path)
    data = tmp_path / "killed"
    ingest([old], Ledger(data), source="shop", batch=10)

    command = [sys.executable, "-m", "tests.retrieval.ledger", new, data, str(call), moment]
    killed = subprocess.run(
        [str(part) for part in command], cwd=LEDGER.parents[2], check=False, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    ledger = Ledger(data)
    assert ledger.catalogue.unindexed(1) or ledger.catalogue.deleted(1)

    report = ingest([new], Ledger(data), source="shop", batch=10)
    assert report.recovered > 0
    assert state(data) == expected


def test_an_index_that_fails_leaves_work_for_the_next_run(tmp_path: Path) -> None:
    class Broken(Ledger):
        def upsert(self, products: Any) -> None:
            if len(self.upserted) >= 10:
                raise CatalogueError("cannot write the index: the disk is full")
            super().upsert(products)

    path = feed(tmp_path / "shop.jsonl", (row(n) for n in range(25)))
    data = tmp_path / "data"
    with pytest.raises(CatalogueError, match="disk is full"):
        ingest([path], Broken(data), batch=10)
    assert ingest([path], Ledger(data), batch=10).recovered == 15  # the two batches under way
    assert len(state(data)[1]) == 25


def test_two_ingests_at_once_are_refused(tmp_path: Path) -> None:
    path = feed(tmp_path / "shop.jsonl", [row(1)])
    ledger = Ledger(tmp_path / "data")
    with (
        FileLock(tmp_path / "data" / "ingest.lock"),
        pytest.raises(IngestError, match="another ingest is writing"),
    ):
        ingest([path], ledger)
    assert ledger.catalogue.count() == 0
    ingest([path], ledger)
    assert ledger.catalogue.count() == 1


def test_a_missing_feed_stops_before_anything_is_done(tmp_path: Path) -> None:
    path = feed(tmp_path / "shop.jsonl", [row(1)])
    ledger = Ledger(tmp_path / "data")
    with pytest.raises(FeedError, match="no such file"):
        ingest([path, tmp_path / "nowhere.jsonl"], ledger)
    assert ledger.catalogue.count() == 0


def test_rejects_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    path = feed(tmp_path / "shop.jsonl", [row(1)])
    with pytest.raises(IngestError, match="cannot write the rejects"):
        ingest([path], Ledger(tmp_path / "data"), rejects=tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_disk_that_fills_up_under_the_rejects_is_told(tmp_path: Path) -> None:
    path = feed(tmp_path / "shop.jsonl", [row(1), "broken", row(2)])
    with pytest.raises(IngestError, match="No space left on device; run the same command again"):
        ingest([path], Ledger(tmp_path / "data"), rejects=Path("/dev/full"))
    ingest([path], Ledger(tmp_path / "data"))
    assert len(state(tmp_path / "data")[1]) == 2


def test_reindex_writes_everything_again(tmp_path: Path) -> None:
    path = feed(tmp_path / "shop.jsonl", (row(n) for n in range(5)))
    ingest([path], Ledger(tmp_path / "data"))
    again = Ledger(tmp_path / "data")
    ingest([path], again, reindex=True)
    assert sorted(again.upserted) == [f"p{n:03}" for n in range(5)]


def test_searching_goes_on_while_a_catalogue_comes_in(tmp_path: Path) -> None:
    shop = [
        row(n, title=f"{kind} model {n}", price=10 + n)
        for n, kind in enumerate(["Steel kettle", "Desk lamp", "Trail shoe"] * 20)
    ]
    path = feed(tmp_path / "shop.jsonl", shop)
    writer, reader = ProductIndex.open(tmp_path / "data"), ProductIndex.open(tmp_path / "data")
    found: list[set[str]] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            hits = reader.search("kettle", limit=60)
            found.append({hit.product.id for hit in hits})

    with ThreadPoolExecutor(1) as pool:
        searching = pool.submit(search)
        ingest([path], writer, batch=10)
        done.set()
        searching.result()
    assert found[0] <= found[-1] <= {line["id"] for line in shop}
    hits = reader.search("kettle", limit=5)
    assert all("kettle" in hit.product.title for hit in hits)
    assert reader.catalogue.count() == 60

    feed(path, [line for line in shop if "kettle" not in line["title"]])
    ingest([path], writer)
    assert not any("kettle" in hit.product.title for hit in reader.search("kettle", limit=60))
    reader.close()
    writer.close()
