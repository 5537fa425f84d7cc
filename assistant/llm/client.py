"""One request to the model: a message in, the change it asks for out, or a named error.

``ChatOpenAI`` of langchain-openai for the embedded server and for any OpenAI-compatible endpoint
alike. A fine-tuned model writes the notation, constrained by its grammar (llama.cpp and vLLM name
that field differently: both are sent); any other the compact JSON by its schema. Failures are
retried a bounded number of times with back-off and jitter; a breaker keeps a dead endpoint from
costing its time-out on each turn. What comes back is still checked: an endpoint may ignore both.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Mapping
from typing import Any

import httpx
from langchain_openai import ChatOpenAI
from openai import APIConnectionError, APIStatusError, OpenAIError
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from assistant.llm import notation
from assistant.llm.answer import Answer
from assistant.llm.breaker import CircuitBreaker
from assistant.llm.compact import MAX_TOKENS, json_schema, loads
from assistant.llm.confidence import Confidence
from assistant.llm.errors import LLMUnavailableError, UnusableOutputError
from assistant.llm.likeliest import END, OTHERS, Line, likeliest, line_of
from assistant.llm.prompts import PROMPT_VERSION, conversation
from assistant.llm.sanitise import sanitise
from assistant.llm.supervisor import EmbeddedServer
from assistant.llm.tuned import adapter_folder
from assistant.settings import Settings

logger = logging.getLogger(__name__)
_FORMAT: dict[str, Any] = {
    "type": "json_schema",
    "json_schema": {"name": "intent", "schema": json_schema(), "strict": True},
}
_GRAMMAR = notation.grammar()
_LINE: dict[str, Any] = {
    "extra_body": {"grammar": _GRAMMAR, "structured_outputs": {"grammar": _GRAMMAR}},
    "logprobs": True,
    "top_logprobs": OTHERS,
    "max_completion_tokens": notation.MAX_TOKENS,
    "stop": [END],
}
# The grammar is of whole lines; what goes on from a beginning is read afterwards.
_REST: dict[str, Any] = {name: value for name, value in _LINE.items() if name != "extra_body"}
_JSON: dict[str, Any] = {"response_format": _FORMAT, "max_completion_tokens": MAX_TOKENS}
# Beside the client's own errors, langchain trips over answers of the wrong shape in several ways;
# each of them means the same to us.
_UNUSABLE = (
    OpenAIError,
    httpx.HTTPError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
)
_BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


def _worth_retrying(error: BaseException) -> bool:
    """Connection trouble and a busy server pass; a time-out would only double the wait."""
    if isinstance(error, APIStatusError):
        return error.status_code in _BUSY
    return type(error) is APIConnectionError


class IntentModel:
    """The language model, asked for the change one message makes. Thread-safe."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.server = EmbeddedServer(settings) if settings.llm_url is None else None
        self._style = "base" if self.server is not None else "chat"
        self.tuned = settings.tuned
        self._confidence = Confidence()
        if self.tuned and self.server is not None:
            self._confidence = Confidence.beside(adapter_folder(settings))
        self._model = settings.llm_model or settings.llm_base
        adapters = ",".join(str(path) for path in settings.llm_adapters)
        adapters = f"{settings.llm_adapter},{adapters}" if self.server is not None else ""
        version = notation.VERSION if self.tuned else PROMPT_VERSION
        self.name = f"{settings.llm_url or 'embedded'}|{self._model}|{adapters}|{version}"
        self._breaker = CircuitBreaker(
            settings.llm_breaker_failures, settings.llm_breaker_cooldown_s
        )
        self._http = httpx.Client(
            timeout=settings.llm_timeout_s, trust_env=settings.llm_url is not None
        )
        self._chats: dict[str, ChatOpenAI] = {}
        self._lock = threading.Lock()

    def ask(self, message: str, need: str = "") -> Answer:
        """The change ``message`` makes, as the model reads it (unchecked against the message).

        Args:
            message: The shopper's words.
            need: The need so far, in the notation; read by a fine-tuned model only.

        Raises:
            LLMUnavailableError: No usable answer within the bounds set.
            UnusableOutputError: The model answered, but not with an intent.
        """
        if not self._breaker.allows():
            raise LLMUnavailableError("the language model is being given a rest after failures")
        text = sanitise(message, self._settings.llm_message_chars)
        try:
            content, probability = self._complete(text, need)
        except _UNUSABLE as e:
            if self._breaker.failed():
                logger.warning("language model: resting after repeated failures: %s", _named(e))
            raise LLMUnavailableError(_named(e)) from e
        try:
            if self.tuned:
                sure = None if probability is None else self._confidence(probability)
                answer = Answer(change=notation.read(content), probability=sure)
            else:
                answer = Answer(intent=loads(content))
        except UnusableOutputError:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return answer

    def healthy(self) -> bool:
        """Whether the endpoint answers now."""
        if self.server is not None:
            return self.server.healthy()
        try:
            url = f"{self._settings.llm_url}/models"
            key = self._settings.llm_api_key.get_secret_value()
            headers = {"Authorization": f"Bearer {key}"}
            return self._http.get(url, headers=headers, timeout=2.0).status_code == 200
        except httpx.HTTPError:
            return False

    def close(self) -> None:
        """Stop the embedded server, if there is one, and the connections."""
        if self.server is not None:
            self.server.close()
        self._http.close()

    def _complete(self, text: str, need: str) -> tuple[str, float | None]:
        if not self.tuned:
            return self._line(self._few_shot(text), _JSON).text, None
        prompt = notation.prompt(need, text)

        def go_on(begun: str) -> Line | None:
            try:
                return self._line([("user", f"{prompt}{begun}")], _REST)
            except _UNUSABLE as e:
                logger.warning("language model: kept its first reading: %s", _named(e))
                return None

        first = self._line([("user", prompt)], _LINE)
        requests = self._settings.llm_search_requests
        found = likeliest(first, go_on, notation.readable, requests=requests)
        return found.text, math.exp(found.logprob) if found.tokens else None

    def _line(self, messages: list[tuple[str, str]], options: Mapping[str, Any]) -> Line:
        chat = self._chat()
        retrying = Retrying(
            retry=retry_if_exception(_worth_retrying),
            stop=stop_after_attempt(1 + self._settings.llm_retries),
            wait=wait_exponential_jitter(multiplier=0.1, max=2.0, jitter=0.2),
            reraise=True,
        )
        answer = retrying(chat.invoke, messages, **options)
        content = answer.content if isinstance(answer.content, str) else ""
        return line_of(content, answer.response_metadata.get("logprobs"))

    def _few_shot(self, text: str) -> list[tuple[str, str]]:
        return conversation(text, style=self._style, count=self._settings.llm_examples)

    def _chat(self) -> ChatOpenAI:
        url = self._settings.llm_url if self.server is None else self.server.url
        if url is None:
            raise LLMUnavailableError("the embedded language model is still starting")
        with self._lock:
            if url not in self._chats:
                self._chats.clear()
                self._chats[url] = ChatOpenAI(
                    base_url=url,
                    api_key=self._settings.llm_api_key,
                    model=self._model,
                    temperature=0,
                    timeout=self._settings.llm_timeout_s,
                    max_retries=0,
                    http_client=self._http,
                )
            return self._chats[url]


def _named(error: BaseException) -> str:
    """The error as one short line: an endpoint may answer with a page of HTML."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
