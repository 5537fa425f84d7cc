"""The likeliest line, not the first that comes: best-first search with few further requests.

Greedy decoding takes the likeliest token at each place, and so may miss the line that is likeliest
as a whole: "case Feature mesh front" begins better than "pc case …" and goes on worse. A beginning
that is less likely than a whole line that is known cannot become a better one; the others are gone
on with, the likeliest first, until none is left or the bound on requests is reached. (Best-first
search: Meister, Vieira and Cotterell, Best-First Beam Search, TACL 2020; a whole line as the bound:
Stahlberg and Byrne, On NMT Search Errors and Model Errors, EMNLP 2019.) Most lines need no further
request, because no other beginning is likelier than they are; the prompt of the rest is cached.

Left out: the probability of ending where a line ends, which servers do not report.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

OTHERS = 3
"""Tokens asked for at each place, the one taken among them."""
END = "\n"
_NO_CHARACTER = "\ufffd"
"""What part of a character is shown as: no text can be begun with it."""


class Token(NamedTuple):
    """A token taken, its log-probability, and what else was likely there."""

    text: str
    logprob: float
    others: tuple[tuple[str, float], ...] = ()


class Line(NamedTuple):
    """A line, and its tokens where the server tells them."""

    text: str
    tokens: tuple[Token, ...] = ()

    @property
    def logprob(self) -> float:
        """The log-probability of the whole line, at most 0."""
        return min(0.0, sum(token.logprob for token in self.tokens))


def likeliest(
    first: Line, go_on: Callable[[str], Line | None], valid: Callable[[str], bool], *, requests: int
) -> Line:
    """The likeliest valid line found, its tokens those of all of it.

    Args:
        first: The greedy line.
        go_on: Goes on greedily from a beginning; gives what follows it. None: no answer, which
            ends the search.
        valid: Whether a whole line can be read.
        requests: How often ``go_on`` may be called.
    """
    best = first
    beginnings = list(_beginnings(first.tokens, 0))
    heapq.heapify(beginnings)
    while beginnings and requests > 0:
        cost, begun = heapq.heappop(beginnings)
        if -cost <= best.logprob:
            break
        tokens = begun
        if END not in begun[-1].text:
            requests -= 1
            rest = go_on("".join(token.text for token in begun))
            if rest is None:
                break
            tokens = (*begun, *rest.tokens)
            for beginning in _beginnings(tokens, len(begun)):
                heapq.heappush(beginnings, beginning)
        found = Line("".join(token.text for token in tokens).partition(END)[0], tokens)
        if found.logprob > best.logprob and valid(found.text):
            best = found
    return best


def line_of(content: str, logprobs: Any) -> Line:
    """A server's answer as a line: ``logprobs`` is that of a chat completion's choice, or None."""
    given: Sequence[Mapping[str, Any]] = (
        logprobs.get("content") or () if isinstance(logprobs, dict) else ()
    )
    return Line(content, tuple(map(_token, given)))


def _token(given: Mapping[str, Any]) -> Token:
    text = str(given["token"])
    others = tuple(
        (str(other["token"]), float(other["logprob"]))
        for other in given.get("top_logprobs") or ()
        if other["token"] not in {text, ""} and _NO_CHARACTER not in other["token"]
    )
    return Token(text, float(given["logprob"]), others)


def _beginnings(tokens: Sequence[Token], start: int) -> Iterator[tuple[float, tuple[Token, ...]]]:
    """Every beginning that leaves the line at or after ``start``, by its cost."""
    for place in range(start, len(tokens)):
        before = tuple(tokens[:place])
        if any(_NO_CHARACTER in token.text for token in before):
            return
        so_far = sum(token.logprob for token in before)
        for text, logprob in tokens[place].others:
            yield -(so_far + logprob), (*before, Token(text, logprob))
