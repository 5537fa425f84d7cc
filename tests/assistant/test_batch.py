"""``python -m assistant parse``: one text, or a file; a bad line never stops the run."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "assistant", "parse", "--rules", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )


def line(number, text):
    return json.dumps({"id": f"r{number}", "messages": [{"role": "user", "content": text}]})


def test_a_text_is_printed_as_json(tmp_path):
    done = run("blue running shoes for women under $80", cwd=tmp_path)

    intent = json.loads(done.stdout)
    assert done.returncode == 0
    assert (intent["product_type"], intent["price_max"]) == ("running shoe", 80)
    assert "source: rules" in done.stderr


def test_every_line_gets_its_answer_and_a_bad_one_its_error(tmp_path):
    rows = [
        line(1, "红色的帽子"),
        "{broken",
        json.dumps({"id": "r3"}),
        json.dumps({"id": "r4", "messages": [{"role": "assistant", "content": "hi"}]}),
        json.dumps(["no", "object"]),
        "",
        line(5, "cheaper"),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(rows), encoding="utf-8")

    done = run("--input", "in.jsonl", "--output", "out.jsonl", "--json", "f.json", cwd=tmp_path)

    written = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    answers = [json.loads(row) for row in written]
    assert done.returncode == 1
    assert [row.get("id") for row in answers] == ["r1", None, "r3", "r4", None, "r5"]
    assert ["error" in row for row in answers] == [False, True, True, True, True, False]
    assert set(answers[0]) == {"id", "intent", "source", "ms"}
    assert answers[0]["intent"]["colors"] == ["红色"]
    assert "parsed 2 of 6" in done.stderr
    figures = json.loads((tmp_path / "f.json").read_text())
    assert figures["rows"][0]["system"] == "aisle"
    assert "p95_ms" in figures["rows"][0]


def test_all_lines_parsed_exits_zero_without_a_progress_bar(tmp_path):
    (tmp_path / "in.jsonl").write_text(line(1, "shoes") + "\n")

    done = run("--input", "in.jsonl", cwd=tmp_path)

    assert done.returncode == 0
    assert json.loads(done.stdout)["id"] == "r1"
    assert "━" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("shoes", "--input", "x"),
        ("--input", "missing.jsonl"),
        ("shoes", "--output", "x"),
        ("shoes", "--json", "no/such/folder/f.json"),
        ("--nonsense",),
    ],
)
def test_bad_usage_exits_two_and_says_how_to_mend_it(tmp_path, arguments):
    done = run(*arguments, cwd=tmp_path)

    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_gzipped_lines_are_read_and_a_broken_archive_is_bad_usage(tmp_path):
    packed = gzip.compress((line(1, "红色的帽子") + "\n").encode() * 50)
    (tmp_path / "in.jsonl.gz").write_bytes(packed)
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[:-12])
    whole = run("--input", "in.jsonl.gz", "--output", "out.jsonl", cwd=tmp_path)
    assert whole.returncode == 0
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 50
    cut = run("--input", "cut.jsonl.gz", "--output", "out.jsonl", cwd=tmp_path)
    assert cut.returncode == 2
    assert "cut.jsonl.gz" in cut.stderr
    assert "Traceback" not in cut.stderr
