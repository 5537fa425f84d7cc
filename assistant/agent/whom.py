"""Grown-ups and children: whom a thing is for, and for whom a product says it is made.

What is made for children is no gift for a grown-up while there is anything else, and what is stated
for adults, or for older children, is none for a child.
"""

from __future__ import annotations

import re

from assistant.profiles.recipients import for_another
from retrieval.product import Product
from retrieval.texts import titles
from retrieval.values.genders import gender
from retrieval.values.text import fold

GROWN_FROM = 14
"""The age in years from which a shop's things for adults may do."""
_GROWN_UP = re.compile(
    r"\b(?:father|dad|mother|mum|mom|parents?|grand(?:father|mother|pa|ma|dad|parents?)|wife"
    r"|husband|girlfriend|boyfriend|fianc[eé]e?|partner|uncle|aunt|boss|colleagues?|coworkers?"
    r"|teacher|in-?law)\b"
    r"|爸|妈|父|母|爷|奶奶|外公|外婆|姥|公公|婆婆|岳父|岳母|长辈|老人|丈夫|老公|妻子|老婆|爱人|女朋友|男朋友|女友|男友|领导|老板|同事|老师"
)
_HIS = re.compile(r"\b(?:dad|daddy|father|grandpa|grandad|husband)(?:s|'s)?\b|爸|父亲|爷爷|老公")
_HER = re.compile(r"\b(?:mum|mummy|mom|mother|grandma|wife)(?:s|'s)?\b|妈妈|母亲|奶奶|老婆")
_CHILD = re.compile(
    r"\b(?:child|children|kids?|boys?|girls?|toddlers?|bab(?:y|ies)|infants?|newborns?)\b"
    r"|孩子|小孩|宝宝|男孩|女孩|儿童|小朋友|婴儿|男童|女童"
)
_NUMBERS = {
    name: number
    for words in (
        "one two three four five six seven eight nine ten eleven twelve thirteen",
        "一 二 三 四 五 六 七 八 九 十 十一 十二 十三",
    )
    for number, name in enumerate(words.split(), start=1)
} | {"两": 2}
_COUNT = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_AGED = re.compile(
    rf"\b(?P<years>\d{{1,2}}|{_COUNT})[\s-](?:years?|yrs?)[\s-]olds?\b"
    rf"|\b(?:who(?:'s| is| will be)|(?:she|he)(?:'s| is)|turn(?:s|ing)|aged)"
    rf"\s(?P<turns>\d{{1,2}}|{_COUNT})\b(?!\s*(?:cm|kg|feet|foot|inch))"
    rf"|\b(?P<months>\d{{1,2}})[\s-]months?[\s-]olds?\b"
    rf"|(?P<zh>\d{{1,2}}|{_COUNT})(?:周?岁)|(?P<zh_months>\d{{1,2}})个月(?:大|的宝)"
)
_FROM = re.compile(
    r"\b(?P<a>\d{1,2})\s*(?:years?|yrs?)?\s*(?:\+|(?:and|&|or)\s+(?:up|over|older|above)\b)"
    r"|\bage[sd]?\s*:?\s*(?P<b>\d{1,2})\s*(?:\+|(?:and|&|or)\s+(?:up|over|older)\b)"
    r"|(?P<c>\d{1,2})周?岁(?:及?以上|\+)"
)
_ADULTS = re.compile(
    r"\b(?:for adults|adults only|(?:women|men|ladies|gentlemen)(?:'s|s'|’s)?|lady's)\b"
    r"|成人|成年人|女士|男士|女款|男款|女式|男式"
)
_CHILDREN = frozenset(
    {"kids", "kid", "children", "child", "toddler", "toddlers", "infant", "newborn", "baby"}
)


def for_grown_up(recipient: str | None) -> bool:
    """Whether ``recipient`` is beyond doubt no child.

    Examples:
        >>> for_grown_up("father"), for_grown_up("my wife"), for_grown_up("爸爸")
        (True, True, True)
        >>> for_grown_up("niece"), for_grown_up("women"), for_grown_up(None)
        (False, False, False)
    """
    return recipient is not None and _GROWN_UP.search(fold(recipient)) is not None


def says_another(product: Product, recipient: str | None) -> bool:
    """Whether the title names the other parent or spouse: a "Dad" mug is nothing for Mum.

    Examples:
        >>> says_another(Product(id="p", title="World's Best Dad Mug"), "妈妈")
        True
        >>> says_another(Product(id="p", title="World's Best Dad Mug"), "father")
        False
    """
    hers = gender(recipient) if recipient and for_grown_up(recipient) else ""
    other = {"female": _HIS, "male": _HER}.get(hers)
    if other is None:
        return False
    both = {"female": _HER, "male": _HIS}[hers]
    said = fold(" | ".join(titles(product)))
    return other.search(said) is not None and both.search(said) is None


def for_child(recipient: str | None, told: str = "") -> bool:
    """Whether ``recipient`` is a child: by the word, or by an age of theirs among what was told.

    Examples:
        >>> for_child("5 year old girl"), for_child("niece", "my niece who is 8"), for_child("女孩")
        (True, True, True)
        >>> for_child("niece"), for_child("30 year old son"), for_child("women", "a 5 year old bag")
        (False, False, False)
    """
    if not recipient or for_grown_up(recipient) or not for_another(recipient):
        return False
    age = age_of(recipient, told)
    return age < GROWN_FROM if age is not None else bool(_CHILD.search(fold(recipient)))


def age_of(recipient: str, told: str = "") -> int | None:
    """The age in whole years that is said of a recipient, if any.

    Examples:
        >>> age_of("10 year old boy"), age_of("女孩", "送给八岁的女孩"), age_of("6-month-old baby")
        (10, 8, 0)
    """
    match = _AGED.search(fold(recipient)) or _AGED.search(fold(told))
    if match is None:
        return None
    if match["months"] or match["zh_months"]:
        return int(match["months"] or match["zh_months"]) // 12
    said = match["years"] or match["turns"] or match["zh"]
    return _NUMBERS.get(said) or int(said)


def made_for_children(product: Product) -> bool:
    """Whether the product says that it is made for children, or stands in their department."""
    department = product.category.partition(">")[0].strip()
    return fold(product.age_group) in _CHILDREN or fold(department) in _CHILDREN


def made_for_a_child(product: Product, age: int | None) -> bool:
    """Whether the product says that it is made for children, and for one of ``age`` where it can.

    Examples:
        >>> made_for_a_child(Product(id="p", title="Blocks, ages 3+"), 6)
        True
        >>> made_for_a_child(Product(id="p", title="Chemistry set, 14 years and up"), 6)
        False
        >>> made_for_a_child(Product(id="p", title="Oat milk"), 6)
        False
    """
    if made_for_older(product, age):
        return False
    said, kept_for = _said(product)
    return made_for_children(product) or bool(_FROM.search(said) or _CHILD.search(kept_for))


def made_for_older(product: Product, age: int | None) -> bool:
    """Whether the product says that it is made for adults, or for older children than of ``age``.

    Examples:
        >>> made_for_older(Product(id="p", title="Chemistry set, 14 years and up"), 8)
        True
        >>> made_for_older(Product(id="p", title="Blocks, ages 3+"), 8)
        False
        >>> made_for_older(Product(id="p", title="Ladies' watch"), None)
        True
    """
    if made_for_children(product):
        return False
    said, kept_for = _said(product)
    starts = [int(match["a"] or match["b"] or match["c"]) for match in _FROM.finditer(said)]
    if starts:
        return min(starts) > (GROWN_FROM - 1 if age is None else age)
    if _CHILD.search(kept_for):
        return False
    return fold(product.age_group) in {"adult", "adults"} or bool(_ADULTS.search(kept_for))


def _said(product: Product) -> tuple[str, str]:
    """What a product says that may hold an age, and what of it may say whom it is for."""
    named = [
        str(one)
        for value in product.attributes.values()
        for one in (value if isinstance(value, list) else [value])
    ]
    said = fold(" | ".join([product.title, product.age_group, *named, product.description]))
    kept_for = fold(" | ".join([product.title, product.category, product.age_group, *named]))
    return said, kept_for
