"""What is asked for in so many words: "do you have kettles", 请问有千斤顶吗, 我想买一把伞.

A message that is nothing but such a question and a noun names the kind of product, whatever the
noun. The small model, which has seen many vague needs, sometimes takes the noun for a property of
something unnamed.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.rules.lexicon import head_singular, word_list
from retrieval.values.text import contains_term, fold

_GREETING = r"(?:(?:你好|您好|请问|麻烦问下|嗯)[,，!！~ ]*)*"
_UNIT = "个款台把瓶只条双辆部件张支本包盒块套副顶根颗袋箱床盏桶"
_CHINESE = re.compile(
    rf"^{_GREETING}(?:"
    r"(?:你们?|您|你们?家|您家|店里|这里|这儿|这边)?(?:有没有(?P<a>[\u3400-\u9fff]{1,8})"
    r"|有(?P<b>[\u3400-\u9fff]{1,8}?)(?:吗|么|嘛))"
    rf"|我?[想要需]{{0,4}}(?:购买|买)(?:[一两几][{_UNIT}]|[{_UNIT}]|点|些|一些)?"
    r"(?P<c>[\u3400-\u9fff]{1,8})"
    rf"|我?(?:想要|需要|要|来)(?:[一两几][{_UNIT}])(?P<d>[\u3400-\u9fff]{{1,8}})"
    r")[。.?？!！~ ]*$"
)
_ENGLISH = re.compile(
    r"^(?:(?:hi|hello|hey)[,!. ]+)?(?:do you (?:have|sell|stock)|i(?:'m| am) looking for"
    r"|looking for|i (?:want|need|would like|'d like) to buy) (?:(?:an?|some|any) )?"
    r"(?P<e>[a-z]{3,}(?: [a-z]{3,})?)[.?! ]*$"
)
_LED_IN = re.compile(
    r"^(?:(?:and|also|now|then|or|ok|okay|hi)[, ]+)*"
    r"(?:(?:what|how) about |do you (?:have|sell) |show me )?(?:(?:an?|some|any|the) )?"
    r"(?P<kind>[a-z][a-z-]+(?: [a-z-]+){0,2}?)(?: (?:then|too|please))?[.?! ]*$"
    r"|^(?:那|然后|另外|还有|再)*(?:看看|有没有|有|来个|要个?)?"
    r"(?P<zh>[\u3400-\u9fff]{2,8}?)(?:呢|有吗|吗|吧)?[。？?！! ]*$"
)
"""A noun alone, with what leads over to it: "and what about a belt?", 那围巾呢."""
_PART = re.compile(r"[的了吧呢啊]|没有|什么|别的|其他|便宜|推荐")


def plain_kind(message: str) -> str | None:
    """The noun that ``message`` asks for and says nothing else of; None where it says more.

    Examples:
        >>> plain_kind("请问有千斤顶吗？"), plain_kind("do you sell kettles?")
        ('千斤顶', 'kettle')
        >>> plain_kind("想减肥"), plain_kind("有没有小一点的"), plain_kind("do you have anything")
        (None, None, None)
    """
    text = fold(message)
    found = _CHINESE.match(text) or _ENGLISH.match(text)
    if found is None:
        return None
    noun = next(noun for noun in found.groupdict().values() if noun).strip()
    nothing = {*word_list("types", "no_type"), *word_list("stop", "no_kinds")}
    kind = head_singular(noun)
    if kind in nothing or noun in nothing or _PART.search(noun):
        return None
    return kind


def lone_noun(message: str) -> str | None:
    """The noun phrase, singular, that is all of ``message`` apart from what leads in to it.

    Examples:
        >>> lone_noun("drinks"), lone_noun("show me some rain boots"), lone_noun("drinks under 5")
        ('drink', 'rain boot', None)
    """
    found = _LED_IN.match(fold(message))
    if found is None or not found["kind"]:
        return None
    noun = head_singular(found["kind"].strip())
    empty = {*word_list("types", "no_type"), *word_list("stop", "no_kinds", "phrase_ends")}
    return None if empty & {noun, *noun.split()} else noun


def other_kind(message: str, before: str, kinds: Collection[str]) -> str | None:
    """The kind, another than ``before``, that is all ``message`` says; None where it says more.

    Args:
        message: The shopper's words.
        before: The kind looked for so far.
        kinds: Kinds of product that are known, singular.

    Examples:
        >>> kinds = {"belt", "mouse", "围巾"}
        >>> other_kind("what about a belt?", "wallet", kinds), other_kind("围巾呢", "手套", kinds)
        ('belt', '围巾')
        >>> other_kind("leather", "wallet", kinds), other_kind("mouse", "wireless mouse", kinds)
        (None, None)
    """
    found = _LED_IN.match(fold(message))
    if found is None:
        return None
    kind = head_singular((found["kind"] or found["zh"]).strip())
    if kind not in kinds or contains_term(before, kind) or contains_term(kind, before):
        return None
    return kind
