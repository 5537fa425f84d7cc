"""Whether a product's own text speaks of what was wished for.

A wish is met where its words stand in one field of the product, next to each other (1) or apart
(0.7), and are not denied there: "not waterproof" meets no wish for waterproof. Where the words are
missing, what carries the quality counts too, a little less (0.8: fleece for "warm";
:mod:`assistant.ranking.carriers`), and so does that a product is made for men where it is for a
father (0.5). A description speaks of other things as well ("goes with your warm coat"): what only
stands there counts less (0.7). Whom it is for counts half of a wish: what is asked for should fit,
and a mug that says "Dad" is not yet warm. Anything else is left to the retriever's embedding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.intent import Intent
from assistant.ranking.affinity import NOTHING, Factor
from assistant.ranking.carriers import carries, means_elsewhere
from assistant.rules.stock import is_of_stock
from retrieval.product import Product
from retrieval.thesaurus.table import key, table
from retrieval.values import color_families
from retrieval.values.genders import gender
from retrieval.values.text import fold, is_cjk, tokens

ALL_WORDS = 0.7
CARRIED = 0.8
DESCRIBED = 0.7
"""What a description's word counts beside one of the title or an attribute."""
MADE_FOR = 0.5
RECIPIENT = 0.5
"""The weight of whom it is for beside a feature's 1."""
_DENIALS = frozenset(
    {"not", "no", "non", "without", "never", "isn't", "aren't", "isn’t", "aren’t", "neither", "nor"}
)
_DENIALS_ZH = frozenset("不非无没未")
_CLIMATE = frozenset({"climate", "weather", "season", "temperature"})
_WEATHER = {
    "warm": "summer", "hot": "summer", "mild": "spring and autumn", "cool": "autumn",
    "cold": "winter",
}  # fmt: skip
_INTRODUCED = re.compile(
    r"^(?:(?:with|has|have|having|that|which|it|is|are|be|must|should|can|some|an?|the|of|for|in"
    r"|very|really|good|nice)\s+)+|^(?:带有?|有|要|能|可以|是|很|比较)|(?:一点|一些|点儿|些|的|点)+$"
)
_MEASURED = re.compile(
    r"(?:at least |min(?:imum)? )?(?P<n>\d+(?:\.\d+)?)\s?"
    r"(?P<unit>gb|tb|mb|mah|hz|mp|w|v)"
    r"(?: (?:of )?(?:ram|memory|storage|ssd|disk|battery|power|camera))?"
)
_YES = frozenset({"yes", "true", "y", "是", "有"})


def wishes_of(intent: Intent) -> list[str]:
    """Features, occasion and recipient: what moves the order and constrains nothing."""
    told = [one for one in intent.features if not is_of_stock(one)]
    return [*told, *filter(None, (intent.occasion, intent.recipient))]


def met(product: Product, wanted: Sequence[str], recipient: str | None = None) -> Factor:
    """The weighted mean credit of the wishes; the evidence names those met.

    Args:
        product: the candidate.
        wanted: what is wished for, ``recipient`` among it where one is named.
        recipient: whom it is for.
    """
    if not wanted:
        return NOTHING
    fields = fields_of(product)
    given = {
        term: max(_granted(fields, product.description, one) for one in (term, *_measured(term)))
        for term in wanted
    }
    if recipient in given and made_for(product, recipient or ""):
        given[recipient] = max(given[recipient], MADE_FOR)
    found = [term for term in wanted if given[term] > 0]
    weights = {term: RECIPIENT if term == recipient else 1.0 for term in wanted}
    value = sum(weights[term] * given[term] for term in wanted) / sum(
        weights[term] for term in wanted
    )
    return Factor(value, {"terms": ", ".join(found)} if found else {})


def stated(product: Product, wish: str) -> bool:
    """Whether the product's own text speaks of a wish, in the shopper's word or another for it.

    The other words are of the other script, so that 防水 is met by "waterproof". Words that only
    introduce a wish ("with SPF") and the space within a compound ("hardshell") make no difference.

    Examples:
        >>> stated(Product(id="p", title="Rain jacket, waterproof"), "防水")
        True
        >>> stated(Product(id="p", title="Day cream SPF 30"), "with spf")
        True
        >>> stated(Product(id="p", title="Rug 160 x 230"), "round")
        False
    """
    names = (wish, *_spelled(wish), *_in_the_other_script(wish))
    return any(met(product, [name]).value > 0 for name in names)


def judged(product: Product, wish: str) -> bool:
    """Whether a product that does not state a wish can be said not to: they share a language."""
    return is_cjk(wish) == is_cjk(product.title) or bool(_in_the_other_script(wish))


@lru_cache(maxsize=4_096)
def _measured(wish: str) -> tuple[str, ...]:
    """A figure as shops write it: "32gb ram" is stated by "32 GB"."""
    found = _MEASURED.fullmatch(fold(wish))
    return (f"{found['n']} {found['unit']}", f"{found['n']}{found['unit']}") if found else ()


@lru_cache(maxsize=4_096)
def _spelled(wish: str) -> tuple[str, ...]:
    """The wish without the words that introduce it, and as one word where it is of two."""
    bare = _INTRODUCED.sub("", fold(wish))
    words = bare.replace("-", " ").split()
    together = "" if is_cjk(wish) or len(words) != 2 else "".join(words)
    return tuple(name for name in (bare, together) if name and name != wish)


@lru_cache(maxsize=4_096)
def _in_the_other_script(wish: str) -> tuple[str, ...]:
    names = table().get(key(wish), ())
    return tuple(name.text for name in names if is_cjk(name.text) != is_cjk(wish))


def _granted(fields: Sequence[str], description: str, term: str) -> float:
    if means_elsewhere(term):
        carried = carries(" | ".join(fields), term) or any(_opens(text, term) for text in fields)
        return CARRIED if carried else DESCRIBED * carries(description, term)
    said = max((credit(text, term) for text in fields), default=0.0)
    if said == 1.0:
        return said
    if carries(" | ".join(fields), term):
        said = max(said, CARRIED)
    return max(said, DESCRIBED * credit(description, term)) if description else said


def _opens(text: str, term: str) -> bool:
    """Whether a field opens with the term, not of a colour: "Light wedding shoes"."""
    words, needed = tokens(text), tokens(term)[-1:]
    return words[:1] == needed and len(words) > 1 and not color_families(words[1])


def made_for(product: Product, recipient: str) -> bool:
    """Whether the product states that it is made for people like ``recipient``.

    Examples:
        >>> made_for(Product(id="p", title="Fleece", gender="male"), "father")
        True
        >>> made_for(Product(id="p", title="Mug"), "father")
        False
    """
    wanted = gender(recipient)
    return wanted in {"male", "female"} and gender(product.gender) == wanted


@lru_cache(maxsize=32_768)
def credit(text: str, term: str) -> float:
    """1 where the phrase stands in ``text``, 0.7 where all of its words do, 0 where denied."""
    if is_cjk(term):
        return float(_stands_zh(fold(text).replace(" ", ""), fold(term).replace(" ", "")))
    words, needed = tokens(text), tokens(term)
    if not needed:
        return 0.0
    places = [
        at for at in range(len(words) - len(needed) + 1) if words[at : at + len(needed)] == needed
    ]
    if places:
        return float(any(not _denied(words, at) for at in places))
    apart = all(
        any(word == one and not _denied(words, at) for at, word in enumerate(words))
        for one in needed
    )
    return ALL_WORDS if apart else 0.0


def fields_of(product: Product) -> list[str]:
    """What a product says of itself, its description aside; an attribute's name where it is yes."""
    texts = [product.title, product.category, product.color, product.material]
    for name, value in product.attributes.items():
        spoken = name.replace("_", " ")
        if isinstance(value, bool):
            texts.extend([spoken] if value else [])
        elif spoken in _CLIMATE:
            texts.extend(_of_weather(value if isinstance(value, list) else [str(value)]))
        elif isinstance(value, list):
            texts.extend(value)
        else:
            texts.append(spoken if str(value).strip().casefold() in _YES else str(value))
    return [text for text in texts if text]


def _of_weather(values: Sequence[str]) -> list[str]:
    """What a product says of the weather it is for: made for warm days, it is not warm."""
    return [_WEATHER.get(fold(value), value) for value in values]


def _denied(words: Sequence[str], at: int) -> bool:
    return any(word in _DENIALS for word in words[max(at - 2, 0) : at])


def _stands_zh(text: str, term: str) -> bool:
    at = text.find(term)
    while at >= 0:
        if at == 0 or text[at - 1] not in _DENIALS_ZH:
            return True
        at = text.find(term, at + 1)
    return False
