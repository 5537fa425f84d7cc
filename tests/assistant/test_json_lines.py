"""Reading rows: plain, gzipped, lines or an array, and what is not JSON."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.json_lines import MAX_LINE, BadLine, UnreadableFileError, read_objects


def rows(path: Path) -> list[Any]:
    return [row for _, row in read_objects(path)]


def test_lines_come_with_their_numbers_and_blank_ones_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\n\n{"a": 2}')
    assert list(read_objects(path)) == [(1, {"a": 1}), (3, {"a": 2})]


def test_gzip_is_known_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(gzip.compress(b'{"a": 1}\n'))
    assert rows(path) == [{"a": 1}]


def test_what_is_no_object_is_a_bad_line_and_reading_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b'{"a": 1}\n[1]\n{"a":\n\xff\xfe\n' + b"x" * (3 * MAX_LINE) + b'\n{"a": 2}\n')
    found = rows(path)
    assert [isinstance(row, BadLine) for row in found] == [False, True, True, True, True, False]
    assert found[4].reason == "line: longer than 1 MiB"
    assert len(found[4].text) <= 200


def test_only_a_last_line_that_breaks_off_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b'{"a": 1}\n{"a":\n{"a": 2}')
    assert [isinstance(row, BadLine) and row.cut for row in rows(path)] == [False, False, False]
    path.write_bytes(b'{"a": 1}\n{"a": 2')
    assert [isinstance(row, BadLine) and row.cut for row in rows(path)] == [False, True]


@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(objects=st.lists(st.dictionaries(st.text(max_size=4), st.text(max_size=9), max_size=3)))
def test_an_array_is_read_like_lines(tmp_path: Path, objects: list[dict[str, str]]) -> None:
    path = tmp_path / "log.json"
    path.write_text(json.dumps(objects, indent=1), encoding="utf-8")
    assert rows(path) == objects


def test_a_long_array_is_read_across_chunks_and_a_cut_one_up_to_the_cut(tmp_path: Path) -> None:
    objects = [{"n": number, "pad": "x" * 500} for number in range(9000)]
    path = tmp_path / "log.json"
    text = json.dumps(objects)
    path.write_text(text)
    assert rows(path) == objects
    path.write_text(text[: len(text) // 2])
    found = rows(path)
    assert found[:-1] == objects[: len(found) - 1]
    assert found[-1].reason.startswith("array: cut off")


def test_a_missing_file_and_a_torn_archive_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"no\.jsonl"):
        rows(tmp_path / "no.jsonl")
    torn = tmp_path / "torn.jsonl.gz"
    torn.write_bytes(gzip.compress(b'{"a": 1}\n' * 1000)[:-20])
    with pytest.raises(UnreadableFileError, match=r"torn\.jsonl\.gz"):
        rows(torn)
