"""Keeps the embedded server alive: starts the child, waits until it is ready, restarts it.

A thread of ours waits for the child to end; a child that was not asked to end is started again on
the same port after a pause that doubles up to half a minute. Until then requests fail fast (nobody
listens) and the rules answer.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

import httpx

from assistant.llm.errors import EmbeddedServerError
from assistant.llm.notation import VERSION
from assistant.llm.prompts import PROMPT_VERSION
from assistant.llm.tuned import tuned_model
from assistant.settings import Settings
from retrieval.models import model_file

logger = logging.getLogger(__name__)
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0
_STEADY_S = 60.0


class EmbeddedServer:
    """The supervised child process. Thread-safe.

    Raises:
        EmbeddedServerError: The fine-tuned model cannot be put together; says what to do.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._model = tuned_model(settings) if settings.tuned else model_file(settings.llm_base)
        self._log = settings.log_dir / "llm.log"
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._port = 0
        self._closing = threading.Event()
        self._ready = threading.Event()
        self.restarts = 0
        self._thread = threading.Thread(target=self._supervise, name="llm-supervisor", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str | None:
        """Base URL of the API (ends in ``/v1``), or None before the first child is ready."""
        return f"http://127.0.0.1:{self._port}/v1" if self._port else None

    @property
    def pid(self) -> int | None:
        """Process id of the running child."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    @property
    def log(self) -> Path:
        """Where the child writes."""
        return self._log

    def wait(self, timeout_s: float | None = None) -> None:
        """Wait until the model is loaded.

        Raises:
            EmbeddedServerError: It was not ready in time.
        """
        limit = self._settings.llm_start_timeout_s if timeout_s is None else timeout_s
        if not self._ready.wait(limit):
            raise EmbeddedServerError(
                f"the embedded language model was not ready after {limit:g} s; see {self._log}"
            )

    def healthy(self) -> bool:
        """Whether the child answers its health check now."""
        if not self._ready.is_set() or self.pid is None:
            return False
        try:
            with httpx.Client(trust_env=False, timeout=2.0) as client:
                return client.get(f"http://127.0.0.1:{self._port}/health").status_code == 200
        except httpx.HTTPError:
            return False

    def close(self) -> None:
        """Stop the child and the supervision. Safe to call twice."""
        self._closing.set()
        with self._lock:
            process = self._process
        if process is not None:
            if process.stdin is not None:
                process.stdin.close()
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._thread.join(5)

    def _supervise(self) -> None:
        pause = _FIRST_PAUSE_S
        while not self._closing.is_set():
            began = time.monotonic()
            try:
                code = self._run()
            except OSError as error:
                code = -1
                logger.warning("the embedded language model could not start: %s", error)
            self._ready.clear()
            if self._closing.is_set():
                return
            if time.monotonic() - began > _STEADY_S:
                pause = _FIRST_PAUSE_S
            logger.warning(
                "the embedded language model ended with status %s; starting it again in %.1f s"
                " (log: %s)",
                code,
                pause,
                self._log,
            )
            self._closing.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)
            self.restarts += 1

    def _run(self) -> int:
        """Start one child and see it to its end."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("a", encoding="utf-8") as log:
            with self._lock:
                if self._closing.is_set():
                    return 0
                process = self._spawn(log)
                self._process = process
            stdout = process.stdout
            line = stdout.readline() if stdout is not None else ""
            if line.strip():
                address = str(json.loads(line)["address"])
                self._port = int(address.rsplit(":", 1)[-1].rstrip("/"))
                self._await_health(process)
            code = process.wait()
            if not line.strip():
                self._port = 0  # the port may have been taken by another; ask for a free one
            return code

    def _spawn(self, log: IO[str]) -> subprocess.Popen[str]:
        settings = self._settings
        command = [sys.executable, "-m", "assistant.llm.embedded"]
        command += ["--model", str(self._model), "--alias", settings.llm_base]
        command += ["--template", VERSION if settings.tuned else PROMPT_VERSION]
        command += ["--port", str(self._port), "--context", str(settings.llm_context)]
        command += ["--parallel", str(settings.llm_parallel)]
        command += ["--threads", str(settings.llm_threads)]
        for adapter in settings.llm_adapters:
            command += ["--adapter", str(adapter)]
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(p for p in (root, os.environ.get("PYTHONPATH", "")) if p)
        return subprocess.Popen(  # noqa: S603 - our own module with our own settings
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )

    def _await_health(self, process: subprocess.Popen[str]) -> None:
        with httpx.Client(trust_env=False, timeout=2.0) as client:
            while process.poll() is None and not self._closing.is_set():
                try:
                    if client.get(f"http://127.0.0.1:{self._port}/health").status_code == 200:
                        self._ready.set()
                        return
                except httpx.HTTPError:
                    pass
                time.sleep(0.1)
