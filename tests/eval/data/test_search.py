"""Reading queries and judgments: what is good comes through, what is bad names its line."""

from __future__ import annotations

import pytest

from eval.data.errors import EvalDataError
from eval.data.search import Query, read_qrels, read_queries


def _file(folder, text):
    path = folder / "file"
    path.write_text(text, encoding="utf-8")
    return path


def test_queries_come_in_the_files_order(tmp_path):
    path = _file(
        tmp_path, '{"query_id": "q2", "text": "tv"}\n\n{"query_id": "q1", "text": "耳机"}\n'
    )
    assert read_queries(path) == [
        Query(query_id="q2", text="tv"),
        Query(query_id="q1", text="耳机"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no query"),
        ("tv\n", "line 1: line: not JSON"),
        ('{"query_id": "q1", "text": "tv"}\n[1]\n', "line 2: line: JSON, but not an object"),
        ('{"query_id": "q1"}\n', "line 1: text: Field required; expected"),
        ('{"query_id": "q1", "text": "a"}\n' * 2, "line 2: query_id 'q1' stands there twice"),
    ],
)
def test_a_bad_query_file_names_the_line(tmp_path, text, message):
    with pytest.raises(EvalDataError, match=message):
        read_queries(_file(tmp_path, text))


def test_judgments_are_read_by_query_with_fractions(tmp_path):
    path = _file(tmp_path, "q1 0 a 3\nq1\tQ0\tb\t0.5\n\nq2 0 a 0\n")
    assert read_qrels(path) == {"q1": {"a": 3, "b": 0.5}, "q2": {"a": 0}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n", "has no judgment"),
        ("q1 0 a\n", "line 1: 3 fields instead of 4"),
        ("q1 0 a 1\nq1 0 b good\n", "line 2: the grade 'good' is no number"),
        ("q1 0 a nan\n", "line 1: the grade 'nan' is no number"),
        ("q1 0 a 1\nq1 0 a 2\n", "line 2: item 'a' is judged twice for query 'q1'"),
    ],
)
def test_a_bad_judgment_file_names_the_line(tmp_path, text, message):
    with pytest.raises(EvalDataError, match=message):
        read_qrels(_file(tmp_path, text))


def test_a_missing_file_says_so_in_one_line(tmp_path):
    for read in (read_qrels, read_queries):
        with pytest.raises(EvalDataError) as caught:
            read(tmp_path / "none.txt")
        assert "none.txt" in str(caught.value)
        assert "\n" not in str(caught.value)
