"""Text as a shopper should read it: no markup, no mojibake, no invisible characters.

Cleaning runs until nothing changes, so cleaning twice is cleaning once: markup escaped twice, or
mojibake inside an entity, comes apart in rounds. What is still unsettled after some rounds was
made to be so; it loses its angle brackets and ampersands, then all but ASCII. Full-width
punctuation, curly quotes and ligatures are somebody's spelling and stay.
"""

from __future__ import annotations

import html
import re
import unicodedata
import warnings
from typing import NamedTuple

import ftfy
from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning

_ROUNDS = 6
_MARKUP = re.compile(
    r"<\s*/?\s*[a-zA-Z!?][^<>]*>|<!--|<!\[CDATA\[|<(?:script|style)\b", re.IGNORECASE
)
_TAG_START = re.compile(r"<(?=!--|!\[CDATA\[|(?:script|style)\b)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_HIDDEN = ("script", "style", "template", "noscript", "iframe", "object", "svg", "head", "title")
_BLOCKS = re.compile(r"^(?:p|br|div|li|ul|ol|h[1-6]|tr|table|section|article|hr|dd|dt|blockquote)$")
# Control, zero-width, bidi override and isolate, tag, interlinear and lone surrogate characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"[^\S\n]+")
_ENCODING = ftfy.TextFixerConfig(
    unescape_html=False,
    uncurl_quotes=False,
    fix_character_width=False,
    fix_latin_ligatures=False,
    remove_control_chars=False,
    fix_line_breaks=False,
    normalization=None,
    explain=False,
)
_MOJIBAKE = re.compile("[\u0080-\u02ff\u2010-\u2122\u0152-\u0192ïâÃ]")


class CleanText(NamedTuple):
    """The text, and what had to be done to it (`HTML removed`, `mojibake repaired` …)."""

    text: str
    repairs: tuple[str, ...]


def clean_text(value: str, *, limit: int, lines: bool = False) -> CleanText:
    """Plain readable text of at most ``limit`` characters.

    Args:
        value: Anything a feed may hold.
        limit: Longer text is cut at a word's end.
        lines: Whether line breaks stay (descriptions) or become spaces (titles).

    Examples:
        >>> clean_text("<p>Caf&eacute; <script>x()</script>table</p>", limit=80)
        CleanText(text='Café table', repairs=('HTML removed',))
    """
    if len(value) <= limit and _is_plain(value):
        return CleanText(value, ())
    repairs: dict[str, None] = {}
    text = value
    if len(text) > 4 * limit + 100_000:  # bounds the work on absurd input
        text = text[: 4 * limit + 100_000]
        repairs["cut"] = None
    for distrust in (_as_it_is, _without_brackets, _ascii_only):
        text = distrust(text)
        for _ in range(_ROUNDS):
            before = text
            text = _spaced(unicodedata.normalize("NFC", _once(text, repairs)), lines=lines)
            if len(text) > limit:
                repairs["cut"] = None
                text = _cut(text, limit)
            if text == before:
                return CleanText(text, tuple(repairs))
    return CleanText(text, tuple(repairs))


def _is_plain(text: str) -> bool:
    """Whether nothing can be wrong with ``text``: what most attributes are, told in a tenth of it.

    Printable ASCII has no line break, no control character and no mojibake; without angle bracket
    or ampersand it has no markup.
    """
    return (
        text.isascii()
        and text.isprintable()
        and "<" not in text
        and "&" not in text
        and "  " not in text
        and text[:1] != " "
        and text[-1:] != " "
    )


def _as_it_is(text: str) -> str:
    return text


def _without_brackets(text: str) -> str:
    return re.sub(r"[<>&]+", " ", text)


def _ascii_only(text: str) -> str:
    """The last resort: plain ASCII without markup has nothing left to repair."""
    return _without_brackets(text.encode("ascii", errors="ignore").decode())


def _once(text: str, repairs: dict[str, None]) -> str:
    # First of all: control characters are part of the mojibake that they come from.
    if not text.isascii() and _MOJIBAKE.search(text):
        fixed = ftfy.fix_text(text, _ENCODING)
        if fixed != text:
            repairs["mojibake repaired"] = None
            text = fixed
    if (visible := _INVISIBLE.sub("", text)) != text:
        repairs["invisible characters removed"] = None
        text = visible
    if "<" in text and _MARKUP.search(text):
        repairs["HTML removed"] = None
        text = _without_markup(text)
    elif "&" in text and _ENTITY.search(text) and (unescaped := html.unescape(text)) != text:
        repairs["HTML entities decoded"] = None
        text = unescaped
    return text


def _without_markup(text: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(text, "html.parser")
    for hidden in soup.find_all(_HIDDEN):
        hidden.decompose()
    for block in soup.find_all(_BLOCKS):
        block.insert_before("\n")
        block.insert_after("\n")
    return _TAG_START.sub("", soup.get_text())


def _spaced(text: str, *, lines: bool) -> str:
    if not lines:
        return " ".join(text.split())
    rows = (_SPACES.sub(" ", row).strip() for row in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()


def _cut(text: str, limit: int) -> str:
    """``text`` cut to ``limit`` at the end of a word, where one ends in the last fifth."""
    kept = text[:limit]
    space = kept.rfind(" ")
    if not text[limit].isspace() and space > limit * 4 // 5:
        kept = kept[:space]
    return kept.rstrip()
