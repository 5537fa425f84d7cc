"""Queries and their relevance judgments: ``queries.jsonl`` and ``qrels.txt``."""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from eval.data.errors import EvalDataError
from eval.data.lines import read_models

_QUERY = '{"query_id": "q1", "text": "…"}'
_QREL = "`query_id 0 item_id grade` (TREC form)"


class Query(BaseModel):
    """One line of ``queries.jsonl``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    query_id: Annotated[str, Field(min_length=1)]
    text: str


def read_queries(path: Path) -> list[Query]:
    """The queries, in the file's order.

    Raises:
        EvalDataError: A bad line, an id twice, or no query at all.
    """
    queries: dict[str, Query] = {}
    for number, query in read_models(path, Query, _QUERY):
        if query.query_id in queries:
            raise EvalDataError.at(path, number, f"query_id {query.query_id!r} stands there twice")
        queries[query.query_id] = query
    if not queries:
        raise EvalDataError(f"{path} has no query; expected lines like {_QUERY}")
    return list(queries.values())


def read_qrels(path: Path) -> dict[str, dict[str, float]]:
    """``grades[query_id][item_id]``, grades as written (fractions allowed).

    Raises:
        EvalDataError: The file cannot be read, a line has not four fields, a grade is no number,
            an item is judged twice for one query, or nothing is judged.
    """
    grades: dict[str, dict[str, float]] = {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        message = f"cannot read {path} ({reason}): give a file of lines {_QREL}"
        raise EvalDataError(message) from error
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        fields = line.split()
        if len(fields) != 4:
            problem = f"{len(fields)} fields instead of 4; expected {_QREL}"
            raise EvalDataError.at(path, number, problem)
        query, _, item, written = fields
        try:
            grade = float(written)
        except ValueError:
            grade = float("nan")
        if not isfinite(grade):
            raise EvalDataError.at(path, number, f"the grade {written!r} is no number")
        if item in grades.setdefault(query, {}):
            problem = f"item {item!r} is judged twice for query {query!r}; keep one of the lines"
            raise EvalDataError.at(path, number, problem)
        grades[query][item] = grade
    if not grades:
        raise EvalDataError(f"{path} has no judgment; expected lines {_QREL}")
    return grades
