"""Why a product stands where it does, in the shopper's language.

Honest by construction: a factor is named only if it adds to the score, and adds at least what it
does for the average candidate, and it is filled with the facts the factor saw. The two or three
with the largest margin make the sentence, relevance after the rest. Values come from the catalogue
and are a stranger's text: they fill a template and are never read as one. Interfaces escape them.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.agent.turn import Reason
from assistant.profiles.wording import trait_name
from assistant.ranking.context import Evidence, Ranked, RankingContext

MOST = 3
_LEAST_MARGIN = -1e-9
"""A lone candidate is its own mean: its factors count as deciding."""
_OFTEN = 3
_GOOD_RATING = 4.0
_CLOSE = 0.5
_WANTED = 20.0
"""Decayed interest (:mod:`assistant.popularity`) from which something is called popular: about
three purchases or twenty views of late; one shopper's visit makes none."""
_SHOPS_HAND = frozenset({"merchandising", "pinned"})
_LISTED = ", "
"""How the wishes factor joins the terms it met."""
_WITHOUT_FACTS = frozenset({"popularity", *_SHOPS_HAND})
"""Said by the contribution alone."""


def reasons(
    ranked: Ranked, context: RankingContext, language: str, *, another_kind: bool = False
) -> tuple[list[Reason], str]:
    """Every factor's contribution (they sum to the score), and the sentence of the deciding ones.

    Args:
        ranked: the product in its place.
        context: the turn it was ranked in.
        language: ISO 639-1; English where there are no words for it.
        another_kind: it is shown for want of what was asked for, so it is no match of the words.

    Returns:
        The reasons, largest contribution first, with ``text`` where a factor is worth saying; and
        the sentence. Where nothing sets this product apart, it says that the product fits the
        words, and is empty where not even that can be said.
    """
    words = _words(language)
    recipient = context.intent.recipient
    texts = {name: _text(name, ranked, words, language, recipient) for name in ranked.contributions}
    if another_kind:
        texts["relevance"] = ""
    deciding = sorted(
        (name for name, text in texts.items() if text and _decides(name, ranked)),
        key=lambda name: (-ranked.margins.get(name, 0.0), -ranked.contributions[name], name),
    )
    # That a card is what was asked for goes without saying, where there is more to say.
    # Where nothing was, relevance is why the product is shown at all, and goes first.
    suggested = "because" in ranked.evidence.get("relevance", {})
    others = [
        name
        for name in deciding
        if (suggested if name == "relevance" else not _said_already(name, ranked))
    ]
    chosen = others if len(others) > 1 else deciding
    if {"profile", "session"} <= set(chosen) and _same_value(ranked):
        chosen = [name for name in chosen if name != "session"]
    # The shop's own hand is owned up to before that, whatever else there is to say.
    said = sorted(
        chosen, key=lambda name: (name not in _SHOPS_HAND, not (suggested and name == "relevance"))
    )[:MOST]
    parts = [
        Reason(
            factor=name,
            contribution=contribution,
            text=_capital(texts[name]) if name in deciding else "",
        )
        for name, contribution in sorted(
            ranked.contributions.items(), key=lambda pair: (-pair[1], pair[0])
        )
        if contribution != 0.0
    ]
    sentence = words["join"].join(texts[name] for name in said)
    if not sentence and not another_kind:
        sentence = _fits(ranked, words)
    return parts, _capital(sentence)


def _same_value(ranked: Ranked) -> bool:
    """Whether taste and this visit speak of the same brand, colour or the like: said once."""
    taste, visit = (ranked.evidence.get(name, {}) for name in ("profile", "session"))
    return (taste.get("kind"), taste.get("value")) == (visit.get("kind"), visit.get("value"))


def _fits(ranked: Ranked, words: dict[str, Any]) -> str:
    """What is left to say of a card that nothing sets apart: that it is what was asked for."""
    query = ranked.evidence.get("relevance", {}).get("query")
    fits = ranked.hit.type_match is True or ranked.hit.relevance >= _CLOSE
    return str(words["fits"]).format(query=query) if query and fits else ""


def _said_already(name: str, ranked: Ranked) -> bool:
    """Whether the reason of a suggestion speaks of the same brand or kind."""
    value = ranked.evidence.get("relevance", {}).get("value")
    return value is not None and ranked.evidence.get(name, {}).get("value") == value


def _decides(name: str, ranked: Ranked) -> bool:
    return ranked.contributions[name] > 0 and ranked.margins.get(name, 0.0) >= _LEAST_MARGIN


def _text(
    name: str,
    ranked: Ranked,
    words: dict[str, Any],
    language: str,
    recipient: str | None = None,
) -> str:
    """The factor in words, or an empty string where its facts are not worth a sentence."""
    facts = ranked.evidence.get(name, {})
    template = words.get(name)
    if not facts and name not in _WITHOUT_FACTS:
        return ""
    match name:
        case "relevance" if "because" in facts:
            template = words["because"][facts["because"]]
            facts = _named(facts, language)
        case "relevance" if ranked.hit.relevance < _CLOSE:
            return ""
        case "rating" if float(facts["rating"]) < _GOOD_RATING or not facts["count"]:
            return ""
        case "wishes":
            terms = str(facts["terms"]).split(_LISTED)
            said = [words["whom"].format(who=one) if one == recipient else one for one in terms]
            facts = {"terms": words["listing"].join(said)}
        case "rating" if facts["count"] == 1:
            template = words["rating_one"]
        case "profile" | "session":
            template = _acquaintance(facts, words[name])
            facts = _named(facts, language)
        case "popularity":
            template = _popular(facts, words[name])
        case "promotion":
            template = _saving(facts, words[name])
        case "price_fit":
            key = "asked" if "asked" in facts else "usual"
            if not facts[key]:
                return ""
            template = words[name][key]
        case _:
            pass
    return template.format(**facts) if isinstance(template, str) else ""


def _named(facts: Evidence, language: str) -> Evidence:
    """The facts with the everyday names of their values in the shopper's language."""
    named = dict(facts)
    if "path" in facts:
        named["value"] = trait_name("category", str(facts["path"]), language)
    elif "kind" in facts:
        named["value"] = trait_name(str(facts["kind"]), str(facts["value"]), language)
    if "of_path" in facts:
        named["of"] = trait_name("category", str(facts["of_path"]), language)
    return named


def _saving(facts: Evidence, words: dict[str, Any]) -> str:
    if "title" in facts:
        return str(words["title"])
    if not facts["percent"]:
        return ""
    how = "code" if "code" in facts else "offer" if "offer" in facts else ""
    return str(words[f"sale_{how}" if how and "sale" in facts else how or "percent"])


def _popular(facts: Evidence, words: dict[str, Any]) -> str:
    if "segment" in facts:
        return str(words.get(str(facts["segment"]), words["segment"]))
    if facts.get("sales"):
        return str(words["sales"])
    return str(words["plain"]) if float(facts.get("wanted", 0)) >= _WANTED else ""


def _acquaintance(facts: Evidence, words: dict[str, Any]) -> str:
    """The template that claims no more than the events behind the tag.

    That of the kind where there is one, and the plainer word where there is none for "often".
    """
    if facts.get("stated"):
        known = often = "stated"
    else:
        bought, seen = int(facts.get("bought", 0)), int(facts.get("seen", 0))
        known = "bought" if bought else "seen"
        often = f"{known}_often" if (bought >= 2 if bought else seen >= _OFTEN) else known
    if "of" in facts and known == "stated":
        return str(words["near_stated"])
    keys = (f"{facts['kind']}_{often}", f"{facts['kind']}_{known}", often, known)
    return str(next(words[key] for key in keys if key in words))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _languages() -> dict[str, dict[str, Any]]:
    source = files("assistant.ranking") / "reasons.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _words(language: str) -> dict[str, Any]:
    languages = _languages()
    return languages.get(language, languages["en"])
