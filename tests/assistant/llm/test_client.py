"""The client against real servers: a good one, and tiny ones that are down, slow or wrong."""

import json
import os
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psutil
import pytest

from assistant.intent import ACTIONS, Message
from assistant.llm.client import IntentModel
from assistant.llm.compact import MAX_TOKENS
from assistant.llm.errors import LLMUnavailableError, UnusableOutputError
from assistant.parser import IntentParser
from assistant.settings import Settings


def completion(content):
    choice = {"index": 0, "finish_reason": "stop"}
    choice["message"] = {"role": "assistant", "content": content}
    return json.dumps(
        {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": "m",
            "choices": [choice],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
    )


GOOD = completion('{"action":"search","type":"shoe","color":["red"]}')


class Endpoint:
    """A tiny OpenAI-compatible server that answers whatever a test tells it to."""

    def __init__(self, *answers, delay=0.0, status=200, kind="application/json"):
        self.answers, self.delay, self.status, self.kind = list(answers), delay, status, kind
        self.requests = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.requests.append(json.loads(body))
                time.sleep(outer.delay)
                answer = outer.answers[min(len(outer.requests), len(outer.answers)) - 1]
                if answer is None:  # killed in the middle of the request
                    self.connection.close()
                    return
                status, text = answer if isinstance(answer, tuple) else (outer.status, answer)
                data = text.encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", outer.kind)
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                except OSError:
                    pass  # the client gave up waiting

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.server.shutdown()
        self.server.server_close()


def settings(url, **more):
    return Settings(
        llm_url=url,
        llm_model="m",
        **{"llm_timeout_s": 2, "llm_retries": 1, "llm_breaker_cooldown_s": 30, **more},
    )


def parse(parser, text="red shoes under $50"):
    return parser.parse([Message(role="user", content=text)])


def test_the_request_is_constrained_bounded_and_cold():
    with Endpoint(GOOD) as endpoint:
        model = IntentModel(settings(endpoint.url))
        change = model.ask("red shoes")

    sent = endpoint.requests[0]
    assert change.colors == ["red"]
    assert sent["response_format"]["type"] == "json_schema"
    assert sent["response_format"]["json_schema"]["schema"]["required"] == ["action"]
    assert sent["temperature"] == 0
    assert sent.get("max_completion_tokens", sent.get("max_tokens")) == MAX_TOKENS
    assert sent["messages"][0]["role"] == "system"
    assert sent["messages"][-1] == {"role": "user", "content": "red shoes"}


def test_a_busy_server_is_asked_again():
    with Endpoint((503, "{}"), GOOD) as endpoint:
        assert IntentModel(settings(endpoint.url)).ask("red shoes").colors == ["red"]

    assert len(endpoint.requests) == 2


def test_retries_are_bounded():
    with Endpoint((500, "{}")) as endpoint, pytest.raises(LLMUnavailableError):
        IntentModel(settings(endpoint.url, llm_retries=2)).ask("red shoes")

    assert len(endpoint.requests) == 3


def test_an_endpoint_that_is_down_costs_little_and_then_nothing():
    parser = IntentParser.open(settings("http://127.0.0.1:9/v1", llm_breaker_failures=2))

    for _ in range(3):
        parsed = parse(parser)
        assert parsed.source == "rules"
        assert parsed.intent.price_max == 50
    start = time.perf_counter()
    parse(parser)

    assert time.perf_counter() - start < 0.2  # the breaker is open: nobody is asked
    assert not parser.healthy()
    parser.close()


def test_a_slow_endpoint_is_given_up_after_the_timeout_without_a_second_wait():
    with Endpoint(GOOD, delay=3) as endpoint:
        parser = IntentParser.open(settings(endpoint.url, llm_timeout_s=0.5, llm_retries=3))
        start = time.perf_counter()
        parsed = parse(parser)
        took = time.perf_counter() - start
        parser.close()

    assert parsed.source == "rules"
    assert parsed.intent.product_type == "shoe"
    assert took < 2.5


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("<html><b>502 Bad Gateway</b></html>", "text/html"),
        ("{not json", "application/json"),
        ("[]", "application/json"),
        ("null", "application/json"),
        ("{}", "application/json"),
        ('{"choices": []}', "application/json"),
        (completion(""), "application/json"),
        (completion("Sure! Here are some shoes."), "application/json"),
        (completion('{"action":"fly"}'), "application/json"),
        (completion('{"action":"search","max":"cheap"}'), "application/json"),
        (json.dumps({"choices": [{"message": None}]}), "application/json"),
        ('{"error": {"message": "no such model"}}', "application/json"),
    ],
)
def test_a_wrong_answer_falls_back_to_the_rules(answer, kind):
    with Endpoint(answer, kind=kind) as endpoint:
        parser = IntentParser.open(settings(endpoint.url))
        parsed = parse(parser)
        parser.close()

    assert parsed.source == "rules"
    assert parsed.intent.colors == ["red"]
    assert parsed.intent.price_max == 50


def test_a_wrong_answer_is_named_and_never_cached():
    with Endpoint(completion("nonsense"), GOOD) as endpoint:
        parser = IntentParser.open(settings(endpoint.url))
        with pytest.raises(UnusableOutputError, match="not JSON"):
            parser.model.ask("red shoes")
        assert parse(parser, "red shoes").source == "llm"
        parser.close()


def test_a_server_killed_in_the_middle_of_a_request_falls_back_to_the_rules():
    with Endpoint(None) as endpoint:
        parser = IntentParser.open(settings(endpoint.url))
        assert parse(parser).source == "rules"
        parser.close()


def test_the_embedded_model_answers_with_an_intent(embedded_llm):
    change = embedded_llm.ask("wireless headphones under $100")

    assert change.action in ACTIONS
    assert change.action == "search"
    assert embedded_llm.healthy()


def test_the_embedded_model_reads_and_then_remembers(embedded_settings, embedded_llm):
    parser = IntentParser(embedded_settings, embedded_llm)

    first = parse(parser, "a blue kettle under 40 euros")
    again = parse(parser, "A blue kettle under 40 euros")

    assert (first.source, again.source) == ("llm", "cache")
    assert first.intent == again.intent
    assert first.intent.product_type == "kettle"
    assert first.intent.price_max == 40


def test_a_hundred_kilobytes_are_read_by_the_embedded_model(embedded_settings, embedded_llm):
    parser = IntentParser(embedded_settings, embedded_llm)

    parsed = parse(parser, "red shoes " + "please " * 15_000 + "under 50 dollars")

    assert parsed.source == "llm"
    assert parsed.intent.price_max == 50
    assert parsed.intent.currency == "USD"


def test_a_killed_embedded_server_is_replaced_and_the_rules_answer_meanwhile(tmp_path):
    parser = IntentParser.open(
        Settings(
            data_dir=tmp_path,
            llm_threads=1,
            llm_timeout_s=60,
            llm_start_timeout_s=120,
            llm_breaker_cooldown_s=0.1,
        )
    )
    server = parser.model.server
    before = server.pid
    try:
        os.kill(before, signal.SIGKILL)
        assert parse(parser).source == "rules"

        deadline = time.monotonic() + 90
        while not parser.healthy() and time.monotonic() < deadline:
            time.sleep(0.2)
        time.sleep(0.2)

        assert server.pid != before
        assert parse(parser, "green shoes").source == "llm"
    finally:
        parser.close()
    assert not psutil.pid_exists(before)
    assert server.pid is None


def test_the_embedded_server_ends_with_its_parent(tmp_path):
    import subprocess
    import sys

    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from assistant.llm.supervisor import EmbeddedServer\n"
        "from assistant.settings import Settings\n"
        f"server = EmbeddedServer(Settings(data_dir=Path({str(tmp_path)!r}), llm_threads=1,\n"
        "                                  llm_start_timeout_s=120))\n"
        "server.wait()\n"
        "print(server.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=150, check=False
    )
    child = int(done.stdout.split()[0])
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and _alive(child):
        time.sleep(0.1)

    assert not _alive(child)


def _alive(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
