"""A yes or no to the assistant's question, spelled out: "yes" to "Is it for running?".

Whoever reads a message sees that message alone (``assistant.state``), so what only the question
says is put into it: "It is for running.". Open questions ("which colour?", "leather or fabric?",
"any brand?") propose nothing and leave the message as it is.
"""

from __future__ import annotations

import re

from retrieval.values.text import is_cjk

_YES = re.compile(
    r"\s*(?:(?:yes|yeah|yep|yup|sure(?: thing)?|ok|okay|of course|certainly|definitely|absolutely|"
    r"exactly|right|correct|indeed|without (?:a )?doubt|that'?s right|sounds good|i do|it is|"
    r"i would)\b(?:[,\s]+please\b)?|"
    r"(?:是的?|对的?|好的?|可以的?|行|嗯+|没错|当然(?:了|可以|要)?|要的?|需要的?|必须的?|是这样|没问题)"
    r"(?=\s*(?:[,，。.!！;；、~～]|$)))[\s,，。.!！;；、~～:：-]*",
    re.IGNORECASE,
)
_GO_ON = re.compile(
    r"\s*(?:(?:ok(?:ay)?|please(?: do)?|do it|go ahead|why not|"
    r"that(?:['’]s| is) (?:fine|good|right))\b|"
    r"(?:好的?|可以|行|是的?|嗯+|对|要的?|没问题)[吧啊呀](?=\s*(?:[,，。.!！;；、~～]|$)))"
    r"[\s,，。.!！;；、~～]*",
    re.IGNORECASE,
)
"""Further words that agree, where a message has nothing else."""
_WELCOME = re.compile(
    r"(?:that(?:['’]d| would) be (?:nice|great|good|lovely|perfect|ideal|useful|handy)|"
    r"(?:if possible|ideally|preferably|i think so|probably)(?:[\s,]+(?:yes|please))?|"
    r"(?:有的?话?|这样|能这样)?(?:就|那就|当然|是)?(?:最|更)好(?:不过)?了?|最好有|最好是|有最好|尽量|应该[是要]的?)"
    r"[\s.!。！]*",
    re.IGNORECASE,
)
"""Answers that agree to a quality, where a plain yes would be too much said."""
_NO = re.compile(
    r"\s*(?:no|nope|nah|no thanks|no thank you|not really|不|不行|不可以|不好|不要|不喜欢|不太行|"
    r"i don['’]?t(?: like (?:it|them|that))?|不太?喜欢(?:这个牌子|它|他家)?)"
    r"[\s,，。.!！]*",
    re.IGNORECASE,
)
_NO_BUT = re.compile(
    r"\s*(?:no|nope|nah|not really|不|不行|不可以|不好|不要|不喜欢)[\s,，。.!！;；:–-]+(?=\S)",
    re.IGNORECASE,
)
"""A no with more behind it."""
_LIKED = re.compile(
    r".*?\b(?:do you (?:like|prefer|want)|(?:is|are|would)) (?:the )?"
    r"(?:brand (?P<brand>[\w' &-]{2,30}?)|"
    r"(?P<of>[\w' &-]{2,30}?) brand|(?P<name>(?-i:[A-Z])[\w'&-]+(?: (?-i:[A-Z])[\w'&-]+)?))"
    r"(?: (?:ok|okay|fine|acceptable))?\s*$|"
    r".*?喜欢(?P<liked>[^，,]{1,12}?)(?:这个|的)?(?:牌子|品牌)?[吗么嘛]\s*$",
    re.IGNORECASE,
)
"""A question whether something is liked; who likes none does not want it."""
_QUESTION = re.compile(r"([^.!?。！？\n]*)[?？]\s*$")
_OPEN = re.compile(
    r"\b(?:or|any|anything|what|which|how|who|where|when|else|specific|particular|certain|"
    r"preferences?|requirements?|brands?|budget|these|those|this one|that one)\b|\bthem\s*$|"
    r"什么|哪|多少|几|还是|或者|其他|其它|别的|要求|偏好|预算|品牌|这|那|有没有|怎么",
    re.IGNORECASE,
)
_ASKED_EN = re.compile(
    r".*?\b(?:"
    r"(?P<would>would you (?:like|prefer|want)|do you (?:want|like|need|prefer)) (?P<wish>.+)|"
    r"are you (?:looking for|after|searching for) (?P<search>.+)|"
    r"(?:is|are|was) (?:it|this|that|they) (?P<be>.+)|"
    r"should (?:it|they) (?P<should>.+)|"
    r"(?:does|do) (?:it|they) (?:have|need) to (?P<must>.+)|"
    r"(?:would|is|are) (?P<fine>.+?)(?: be)? (?:ok|okay|fine|acceptable|all ?right))\s*$",
    re.IGNORECASE,
)
_STATED = {
    "search": "I am looking for",
    "be": "It is",
    "should": "It should",
    "must": "It has to",
}
"""Part of the question → what the shopper then says before it."""
_ASKED_ZH = re.compile(
    r".*?(?:您|你)?(?:是不是|要不要|需不需要|是否|(?P<verb>需要|想要|要|喜欢|想|是))(?P<wish>.+?)"
    r"(?:吗|么|嘛|呢)?\s*$"
)
_FINE_ZH = re.compile(r"(?:请问|那)?(?P<fine>.+?)(?:的话)?(?:可以|行|能接受|接受)(?:吗|么|嘛)\s*$")
_WORD = re.compile(r"[a-z]{4,}|[\u4e00-\u9fff]", re.IGNORECASE)
_ASKED = 300
"""Characters of a question: who asks at greater length proposes more than one thing."""
_TOLD_AGAIN = 0.5
"""Share of a proposal's words from which on an answer says them itself."""


def spelled_out(message: str, asked: str) -> str:
    """``message`` with what ``asked``, the assistant's words just before it, proposes.

    >>> spelled_out("yes, in black", "Got it. Is it for running?")
    'It is for running. in black'
    >>> spelled_out("no", "Would leather be okay?")
    'no leather'
    >>> spelled_out("yes", "Which colour would you like?")
    'yes'
    """
    question = _QUESTION.search(asked.rstrip()[-_ASKED:])
    if question is None:
        return message
    clause = question[1].strip()
    if told := _of_a_brand(clause, message):
        return told
    if _OPEN.search(clause):
        return message
    if _NO.fullmatch(message):
        return _declined(clause) or message
    if (no := _NO_BUT.match(message)) and (refused := _declined(clause)):
        return f"{refused}{'，' if is_cjk(refused) else '. '}{message[no.end() :]}"
    return _agreed(clause, message)


def _agreed(clause: str, message: str) -> str:
    yes = _YES.match(message) or _WELCOME.fullmatch(message)
    statement = _accepted(clause) if yes else ""
    if yes is None or not statement:
        return message
    rest = message[yes.end() :].strip()
    if rest and _says(rest, statement):
        return message
    return f"{statement}{'，' if is_cjk(statement) else '. '}{rest}" if rest else statement


def _of_a_brand(clause: str, message: str) -> str:
    """A bare yes or no to whether a brand is liked, spelled out; empty for anything else."""
    asked = _LIKED.match(clause)
    named = next((name for name in asked.groups() if name), "") if asked else ""
    if not named or _OPEN.search(named):
        return ""
    chinese = is_cjk(named) or is_cjk(message)
    refused = f"不要{named}" if chinese else f"not {named}"
    if _NO.fullmatch(message):
        return refused
    if no := _NO_BUT.match(message):
        return f"{refused}{'，' if chinese else '. '}{message[no.end() :]}"
    if agrees(message):
        return f"要{named}" if chinese else f"I want {named}"
    return ""


def agrees(message: str) -> bool:
    """Whether a message is a yes and nothing else.

    Examples:
        >>> agrees("好的"), agrees("Yes, please!"), agrees("好的，要黑色的"), agrees("好看吗")
        (True, True, False, False)
    """
    at = 0
    while (word := _YES.match(message, at) or _GO_ON.match(message, at)) is not None:
        at = word.end()
    return 0 < at == len(message)


def _accepted(clause: str) -> str:
    """The question's clause as a statement of the shopper; empty where it has another form."""
    if is_cjk(clause):
        if _FINE_ZH.match(clause):
            return ""
        found = _ASKED_ZH.match(clause)
        return f"{found['verb'] or '要'}{found['wish']}" if found else ""
    found = _ASKED_EN.match(clause)
    if found is None or found["fine"]:
        return ""
    return _wish(found["wish"]) if found["wish"] else _said(found)


def _said(found: re.Match[str]) -> str:
    return next(f"{start} {found[name]}" for name, start in _STATED.items() if found[name])


def _wish(proposed: str) -> str:
    """An order the shopper now gives ("me to add it to your cart"), or else a wish."""
    order = re.match(r"me to (.+)", proposed, re.IGNORECASE)
    if order:
        return re.sub(r"\byour\b", "my", order[1], flags=re.IGNORECASE)
    return f"I want {proposed}"


def _declined(clause: str) -> str:
    """What is not acceptable; only a question whether something is: no need is not a dislike."""
    if is_cjk(clause):
        found = _FINE_ZH.match(clause)
        return f"不要{found['fine']}" if found else ""
    found = _ASKED_EN.match(clause)
    if not found or not found["fine"]:
        return ""
    quality = re.fullmatch(r"an? (.+) one", found["fine"], re.IGNORECASE)
    return f"not {quality[1]}" if quality else f"no {found['fine']}"


def _says(rest: str, statement: str) -> bool:
    words = {word.lower() for word in _WORD.findall(statement)} - {"want", "looking"}
    said = {word.lower() for word in _WORD.findall(rest)}
    return bool(words) and len(words & said) >= _TOLD_AGAIN * len(words)
