"""An edge's evidence as one sentence in the shopper's language, from `wording.toml`.

Values are put in as they are: whoever shows the sentence on a page escapes it, as any text of a
catalogue.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from retrieval.graph.edge import Evidence, Reason, ReasonCode
from retrieval.types import same_types
from retrieval.values import is_cjk

Language = Literal["en", "zh"]


@cache
def _words() -> dict[str, Any]:
    path = Path(__file__).with_name("wording.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def reason(code: ReasonCode, evidence: Evidence, language: Language) -> Reason:
    """The reason ``code`` with its evidence, worded.

    Examples:
        >>> reason("cheaper", {"percent": 24}, "en").text
        '24% cheaper'
        >>> reason("pairs_with", {"kind": "tea"}, "zh").text
        '搭配：茶'
    """
    words = _words()[language]
    shown: dict[str, object] = dict(evidence)
    phrase = words[code]
    if code == "alike":
        names = evidence.get("shared")
        features = [words["feature"][name] for name in names] if isinstance(names, list) else []
        phrase = words["alike"] if features else words["alike_words"]
        shown["shared"] = _listed(features, words["and"])
    elif code == "variant":
        colors = str(evidence.get("color", "")).split(", ")
        named = ", ".join(words["color"].get(color, color) for color in colors)
        differs = [name for name in (named, str(evidence.get("size", ""))) if name]
        phrase = words["variant"] if differs else words["variant_same"]
        shown["differs"] = _listed(differs, words["and"])
    elif code == "pairs_with" and "activity" in evidence:
        phrase = words["pairs_with_activity"]
        activity = str(evidence["activity"])
        shown["activity"] = words["activity"].get(activity, activity)
    if language == "zh" and "kind" in evidence:
        shown["kind"] = evidence.get("kind_zh") or _chinese(str(evidence["kind"]))
    return Reason(code=code, text=phrase.format_map(shown), evidence=evidence)


def _chinese(kind: str) -> str:
    """The Chinese name of a kind, where the word lists have one."""
    names = (name.strip() for name in same_types(kind) if is_cjk(name))
    return min(names, key=lambda name: (len(name), name), default=kind)


def _listed(names: list[str], last: str) -> str:
    if last == "、" or len(names) < 2:
        return last.join(names)
    return last.join((", ".join(names[:-1]), names[-1]))
