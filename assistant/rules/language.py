"""The language of a message: by script first, by statistics only where that leaves it open."""

from __future__ import annotations

import re
from functools import lru_cache

import py3langid

from retrieval.values.text import is_cjk

_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_OTHER = re.compile(r"[^\W\d_a-zA-Z]")
_ASCII_WORD = re.compile(r"[a-zA-Z]{2,}")
_LONG_ENOUGH = 25


@lru_cache(maxsize=4096)
def language_of(message: str, *, before: str = "en") -> str:
    """ISO 639-1 code of ``message``; ``before`` where it has no words of its own.

    Short Latin-script text is taken for English: a classifier calls "red nike" Estonian.

    Examples:
        >>> [language_of(t) for t in ("in black", "iphone 手机壳", "👍")]
        ['en', 'zh', 'en']
    """
    if _KANA.search(message):
        return "ja"
    if _HANGUL.search(message):
        return "ko"
    if is_cjk(message):
        return "zh"
    if not _ASCII_WORD.search(message) and not _OTHER.search(message):
        return before
    if len(message) < _LONG_ENOUGH and not _OTHER.search(message):
        return "en"
    code, _ = py3langid.classify(message[:1000])
    code = str(code)
    return code if code in {"en", "de", "fr", "es", "it", "pt", "nl", "ru", "ar", "ja"} else "en"
