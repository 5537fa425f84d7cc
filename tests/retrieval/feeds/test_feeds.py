"""Feeds of every format: good rows come through, a bad one costs only itself."""

from __future__ import annotations

import gzip
import json
import math
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from retrieval.feeds import FORMATS, FeedError, Row, open_feed
from retrieval.feeds.mapping import snake, to_fields
from retrieval.feeds.row import MAX_ROW_BYTES

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item><g:id>1</g:id><title>Kettle</title><g:price>19.99 USD</g:price>
<g:additional_image_link>https://a/1.jpg</g:additional_image_link>
<g:additional_image_link>https://a/2.jpg</g:additional_image_link>
<g:product_detail><g:attribute_name>Wattage</g:attribute_name>
<g:attribute_value>2200 W</g:attribute_value></g:product_detail></item>
<item><g:id>2</g:id><title>Pot &amp; lid</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
<entry><g:id>1</g:id><title>Kettle</title><link href="https://shop/1"/></entry></feed>"""


def rows(path: Path, content: bytes | str) -> list[Row]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(open_feed(path).rows())


def test_json_lines(tmp_path: Path) -> None:
    found = rows(tmp_path / "f.jsonl", '{"id": "1"}\n\n{"id": NaN}\n')
    assert [(row.number, row.error) for row in found] == [(1, None), (2, None)]
    assert found[0].data == {"id": "1"}
    assert math.isnan(found[1].data["id"])


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b'{"id": "1", "title"', "broken JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b'{"id": "caf\xe9"}', "not UTF-8 text"),
        (b"[" * 100_000, "broken JSON"),
        (b'{"t": "' + b"x" * MAX_ROW_BYTES + b'"}', "longer than 2048 KiB"),
    ],
)
def test_a_damaged_line_is_reported_and_the_next_one_read(
    tmp_path: Path, line: bytes, error: str
) -> None:
    bad, good = rows(tmp_path / "f.jsonl", line + b'\n{"id": "2"}\n')
    assert bad.error == error
    assert not bad.ends_feed
    assert len(bad.raw) <= max(2_000, len(line))
    assert good.data == {"id": "2"}


def test_a_gzip_cut_in_the_middle_keeps_what_came_before(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "title": f"t{n * 7919}"}) for n in range(5_000)]
    packed = gzip.compress("\n".join(lines).encode())
    *good, last = rows(tmp_path / "f.jsonl.gz", packed[: len(packed) // 2])
    assert len(good) > 1_000
    assert all(row.error is None for row in good)
    assert last.ends_feed
    assert last.error == "the gzip stream ends early: the rest of the feed is lost"


@pytest.mark.parametrize(
    ("name", "whole", "cut"),
    [
        ("f.jsonl", '{"id": "1"}\n', '{"id": "2", "tit'),
        ("f.jsonl", '{"id": "1"}\n', '{"id": "2", "title": "茶'.encode()[:-1]),
        ("f.csv", "id,title,price\n1,Kettle,9\n", "2,Po"),
        ("f.csv", "id,title,price\n1,Kettle,9\n", '2,"Pot, wi'),
        ("f.csv", "id,title,price\n1,Kettle,9\n", '2,"Pot, never closed\n3,Pan,7\n'),
        ("f.tsv", "id\ttitle\tprice\n1\tKettle\t9\n", "2\tPot"),
    ],
)
def test_a_last_row_that_is_half_there_ends_the_feed(
    tmp_path: Path, name: str, whole: str, cut: str | bytes
) -> None:
    tail = cut.encode() if isinstance(cut, str) else cut
    *good, last = rows(tmp_path / name, whole.encode() + tail)
    assert [row.data["id"] for row in good] == ["1"]
    assert not good[0].ends_feed
    assert last.ends_feed
    assert last.error == "cut off before its end: the rest of the feed is lost"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("f.jsonl", '{"id": "1"}\n{"id": "2"}'),
        ("f.csv", "id,title\n1,Kettle\n2,Pot"),
        ("f.csv", 'id,title\n1,Kettle\n2,"Pot"'),
        ("f.csv", "id,title,brand\n1,Kettle,\n2,Pot\n"),
    ],
)
def test_a_last_row_without_a_line_break_is_a_row(tmp_path: Path, name: str, content: str) -> None:
    assert [row.data["id"] for row in rows(tmp_path / name, content)] == ["1", "2"]


def test_broken_bytes_in_packed_xml_end_the_feed(tmp_path: Path) -> None:
    packed = gzip.compress(RSS.encode())
    for where in range(12, len(packed) - 60, 8):
        broken = packed[:where] + b"\xff\xff\xff" + packed[where + 3 :]
        *_, last = rows(tmp_path / "f.xml.gz", broken)
        assert last.ends_feed


def test_a_file_that_is_no_gzip(tmp_path: Path) -> None:
    (row,) = rows(tmp_path / "f.jsonl.gz", b"plain text")
    assert row.error == "the gzip stream is broken: the rest of the feed is lost"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(tmp_path: Path, encoding: str) -> None:
    found = rows(tmp_path / "f.csv", "id,title\n1,茶壶\n".encode(encoding))
    assert [row.data for row in found] == [{"id": "1", "title": "茶壶"}]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_of_a_csv_is_found(tmp_path: Path, delimiter: str) -> None:
    text = f'id{delimiter}title\n1{delimiter}"a{delimiter}b"\n'
    assert [row.data for row in rows(tmp_path / "f.csv", text)] == [
        {"id": "1", "title": f"a{delimiter}b"}
    ]


def test_csv_rows_that_do_not_fit_their_header(tmp_path: Path) -> None:
    short, long, blank_end, last = rows(
        tmp_path / "f.csv", 'id,title,brand\n1,A\n2,B,C,D\n3,C,"two\nlines",\n4,é,x\n'
    )
    assert short.data == {"id": "1", "title": "A"}
    assert long.error == "more cells than columns"
    assert blank_end.data == {"id": "3", "title": "C", "brand": "two\nlines"}
    assert last.data["title"] == "é"


def test_a_quote_that_is_never_closed_costs_no_more_than_the_limit(tmp_path: Path) -> None:
    text = 'id,title\n1,"never closed\n' + "\n".join(f"{n},{'x' * 80}" for n in range(30_000))
    found = rows(tmp_path / "f.csv", text)
    assert found[0].error is not None
    assert found[0].error.startswith("broken row")
    assert sum(row.error is None for row in found) > 1_000


@pytest.mark.parametrize("text", ['[{"id": "1"}]', '[\n{"id": "1"},\n{"id": "2"}\n]\n'])
def test_a_json_array_is_told_from_lines(tmp_path: Path, text: str) -> None:
    with pytest.raises(FeedError, match="one JSON array: write an object a line"):
        rows(tmp_path / "f.json", text)


def test_a_csv_without_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="no header line"):
        rows(tmp_path / "f.csv", "")


def test_tab_separated_merchant_feed(tmp_path: Path) -> None:
    text = "id\ttitle\timage link\n1\tA, B\thttps://a/1.jpg\n"
    (row,) = rows(tmp_path / "f.txt", text)
    assert to_fields(row.data)["image"] == "https://a/1.jpg"


def test_merchant_rss(tmp_path: Path) -> None:
    kettle, pot = rows(tmp_path / "f.xml", RSS)
    assert kettle.data["price"] == "19.99 USD"
    assert kettle.data["additional_image_link"] == ["https://a/1.jpg", "https://a/2.jpg"]
    assert kettle.data["attributes"] == {"Wattage": "2200 W"}
    assert pot.data == {"id": "2", "title": "Pot & lid"}


def test_merchant_atom(tmp_path: Path) -> None:
    (row,) = rows(tmp_path / "f.atom", ATOM)
    assert row.data == {"id": "1", "title": "Kettle", "link": "https://shop/1"}


def test_xml_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    kettle, last = rows(tmp_path / "f.xml", RSS[: RSS.index("<item><g:id>2")] + "<item><g:id>")
    assert kettle.data["id"] == "1"
    assert last.ends_feed


def test_entity_declarations_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><item>&b;</item></rss>'
    (row,) = rows(tmp_path / "f.xml", bomb)
    assert row.error == "the XML declares entities, which are refused: the feed is not read on"


def test_parquet(tmp_path: Path) -> None:
    table = pa.table({"id": ["1", "2"], "price": [1.5, None], "released": [date(2020, 1, 2)] * 2})
    pq.write_table(table, tmp_path / "f.parquet")
    found = list(open_feed(tmp_path / "f.parquet").rows())
    assert [row.data["price"] for row in found] == [1.5, None]
    assert found[0].data["released"] == date(2020, 1, 2)


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="not a Parquet file"):
        rows(tmp_path / "f.parquet", b"PAR1 but no more")


@pytest.mark.parametrize("name", ["f.docx", "f", "f.parquet.gz", "f.gz"])
def test_unknown_formats_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(FeedError, match="unknown feed format"):
        open_feed(tmp_path / name)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="no such file"):
        open_feed(tmp_path / "nowhere.jsonl")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example(content=b"\r\x00", ending=".csv", packed=False)
@given(
    content=st.binary(max_size=600), ending=st.sampled_from(sorted(FORMATS)), packed=st.booleans()
)
def test_no_bytes_break_a_reader(tmp_path: Path, content: bytes, ending: str, packed: bool) -> None:
    packed = packed and FORMATS[ending] != "parquet"
    path = tmp_path / f"f{ending}{'.gz' if packed else ''}"
    try:
        found = rows(path, content)
    except FeedError:
        return  # a named refusal; any other exception fails the test
    for row in found:
        assert row.error is not None or isinstance(row.data, dict)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("g:salePrice", "sale_price"), ("Image Link", "image_link"), ("商品 名称", "商品_名称")],
)
def test_column_names_in_snake_case(name: str, expected: str) -> None:
    assert snake(name) == expected


def test_foreign_names_map_to_the_contract() -> None:
    fields = to_fields(
        {
            "SKU": "a1",
            "product_name": "Kettle",
            "Manufacturer": "Emberly",
            "regular price": "20",
            "special_price": "15",
            "image_link": "i.jpg",
            "Wattage": 2200,
        }
    )
    assert fields["id"] == "a1"
    assert fields["title"] == "Kettle"
    assert fields["brand"] == "Emberly"
    assert (fields["price"], fields["sale_price"]) == ("20", "15")
    assert fields["attributes"] == {"wattage": 2200}


def test_schema_org_nesting_is_opened() -> None:
    fields = to_fields(
        {
            "@type": "Product",
            "sku": "a1",
            "name": "Kettle",
            "brand": {"@type": "Brand", "name": "Emberly"},
            "offers": {"price": "20", "priceCurrency": "EUR", "availability": "http://s.o/InStock"},
            "aggregateRating": {"ratingValue": 4.5, "reviewCount": 12},
        }
    )
    assert (fields["brand"], fields["currency"], fields["rating_count"]) == ("Emberly", "EUR", 12)


def test_the_first_alias_wins_and_the_others_stay_attributes() -> None:
    fields = to_fields({"id": "1", "sku": "S-1", "title": "T", "name": "N"})
    assert (fields["id"], fields["title"]) == ("1", "T")
    assert fields["attributes"] == {"sku": "S-1", "name": "N"}


def test_colour_and_material_are_taken_from_attributes_where_the_field_is_empty() -> None:
    fields = to_fields({"id": "1", "attributes": {"product_colour": "Black", "material": ["Wool"]}})
    assert (fields["color"], fields["material"]) == ("Black", "Wool")
