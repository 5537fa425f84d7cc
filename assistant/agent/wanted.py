"""From what a shopper wants to what a product must satisfy, and how to say it back.

Prices, brands, colours, sizes, materials, exclusions, ratings, "on sale" and "in stock" are hard;
features and occasion move the order only. A recipient narrows only as far as it names a gender
("for my dad"), and only where the product says whom it is made for (:mod:`assistant.agent.whom`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from assistant.agent.phrases import Phrases, money
from assistant.intent import Intent
from assistant.rules.stock import is_of_stock
from retrieval.constraints import Constraints
from retrieval.ingredients import narrower
from retrieval.values import color_families, is_cjk, materials
from retrieval.values.genders import gender
from retrieval.values.text import fold

MOST_SAID_BACK = 60
"""Characters of what was named that a reply repeats."""
_WORN = re.compile(r"(?:\d{0,2}x{0,4}(?:s|m|l)|\d{1,3}(?:[.,/]\d+)?[a-f]?)(?:[/-]x{0,4}[sml])?")
"""A size in letters, or a number without a unit."""
_SAID_SIZE = re.compile(r"^(?:size|尺码|码数)\s*|\s*(?:码|号)$")
_HOW = re.compile(
    r"(?:.{2,}(?:less|able|ible|ful|ous|ish|ive|ic|ed|proof|resistant|scented|[^aeiou]{2}y)"
    r"|(?:too|very|in|over|on|off)[ -].+|.*\b(?:ground|worn|woven|knit|long|short|slim|loose|tight"
    r"|thick|thin|heavy|light|shiny|noisy|loud|spicy|bulky|baggy|big|small|large|tall|low|high"
    r"|hard|soft|sweet|dark|bright|bold|plain|wide|narrow|used|old|cheap|electric|wired|wireless"
    r"|formal|casual|oversize|second-?hand|strapless|instant|digital|manual|plus-size))"
)
"""A quality ("sleeveless", "ground"), of which a thing is not "without"."""
_FREE_OF = re.compile(r"(?P<before>[a-z]+)[ -]free|free (?:of|from) (?P<after>[a-z]+)")
ALLERGY = re.compile(
    r"\b(?P<a>(?!an?\b|no\b|any\b|severe|food|skin|my|the)[a-z]{3,})"
    r" (?:allerg(?:y|ies)|intoleran(?:t|ce))\b"
    r"|\b(?:allergic|intolerant) to (?P<b>[a-z]{3,})|对(?P<z>[\u4e00-\u9fff]{1,6}?)过敏"
    r"|(?:^|(?<=[^\u4e00-\u9fff])|(?<=[有是的]))"
    r"(?P<y>(?!皮肤|肌肤|容易|季节|换季)[\u4e00-\u9fff]{2,3})过敏"
)
"""What somebody cannot have: "a nut allergy", "allergic to wool", 对花生过敏."""
_TINT = re.compile(r"[浅深淡暗亮]?[红橙黄绿青蓝紫黑白灰粉棕金银米]")
"""A colour of one character, which needs 色 before a comma: 白色、适合男士的衬衫."""
_HOW_ZH = re.compile(r".*(?:式|款|型|状|装|袖|跟|色|的)|[有无太过].+")


def constraints_of(intent: Intent, *, exclude_ids: tuple[str, ...] = ()) -> Constraints:
    """The hard part of an intent."""
    wanted = gender(intent.recipient) if intent.recipient else ""
    return Constraints(
        price_min=_decimal(intent.price_min),
        price_max=_decimal(intent.price_max),
        currency=intent.currency,
        brands=tuple(intent.brands),
        exclude_brands=tuple(intent.exclude_brands),
        colors=_with(
            (one for one in intent.colors if not _no_color(one)),
            (one for one in intent.materials if _no_material(one)),
        ),
        exclude_colors=tuple(one for one in intent.exclude_colors if not _no_color(one)),
        sizes=tuple(intent.sizes),
        materials=_with(
            (one for one in intent.materials if not _no_material(one)),
            filter(_no_color, intent.colors),
        ),
        exclude=_with(
            intent.exclude,
            [*filter(_no_color, intent.exclude_colors), *free_of(intent.features)],
        ),
        genders=(wanted,) if wanted in {"male", "female"} else (),
        min_rating=intent.min_rating,
        on_sale=intent.on_sale,
        in_stock=any(map(is_of_stock, intent.features)),
        exclude_ids=exclude_ids,
    )


def free_of(features: Iterable[str]) -> list[str]:
    """What must not be in a thing by "leather-free" or an allergy: wishes no product may break.

    Examples:
        >>> free_of(["leather-free", "sugar free", "free of latex", "gluten free", "wireless"])
        ['leather', 'latex', 'gluten']
        >>> free_of(["with nut allergy", "allergic to wool", "坚果过敏", "hypoallergenic"])
        ['nut', 'wool', '坚果']
    """
    said = [fold(one) for one in features]
    found = (_FREE_OF.fullmatch(one) for one in said)
    names = [match["before"] or match["after"] for match in found if match is not None]
    names = [name for name in names if materials(name) or narrower(name)]
    return names + [name for one in said for name in allergies_in(one)]


def allergies_in(message: str) -> list[str]:
    """What a message says that somebody cannot have.

    Examples:
        >>> allergies_in("lactose intolerant friend"), allergies_in("我对坚果过敏")
        (['lactose'], ['坚果'])
        >>> allergies_in("抗过敏面霜"), allergies_in("皮肤过敏"), allergies_in("他有花生过敏")
        ([], [], ['花生'])
    """
    found = ALLERGY.finditer(fold(message))
    return [match["a"] or match["b"] or match["z"] or match["y"] for match in found]


def _no_color(value: str) -> bool:
    """Whether what was taken for a colour is a material ("not black or leather")."""
    return not color_families(value) and bool(materials(value))


def _no_material(value: str) -> bool:
    """Whether what was taken for a material is a colour (金的手表)."""
    return bool(color_families(value)) and not materials(value)


def _with(values: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*values, *more]))


def limits_in_words(
    constraints: Constraints, phrases: Phrases, currency: str, *, child: bool = False
) -> str:
    """The constraints as words that follow the noun (English) or stand before it (Chinese).

    Args:
        constraints: as applied.
        phrases: the language.
        currency: the shop's.
        child: whether it is for a child, so that genders are boys and girls.
    """
    shown = constraints.currency or currency
    parts: list[str] = []
    low, high = constraints.price_min, constraints.price_max
    if low is not None and high is not None:
        parts.append(phrases("limit.price_range", low=money(low, shown), high=money(high, shown)))
    elif low is not None:
        parts.append(phrases("limit.price_min", value=money(low, shown)))
    elif high is not None:
        parts.append(phrases("limit.price_max", value=money(high, shown)))
    names = constraints.names
    if phrases.language == "zh":  # What it is stands before what it is not.
        names = tuple(sorted(names, key=lambda name: name.startswith("exclude")))
    for name in names:
        match name:
            case "price_min" | "price_max" | "category":
                pass
            case "exclude_colors" if constraints.colors:
                pass  # Who said the colour wanted need not hear those left out.
            case "sizes":
                parts.extend(_sizes(constraints.sizes, phrases))
            case "exclude":
                parts.extend(_exclusions(constraints.exclude, phrases))
            case _:
                value = _value(constraints, name, phrases, child=child)
                parts.append(phrases(f"limit.{name}", value=value))
    if not parts:
        return ""
    if phrases.language == "zh":
        return "、".join(parts) + "的"
    # "4 products for “coffee”, not ground", but "in red".
    apart = parts[0] in _exclusions([e for e in constraints.exclude if _is_quality(e)], phrases)
    return (", " if apart else " ") + ", ".join(parts)


def is_worn(size: str) -> bool:
    """Whether a size is one of clothes, in letters or a bare number, and no measure.

    Examples:
        >>> is_worn("XL"), is_worn("42"), is_worn("250 g")
        (True, True, False)
    """
    return _WORN.fullmatch(fold(size)) is not None


def _sizes(values: Sequence[str], phrases: Phrases) -> list[str]:
    """Sizes that are worn, the letters in capitals; and measures, which are no "size"."""
    bare = [_bare_size(one) for one in values]
    worn = [one.upper() for one in bare if _WORN.fullmatch(one)]
    other = [one for one in bare if not _WORN.fullmatch(one)]
    named = (("sizes", worn), ("measures", other))
    return [phrases(f"limit.{name}", value=phrases.join(v, "or")) for name, v in named if v]


def _bare_size(said: str) -> str:
    """A size without "size" or 码, unless a word is left that is none without it (大号)."""
    bare = _SAID_SIZE.sub("", fold(said))
    return bare if bare and not is_cjk(bare) else said


def _exclusions(values: Sequence[str], phrases: Phrases) -> list[str]:
    """What a thing is not to be ("not sleeveless"), and what it is to be without ("wool")."""
    how = [one for one in values if _is_quality(one)]
    what = [one for one in values if not _is_quality(one)]
    named = (("exclude_quality", how), ("exclude", what))
    return [phrases(f"limit.{name}", value=phrases.join(v, "or")) for name, v in named if v]


def _is_quality(value: str) -> bool:
    if materials(value):
        return False
    return (_HOW_ZH if is_cjk(value) else _HOW).fullmatch(fold(value)) is not None


def constraint_in_words(name: str, constraints: Constraints, phrases: Phrases) -> str:
    """One constraint as a noun phrase, for "without …"."""
    return phrases(f"constraint.{name}", value=_value(constraints, name, phrases))


def noun_of(intent: Intent, phrases: Phrases) -> str:
    """What is being looked for, in the shopper's words; "products" where nothing was named."""
    # In Chinese, features such as 喜欢喝茶 are no noun that can follow 6件.
    features = (
        ""
        if phrases.language == "zh"
        else " ".join(one for one in intent.features if not is_of_stock(one))
    )
    noun = intent.product_type or features or phrases("words.products")
    return noun if len(noun) <= MOST_SAID_BACK else f"{noun[:MOST_SAID_BACK].rstrip()}…"


def _value(constraints: Constraints, name: str, phrases: Phrases, *, child: bool = False) -> str:
    value = getattr(constraints, name, "")
    if name == "genders":
        he, she = ("boys", "girls") if child else ("men", "women")
        words = {"male": phrases(f"words.{he}"), "female": phrases(f"words.{she}")}
        return phrases.join([words.get(item, item) for item in value])
    if isinstance(value, tuple) and name.endswith("colors") and phrases.language == "zh":
        value = tuple(f"{one}色" if _TINT.fullmatch(one) else one for one in value)
    if isinstance(value, tuple):
        return phrases.join([str(item) for item in value], "or")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
