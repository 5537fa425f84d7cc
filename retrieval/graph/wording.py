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

Language = Literal["en", "zh"]


@cache
def _words() -> dict[str, Any]:
    path = Path(__file__).with_name("wording.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def reason(code: ReasonCode, evidence: Evidence, language: Language) -> Reason:
    """The reason ``code`` with its evidence, worded.

    Examples:
        >>> reason("cheaper", {"percent": 24}, "en").text
        '24 % cheaper'
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
        differs = [str(evidence[name]) for name in ("color", "size") if evidence.get(name)]
        phrase = words["variant"] if differs else words["variant_same"]
        shown["differs"] = _listed(differs, words["and"])
    elif code == "pairs_with" and "activity" in evidence:
        phrase = words["pairs_with_activity"]
    return Reason(code=code, text=phrase.format_map(shown), evidence=evidence)


def _listed(names: list[str], last: str) -> str:
    if last == "、" or len(names) < 2:
        return last.join(names)
    return last.join((", ".join(names[:-1]), names[-1]))
