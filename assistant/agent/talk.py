"""The steps that need no products: reset, help, smalltalk, out of scope."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from langgraph.runtime import Runtime

from assistant.agent.brief import cue, last_said, short_answer, was_offered
from assistant.agent.codes import code_reply
from assistant.agent.phrases import Phrases
from assistant.agent.present import chips_of
from assistant.agent.profile_talk import confirmation
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState, Draft
from assistant.agent.turn import Chip, Offer
from assistant.promotions.offers import title_of

_SMALLTALK = (
    (
        "program",
        re.compile(
            r"\b(?:are|r) (?:you|u) (?:an? )?(?:real|actual|live|robot|bot|chat ?bot|human|ai"
            r"|person|machine|computer|chat ?gpt|gpt)\b|\bwh(?:o|at) are you\b"
            r"|你是(?:不是)?(?:机器|人工|真人|谁|AI)",
            re.IGNORECASE,
        ),
    ),
    ("sorry", cue("anger")),
    ("thanks", re.compile(r"\b(thank|thanks|thx|cheers|ta)\b|谢|多谢|感谢", re.IGNORECASE)),
    ("bye", re.compile(r"\b(bye|goodbye|see you|good night)\b|再见|拜拜|晚安", re.IGNORECASE)),
    (
        "hello",
        re.compile(
            r"\b(hi|hello|hey|good (?:morning|afternoon|evening))\b|你好|您好|在吗|哈喽|早上好",
            re.IGNORECASE,
        ),
    ),
    (
        "never_mind",
        re.compile(
            r"^\W*(?:never ?mind|nope|no\b|not now|forget it|leave it)"
            r"|^\W*(?:还是|那|先|这个|我)?(?:算了|不用|不必|不需要|不买|不加|不了|不要|不想|没事|再看看|再想想"
            r"|再说|先看看|先想想|考虑|没有.{0,4}算了)",
            re.IGNORECASE,
        ),
    ),
    (
        "ok",
        re.compile(
            r"^\W*(?:ok(?:ay)?|all ?right|fine|sure|great|got it|good|cool|nice)\W*$"
            r"|^\W*(?:好|行|嗯|哦|噢|可以|中|成|得嘞|知道|明白|了解|没问题|不错|随便|都行|都可以|无所谓)"
            r"[的了吧啊呀呢哦嘞咯嗯好行看]*\W*$",
            re.IGNORECASE,
        ),
    ),
)
_ORDER = re.compile(
    r"\b(?:my|an|the) (?:order|parcel|package|delivery)\b|\border (?:number|status|no\.?|#|\d)"
    r"|\btrack(?:ing)?\b|订单|物流|包裹|单号|快递到",
    re.IGNORECASE,
)
_HUMAN = re.compile(
    r"\b(?:talk|speak|chat|connect|contact|transfer|call|reach)\b.{0,25}"
    r"\b(?:human|person|people|agent|representative|someone|somebody|staff|operator|manager)\b"
    r"|\bcustomer (?:service|support|care)\b|\bcomplain|人工|客服|真人|店员|投诉",
    re.IGNORECASE,
)
_POLICY = re.compile(
    r"deliver|\bships?\b|shipping|return|\bsend (?:it|them|this|these|that|something) back"
    r"|refund|exchange|\bpay|policy|\bopen|\bcancel"
    r"|运费|配送|送货|发货|寄到|寄往|邮寄|送到|到货|退|换货|包换"
    r"|(?:能|可以|可不可以|能不能|怎么)(?:调|更)?换(?:吗|么|一下|$)|付款|支付|分期|发票|包邮"
    r"|(?:几天|多久|多长时间|什么时候|何时|啥时候)(?:能|可以|会)?(?:送)?到|保修|质保|三包|开门|关门|营业|门店|实体店",
    re.IGNORECASE,
)
_FREE_SHIPPING = re.compile(
    r"\b(?:free|no|without|how much)\b.{0,15}\b(?:shipping|delivery|postage)\b"
    r"|\b(?:shipping|delivery|postage)\b.{0,15}\b(?:free|costs?|charges?|fees?|how much)\b"
    r"|包邮|免运费|免邮|运费",
    re.IGNORECASE,
)
_SERVICE = (("order", _ORDER), ("human", _HUMAN), ("policy", _POLICY))
"""What is for the people of the shop to answer, the plainest first."""
_ASKS = re.compile(
    r"\?\s*$|^(?:do|does|is|are|can|could|how|what|where|when|who|why)\b", re.IGNORECASE
)
_ABLE = re.compile(
    r"\b(?:what|how) (?:can|do|does|could|should)\b.{0,12}\b(?:you|this|it|i|one)\b|\bhelp\b"
    r"|\bcan you (?!(?:gift|wrap|ship|send|deliver|reserve|price))",
    re.IGNORECASE,
)
"""A question about what the assistant does, and not about the shop."""
_REFUSES = re.compile(
    r"^\W*(?:no|nope|nah|don'?t|do not|stop|cancel|never ?mind|wait|keep|rather not"
    r"|不|别|算了|取消)",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"^\W*(?:yes|yeah|yep|ok(?:ay)?|sure|do it|go ahead|delete|confirm|是|好|行|可以|嗯|确认|删)",
    re.IGNORECASE,
)


def talk(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Say the plain thing that fits, and offer a way back to shopping."""
    intent, message = state["parsed"].intent, state["message"]
    phrases = Phrases(intent.language)
    if intent.action == "reset":
        return {
            "draft": Draft(text=phrases("talk.reset"), chips=starters(phrases), listed=[]),
            "seen": [],
            "asked": [],
            "focus": None,
            "facts": [],
            "list_shown": None,
            "list_before": None,
        }
    code = code_reply(state, runtime.context, phrases)
    if code is not None:
        return code
    if _FREE_SHIPPING.search(message) and (offers := _shipping(state, runtime.context, phrases)):
        what = phrases.join([one.title for one in offers])
        text = phrases("promotions.free_shipping", what=what)
        return {"draft": Draft(text=text, offers=offers)}
    if _was_asked_to_delete(state) and _AGREES.search(message):
        chips = [confirmation(phrases)]
        return {"draft": Draft(text=phrases("talk.not_deleted_yet"), chips=chips)}
    chips = starters(phrases) if not state.get("listed") else chips_of(["more", "deals"], phrases)
    return {"draft": Draft(text=phrases(f"talk.{_said(state)}"), chips=chips)}


def _shipping(state: ConversationState, shop: Shop, phrases: Phrases) -> list[Offer]:
    """The offers of free shipping that hold for this shopper."""
    now = datetime.now(UTC)
    profile = shop.profiles.get(state.get("user_id"), session_id=state["conversation_id"], now=now)
    return [
        Offer(promotion_id=one.id, title=title_of(one, phrases.language), code=one.code)
        for one in shop.promotions.active(profile, now=now)
        if one.kind == "free_shipping"
    ]


def _said(state: ConversationState) -> str:
    """The name of the phrase that fits."""
    action, message = state["parsed"].intent.action, state["message"]
    if _was_asked_to_delete(state) and _REFUSES.search(message):
        return "not_deleted"
    for name, words in _SERVICE:
        if words.search(message) and (action != "smalltalk" or words is not _POLICY):
            return f"help_{name}"
    for name, words in _SMALLTALK[:2]:  # who one is and what one hears, whatever it was taken for
        if words.search(message):
            return name
    if action in {"help", "out_of_scope"}:
        asks = action == "help" and _ASKS.search(message) and not _ABLE.search(message)
        return "help_unknown" if asks else action
    return _small_talk(message, state)


def _small_talk(message: str, state: ConversationState) -> str:
    """The name of the phrase for what is no request; a bare yes or no has its own."""
    said = next((name for name, words in _SMALLTALK if words.search(message)), "smalltalk")
    answer = short_answer(message)
    if answer is None or (answer == "yes" and said == "ok"):
        return said
    if answer == "no" and was_offered(state):
        return "never_mind"
    return f"{answer}_listed" if state.get("listed") else answer


def _was_asked_to_delete(state: ConversationState) -> bool:
    """Whether the turn before asked to confirm that everything is to be deleted."""
    return last_said(state) in {
        Phrases(language)(f"{owner}.sure")
        for language in ("en", "zh")
        for owner in ("profile", "visit")
    }


def starters(phrases: Phrases) -> list[Chip]:
    """Requests to begin with."""
    labels = [phrases(f"chip.start_{number}") for number in (1, 2, 3, 4)]
    return [Chip(label=label, message=label) for label in labels]
