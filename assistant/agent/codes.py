"""What is said of a coupon code that a shopper names: taken, not theirs, or unknown.

A code holds from the message it is named in (the cart tries it); this says so, and on what it
counts. Whether a word is a code at all is known for the shop's own; another is taken for one only
where it is called so, or is written like one after "use" or "apply".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from assistant.agent.basket import priced_cart
from assistant.agent.details import space
from assistant.agent.phrases import Phrases, money
from assistant.agent.present import chips_of
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState, Draft
from assistant.agent.turn import Offer
from assistant.profiles.model import Profile
from assistant.promotions.eligibility import meant_for
from assistant.promotions.model import Promotion, code_key
from assistant.promotions.offers import title_of
from retrieval.shelves import shelf_name

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_CALLED = re.compile(
    r"(?i:\b(?:code|coupon|voucher|promo)s?\b|优惠码|折扣码|优惠券|折扣券|口令|券码)"
    r"\W*(?i:(?:code|is|called|named|of|是|为|叫)\W*)*(?P<code>[A-Za-z0-9][A-Za-z0-9_-]{3,})"
)
_USED = re.compile(
    r"(?i:\b(?:apply|use|redeem|enter|try)\b|使用|用|兑换|输入)\W*(?P<code>[A-Za-z0-9_-]{4,})"
)


_ALONE = re.compile(r"[A-Z]{4,}\d{1,3}")
"""A message that is nothing but a word written as codes are; a model's name has other forms."""


def code_reply(state: ConversationState, shop: Shop, phrases: Phrases) -> ConversationState | None:
    """The turn's reply where its message names a coupon code, else None."""
    by_code = {code_key(one.code): one for one in shop.promotions.store.all() if one.code}
    named = codes_named(state["message"], by_code)
    if not named:
        unknown = code_like(state["message"])
        if unknown is None:
            return None
        text = phrases("promotions.code_unknown", code=unknown)
        return {"draft": Draft(text=text, chips=chips_of(["deals"], phrases))}
    codes = list(dict.fromkeys([*state.get("codes", []), *named]))
    now = datetime.now(UTC)
    profile = shop.profiles.get(state.get("user_id"), session_id=state["conversation_id"], now=now)
    said, offers = [], []
    for key in dict.fromkeys(code_key(code) for code in named):
        promotion = by_code[key]
        reason = _hindrance(promotion, profile, now)
        if reason:
            said.append(phrases(f"promotions.{reason}", code=promotion.code, date=_date(promotion)))
            continue
        said += _taken(promotion, shop, phrases)
        said.append(_at_the_cart(promotion, {**state, "codes": codes}, shop, phrases))
        title = title_of(promotion, phrases.language)
        offers.append(Offer(promotion_id=promotion.id, title=title, code=promotion.code))
    text = space(phrases).join(said)
    draft = Draft(text=text, offers=offers, chips=chips_of(["cart", "deals"], phrases))
    return {"draft": draft, "codes": codes}


def codes_named(message: str, known: Iterable[str]) -> list[str]:
    """The words of a message that are codes of the shop, compared without case.

    Args:
        message: as said; a code may stand right beside Chinese.
        known: the codes, as :func:`assistant.promotions.model.code_key` writes them.
    """
    codes = set(known)
    return [word for word in _TOKEN.findall(message) if code_key(word) in codes]


_AROUND_CODE = re.compile(
    r"\b(?:please|can|could|may|i|we|you|use|apply|redeem|enter|try|my|the|an?|this|have|got|here|is|it|s"
    r"|code|coupon|voucher|promo|discount|for me|to|want|like|d|called|with)\b"
    r"|请|帮我|给我|我|有|一?张|个|使用|用|兑换|输入|优惠码|折扣码|优惠券|折扣券|口令|券码|是|叫|一下|吧|吗|可以|能",
    re.IGNORECASE,
)


def only_a_code(message: str, known: Iterable[str]) -> bool:
    """Whether the message hands over a coupon code and says nothing else.

    Examples:
        >>> only_a_code("my coupon is XYZZY9", ()), only_a_code("用优惠码HELLO10", {"hello10"})
        (True, True)
        >>> only_a_code("add the second with code HELLO10", {"hello10"}), only_a_code("a lamp", ())
        (False, False)
    """
    rest = without_codes(message, known)
    if rest == message:
        return False
    return not any(char.isalnum() for char in _AROUND_CODE.sub(" ", rest))


_BACK = re.compile(
    r"\b(?:remove|drop|delete|cancel|forget|take (?:off|out|away)"
    r"|(?:don'?t|do not) (?:use|apply)|stop using|without)\b[^,.;!?]*?"
    r"\b(?:codes?|coupons?|vouchers?|promo)\b"
    r"|\btake (?:the|that|my|this) (?:code|coupon|voucher|promo)s? (?:off|out|away)\b"
    r"|(?:不用|别用|不要|不使用|取消|去掉|删掉|删除|移除|撤销)(?:了)?"
    r"(?:这个|那个|这张|那张|我的|刚才的)?(?:优惠码|折扣码|优惠券|折扣券|券码)"
    r"|(?:优惠码|折扣码|优惠券|折扣券|券码)(?:不用|不要|取消|去掉|删掉|删除|撤销)了?",
    re.IGNORECASE,
)
_BACK_OF = re.compile(
    r"(?:\b(?:remove|drop|delete|cancel|don'?t (?:use|apply)|without)"
    r"|不用|别用|不要|取消|去掉|删掉)"
    r"\s?(?:the |my )?(?P<code>[A-Za-z0-9_-]{4,})",
    re.IGNORECASE,
)


def codes_taken_back(message: str, held: Iterable[str]) -> list[str]:
    """The codes named before that a message no longer wants used; all where it names none.

    Args:
        message: as said.
        held: the codes of the conversation.

    Examples:
        >>> held = ["HELLO10"]
        >>> codes_taken_back("remove the code", held), codes_taken_back("别用HELLO10了", held)
        (['HELLO10'], ['HELLO10'])
        >>> codes_taken_back("use HELLO10", held), codes_taken_back("remove it", held)
        ([], [])
    """
    by_key = {code_key(code): code for code in held}
    called = [match["code"] for match in _BACK_OF.finditer(message)]
    named = [by_key[code_key(one)] for one in called if code_key(one) in by_key]
    if named:
        return named
    return list(by_key.values()) if _BACK.search(message.replace("’", "'")) else []


def without_codes(message: str, known: Iterable[str]) -> str:
    """The message without the words that are codes of the shop, or else meant as one."""
    words = codes_named(message, known)
    if not words and (like := code_like(message)) is not None:
        words = [like]
    for word in words:
        message = message.replace(word, " ")
    return message


def code_like(message: str) -> str | None:
    """A word that is meant as a coupon code, though the shop has none such.

    Examples:
        >>> code_like("my coupon is XYZZY9"), code_like("apply GGWP99"), code_like("优惠码ABC123")
        ('XYZZY9', 'GGWP99', 'ABC123')
        >>> code_like("WELCOME10"), code_like("PS5"), code_like("WH1000XM4")
        ('WELCOME10', None, None)
        >>> code_like("any coupon codes today?"), code_like("use it outdoors")
        (None, None)
    """
    if _ALONE.fullmatch(message.strip()):
        return message.strip()
    for pattern in (_CALLED, _USED):
        for match in pattern.finditer(message):
            word = match["code"]
            digits = any(char.isdecimal() for char in word)
            letters = any(char.isalpha() for char in word)
            if letters and (digits or (pattern is _CALLED and word.isupper())):
                return word
    return None


def _hindrance(promotion: Promotion, profile: Profile, now: datetime) -> str:
    """Why this shopper cannot use a code now, as a phrase's name; empty where they can."""
    if promotion.starts is not None and now < promotion.starts:
        return "code_early"
    if promotion.ends is not None and promotion.ends <= now:
        return "code_ended"
    if promotion.budget == 0:
        return "code_used_up"
    if meant_for(promotion, profile):
        return ""
    if promotion.conditions.first_order and not profile.first_order:
        return "code_first_order"
    return "code_others"


def _date(promotion: Promotion) -> str:
    return promotion.starts.date().isoformat() if promotion.starts is not None else ""


def _taken(promotion: Promotion, shop: Shop, phrases: Phrases) -> list[str]:
    """That it is taken, what it does, and what it asks for."""
    title = title_of(promotion, phrases.language)
    said = [phrases("promotions.code_taken", code=promotion.code, title=title)]
    scope, asked = promotion.scope, promotion.conditions
    names = [*scope.brands, *(shelf_name(path, phrases.language) for path in scope.categories)]
    if names:
        said.append(phrases("promotions.code_scope", what=phrases.join(names)))
    if asked.min_spend:
        least = money(asked.min_spend, shop.currency)
        said.append(phrases("promotions.code_from", value=least))
    if asked.min_quantity and asked.min_quantity > 1:
        said.append(phrases("promotions.code_pieces", count=asked.min_quantity))
    return said


def _at_the_cart(
    promotion: Promotion, state: ConversationState, shop: Shop, phrases: Phrases
) -> str:
    """What it takes off the cart as it is, by the price with it and without it."""
    codes = state.get("codes", [])
    others = [one for one in codes if code_key(one) != code_key(promotion.code or "")]
    user, session, language = state.get("user_id"), state["conversation_id"], phrases.language
    cart = priced_cart(shop, user, session, codes, language)
    if not cart.lines:
        return phrases("promotions.code_later")
    less = priced_cart(shop, user, session, others, language).total - cart.total
    if less <= 0:
        return phrases("promotions.code_no_effect")
    values = {"less": money(less, cart.currency), "total": money(cart.total, cart.currency)}
    return phrases("promotions.code_saves", **values)
