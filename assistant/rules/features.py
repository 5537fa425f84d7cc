"""Wanted properties said in free words: "with a detachable hood", "for small rooms", 适合…."""

from __future__ import annotations

import re

from assistant.rules.attributes import take_known_features, take_specs
from assistant.rules.line import Line

_END = r"(?=[,.;!?|,。;]|\s(?:and|but|please|under|in|for|with|that|which|at|on|from|by|or|because|thanks|around|less|over)\b|$)"
_FILLER = re.compile(
    r"(?:(?:i'?m|i am|we'?re)\s)?(?:looking|searching|search|shopping|hunting|look|asking) for(?: (?:a|an|some|the))?(?![a-z])|(?:is there |do you have |have you got |got )?(?:any|some)(?:thing)?(?![a-z])|at least|something|a gift|a present|(?:i )?(?:would|'d) like(?: to)?|in the market for"
)
_WITH = re.compile(
    r"(?<![a-z])(?:with|has|have|having|featuring|includes?|including)\s(?:(?:a|an|some|the|good|lots of)\s)*(?P<what>[a-z][\w' -]{2,35}?)"
    + _END
)
_THAT = re.compile(
    r"(?<![a-z])(?:that|which|to|it|should|must|he|she|who)\s(?:can\s|should\s|must\s|will\s|also\s|really\s)*(?:be\s|is\s|are\s)?(?P<what>(?:fits?|works? (?:with|on|for)|suits?|lasts?|likes?|loves?|enjoys?|into)\s[\w' -]{2,30}?)"
    + _END
)
_FOR = re.compile(
    r"(?<![a-z])(?P<what>for\s(?!me\b|him\b|her\b|us\b|it\b|under\b|less\b|about\b|now\b|sure\b|that\b|this\b)(?:(?:a|an|the|my|our|his|her)\s)?[a-z0-9][\w'/ -]{1,30}?)"
    + _END
)
_LIKES = re.compile(
    r"\b(?:who |he |she |they )?(?:likes?|loves?|enjoys?|is into|are into|is a big fan of)\s(?P<what>[a-z][\w' -]{2,30}?)"
    + _END
)
_ZH = re.compile(
    r"(?P<fit>适合[^,。,|\s的]{2,10})(?:的)?|(?:喜欢|爱)(?P<like>[^,。,|\s的]{2,6})|(?:带|有|支持|自带|可以|能够?)(?P<with>[^,。,|\s的吗呢]{2,8})(?:功能)?的|(?P<use>(?:上班|通勤|办公室|办公|出差|旅行|旅游|健身|跑步|户外|露营|家里|卧室|客厅|厨房|宿舍|学习|日常|夏天|冬天|秋冬|春秋|冬季|夏季|打游戏|拍照|开车|运动|游泳|徒步|登山|睡觉)(?:时)?(?:用|穿|戴|喝|使用)?)(?:的)?"
)


def take_features(line: Line) -> list[str]:
    """The wanted properties, in the order of the rules: figures, known words, free phrases."""
    line.take(_FILLER)
    found = take_specs(line)
    known = take_known_features(line)
    free: list[str] = []
    for pattern in (_LIKES, _WITH, _FOR, _THAT):
        for match in line.take(pattern):
            what = match["what"].strip()
            what = re.sub(r"^(for) (?:a|an|my|our|his|her) ", r"\1 ", what)
            what = re.sub(r"^(?:likes?|loves?|enjoys?|into) ", "", what)
            if "|" not in what and len(what) > 2:
                free.append(what)
    for match in line.take(_ZH):
        what = match["fit"] or match["like"] or match["with"] or match["use"]
        if "|" not in what:
            free.append(what)
    return list(dict.fromkeys([*found, *known, *free]))
