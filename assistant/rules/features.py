"""Wanted properties said in free words: "with a detachable hood", "for small rooms", 适合…."""

from __future__ import annotations

import re

from assistant.rules.line import Line

_END = (
    r"(?=[,.;!?|,。;]|\s(?:and|but|please|under|in|for|with|that|which|at|on|from|by|or|"
    r"because|thanks|around|less|over)\b|$)"
)
_FILLER = re.compile(
    r"(?:(?:i'?m|i am|we'?re)\s)?(?:looking|searching|search|shopping|hunting|look|"
    r"asking) for(?: (?:a|an|some|the))?(?![a-z])|(?:is there |do you have |"
    r"have you got |got )?(?:any|some)(?:thing)?(?![a-z])|at least|something|a gift|"
    r"a present|(?:i )?(?:would|'d) like(?: to)?|in the market for"
)
_FITS = re.compile(
    r"(?:that\s|which\s)?(?P<what>(?:fits?(?:\sin)?|compatible with|works? (?:with|"
    r"on))\s[a-z0-9][\w'\" .-]{2,30}?)" + _END
)
_THAN = re.compile(
    r"(?P<what>(?:no\s)?(?:lighter|heavier|smaller|bigger|larger|longer|shorter|thinner|taller|wider)"
    r"\sthan\s(?!\d)[a-z0-9][\w' .-]{1,15}?)" + _END
)
_EASY = re.compile(
    r"(?:that'?s |that is |which is |"
    r"should be )?(?P<what>easy[\s-]to[\s-][a-z]+(?:\s(?:up|down|on|off|out|apart|"
    r"away))?)"
)
_INK = re.compile(r"(?P<what>[a-z]+\s(?:ink|trim|laces|stitching))(?![a-z])")
_WITH = re.compile(
    r"(?<![a-z])(?:with|has|have|having|featuring|includes?|including)\s(?:(?:a|an|some|"
    r"the|good|lots of)\s)*(?P<what>[a-z0-9][\w' -]{2,35}?)" + _END
)
_THAT = re.compile(
    r"(?<![a-z])(?:that|which|to|it|should|must|he|she|who)\s(?:can\s|should\s|must\s|"
    r"will\s|also\s|really\s)*(?:be\s|is\s|are\s)?(?P<what>(?:fits?|works? (?:with|on|"
    r"for)|suits?|lasts?|likes?|loves?|enjoys?|into)\s[\w' -]{2,30}?)" + _END
)
_FOR = re.compile(
    r"(?<![a-z])(?P<what>for\s(?!me\b|him\b|her\b|us\b|it\b|under\b|less\b|about\b|"
    r"now\b|sure\b|that\b|this\b)(?:(?:a|an|the|my|our|his|"
    r"her)\s)?[a-z0-9][\w'/ -]{1,30}?)" + _END
)
_LIKES = re.compile(
    r"\b(?:(?:who|he|she|they|it)(?: really| also)? (?:like|love|enjoy)s?|likes|loves|"
    r"enjoys|is into|are into|is a big fan of)\s(?P<what>[a-z][\w' -]{2,30}?)" + _END
)
_ZH_LIKES = re.compile(
    r"(?:他|她|ta|平时|很|特别|最|孩子|宝宝)+(?:喜欢|爱)(?P<what>[\u4e00-\u9fff]{2,6})(?=$|[,。,!|])"
)
_ZH_REST = re.compile(
    r"(?<![\u4e00-\u9fff])(?:想?要|有|找|来|买|给我|"
    r"一?[个款件双条台只把张套本瓶盒些点])*(?P<what>(?![^,。]*[我你他她它这那哪什么怎吗呢给推荐帮换没别好看])[\u4e00-\u9fff]{2,6})的(?=$|"
    r"[,。,|])"
)
_ZH = re.compile(
    r"(?P<fit>适合[^,。,|\s的]{2,10})(?:的)?|(?:要|想要)?(?:带|有|支持|自带|能够?)(?P<with>[^,。,|"
    r"\s的吗呢]{2,8})(?:功能)?的|(?P<use>(?:上班|通勤|办公室|办公|出差|旅行|旅游|健身|跑步|户外|露营|家里|卧室|客厅|厨房|宿舍|"
    r"学习|日常|夏天|冬天|秋冬|春秋|冬季|夏季|打游戏|拍照|开车|运动|游泳|徒步|登山|睡觉)(?:时)?)(?:用|穿|戴|喝|使用)?(?:的)?"
)


def take_interests(line: Line) -> list[str]:
    """What the one it is for likes, and what it must fit: read before kinds and sizes are."""
    found = []
    for pattern in (_LIKES, _ZH_LIKES, _FITS, _THAN, _EASY, _INK):
        for match in line.take(pattern):
            what = re.sub(r"^(?:likes?|loves?|enjoys?|into) ", "", match["what"].strip())
            if "|" not in what:
                found.append(what)
    return found


def take_features(line: Line) -> list[str]:
    """The wanted properties said in free words."""
    line.take(_FILLER)
    free: list[str] = []
    for pattern in (_WITH, _FOR, _THAT):
        for match in line.take(pattern):
            what = match["what"].strip()
            what = re.sub(r"^(for) (?:a|an|my|our|his|her) ", r"\1 ", what)
            what = re.sub(r"^(?:likes?|loves?|enjoys?|into) ", "", what)
            if "|" not in what and len(what) > 2:
                free.append(what)
    for match in line.take(_ZH):
        what = match["fit"] or match["with"] or match["use"]
        if "|" not in what:
            free.append(what)
    free += [match["what"] for match in line.take(_ZH_REST)]
    return list(dict.fromkeys(what.removesuffix("用") if len(what) > 2 else what for what in free))
