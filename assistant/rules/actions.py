"""What the shopper wants done, where the wording gives it away.

The cues stand in ``cues.toml``, one a line; each is rarely said for anything else. ``cue`` gives
None where only the content of the message can tell: then it is a search or a refinement, which
``assistant.state`` decides from the state.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

from assistant.intent import Action
from assistant.rules.bargaining import bargains

_CUES: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("cues.toml").read_text(encoding="utf-8")
)
_PATTERNS = {name: re.compile("|".join(cues)) for name, cues in _CUES.items()}
_BY_CUE_ALONE: tuple[Action, ...] = tuple(
    action
    for action in sorted(
        set(get_args(Action)) & _CUES.keys() - {"details", "smalltalk", "out_of_scope"},
        key=list(_CUES).index,
    )
)
_WHICH = re.compile(r"哪[个款种]")
_PLACE = re.compile(r"第[一二三四五\d]|\b(?:first|second)\b")

CUE_WORDS = " ".join(cue for cues in _CUES.values() for cue in cues)
"""Every word of the cues: known words, for whoever corrects typos."""


def cue(text: str, *, shown: bool) -> Action | None:
    """The action ``text`` (folded) gives away by its wording, or None.

    Args:
        text: The folded message.
        shown: Whether a list has been shown, without which nothing can be asked about.
    """
    for action in _BY_CUE_ALONE:
        if _PATTERNS[action].search(text):
            if action == "compare" and not shown and _WHICH.search(text):
                continue
            return action
    if bargains(text):
        return "promotions"
    if (shown or _PLACE.search(text)) and _PATTERNS["details"].search(text):
        return "details"
    if _PATTERNS["smalltalk_words"].search(text) and _PATTERNS["smalltalk"].search(text):
        return "smalltalk"
    return "out_of_scope" if _PATTERNS["out_of_scope"].search(text) else None
