"""`python app.py`: what it refuses, in one line and with exit status 2."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def start(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *options],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("Aisle cannot start")]
    assert len(lines) == 1
    return lines[0]


def test_a_port_in_use_is_told_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = refusal(start("--port", str(port)))
    assert f"port {port}" in line
    assert "--port" in line


def test_a_missing_catalogue_is_named() -> None:
    assert "no file nowhere.jsonl" in refusal(start("--catalog", "nowhere.jsonl", "--port", "0"))


def test_an_unknown_host_is_named() -> None:
    assert "no-such-host.invalid" in refusal(start("--host", "no-such-host.invalid"))


def test_a_setting_out_of_range_is_named(tmp_path: Path) -> None:
    options = ("--port", "0", "--data-dir", str(tmp_path))
    assert "AISLE_LLM_TIMEOUT_S" in refusal(start(*options, AISLE_LLM_TIMEOUT_S="-1"))
