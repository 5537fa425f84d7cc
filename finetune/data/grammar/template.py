"""Phrase templates: text with ``{slots}`` and ``(either|or)``, parsed once and filled many times.

A tree instead of regular expressions at fill time: the grammar fills tens of templates a
conversation, and a conversation must cost well under a millisecond. Given up: a bracket cannot be
escaped; shoppers type none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

_SPACES = re.compile(r"[ \t]{2,}")
_BEFORE_MARK = re.compile(r" +([,.?!;:，。？！；：、])")
_CJK_GAP = re.compile(r"(?<=[，。？！；：、]) +")
_TOKEN = re.compile(r"\{(\w+)\}|([()|])|([^{}()|]+)")

Node = str | tuple[str] | list["Nodes"]
Nodes = list[Node]
"""Plain text, a slot (a tuple of its name), or a list of alternatives."""


class TemplateError(ValueError):
    """A template's brackets do not close; says which template."""


@dataclass(frozen=True)
class Template:
    """One parsed template."""

    source: str
    nodes: tuple[Node, ...]
    slots: frozenset[str]

    @classmethod
    def parse(cls, source: str) -> Template:
        """The template written as ``source``.

        Raises:
            TemplateError: A bracket is not closed, or closed twice.
        """
        stack: list[list[Nodes]] = [[[]]]
        slots = set()
        for match in _TOKEN.finditer(source):
            slot, mark, text = match.groups()
            if slot:
                slots.add(slot)
                stack[-1][-1].append((slot,))
            elif text:
                stack[-1][-1].append(text)
            elif mark == "(":
                stack.append([[]])
            elif len(stack) == 1:
                raise TemplateError(f"{source!r}: '{mark}' without '('")
            elif mark == "|":
                stack[-1].append([])
            else:
                alternatives = stack.pop()
                stack[-1][-1].append(alternatives)
        if len(stack) != 1 or len(re.findall(r"[{}]", source)) != 2 * source.count("{"):
            raise TemplateError(f"{source!r}: a bracket is not closed")
        return cls(source, tuple(stack[0][0]), frozenset(slots))

    def fill(self, rng: Random, values: Mapping[str, str]) -> str:
        """The text with ``values`` in its slots and one of each group of alternatives."""
        parts: list[str] = []
        _write(self.nodes, rng, values, parts)
        return "".join(parts)


def _write(nodes: Sequence[Node], rng: Random, values: Mapping[str, str], parts: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            parts.append(node)
        elif isinstance(node, tuple):
            parts.append(values[node[0]])
        else:
            _write(node[int(rng.random() * len(node))], rng, values, parts)


def tidy(text: str) -> str:
    """``text`` without the spaces that empty slots leave behind.

    Examples:
        >>> tidy("hi ,  looking for  shoes ?")
        'hi, looking for shoes?'
    """
    text = _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", text))
    return _CJK_GAP.sub("", text).strip(" ,，、")
