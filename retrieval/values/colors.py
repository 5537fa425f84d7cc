"""Colour words, English and Chinese, to fifteen-odd families.

A family is what a shopper means by "in blue": navy, sky and 藏青 are blue. Words that are colours
only beside nothing else (cream, rose, mint, 金) count only where the text is a colour value, not a
sentence: "Cream" is beige, "ice cream maker" is no colour. Shades between two families go to the
one shops file them under, since a second family would break "not in pink" for rose gold.
"""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.values.phrases import Mention, PhraseTable
from retrieval.values.text import fold

_NAMES = {
    "black": ("black", "黑色"),
    "white": ("white", "白色"),
    "grey": ("grey", "灰色"),
    "red": ("red", "红色"),
    "blue": ("blue", "蓝色"),
    "green": ("green", "绿色"),
    "yellow": ("yellow", "黄色"),
    "orange": ("orange", "橙色"),
    "purple": ("purple", "紫色"),
    "pink": ("pink", "粉色"),
    "brown": ("brown", "棕色"),
    "beige": ("beige", "米色"),
    "gold": ("gold", "金色"),
    "silver": ("silver", "银色"),
    "multicolour": ("multicolour", "彩色"),
}
FAMILIES = tuple(_NAMES)
"""The families, in a fixed order."""

# Colours wherever they stand.
_PLAIN = {
    "black": "black, jet black, blackish, anthracite, 黑色, 纯黑, 哑光黑, 亮黑, 曜石黑, 炭黑, 墨黑, 深黑, 黑款",
    "white": "white, off white, snow white, whitish, 白色, 纯白, 米白, 乳白, 雪白, 奶白, 象牙白, 珍珠白, 亮白, 白款",
    "grey": "grey, gray, greyish, charcoal grey, charcoal gray, slate grey, slate gray, space grey, "
    "space gray, gunmetal, taupe grey, light grey, 灰色, 深灰, 浅灰, 银灰, 铁灰, 烟灰, 太空灰, 深空灰, 炭灰, 灰款",
    "red": "red, crimson, scarlet, burgundy, maroon, bordeaux, vermilion, wine red, cherry red, "
    "brick red, rose red, 红色, 大红, 酒红, 枣红, 玫红, 砖红, 深红, 正红, 朱红, 中国红, 暗红, 铁锈红, 红款",
    "blue": "blue, navy, navy blue, azure, cobalt, cyan, turquoise, teal, indigo, aqua blue, "
    "royal blue, sky blue, light blue, dark blue, denim blue, 蓝色, 深蓝, 浅蓝, 天蓝, 藏蓝, 藏青, 宝蓝, 湖蓝, 海军蓝, "
    "雾霾蓝, 牛仔蓝, 靛蓝, 青色, 湖水蓝, 冰蓝, 孔雀蓝, 克莱因蓝, 蓝款",
    "green": "green, olive green, mint green, emerald green, forest green, lime green, "
    "army green, sage green, greenish, 绿色, 墨绿, 军绿, 草绿, 浅绿, 深绿, 薄荷绿, 果绿, 豆绿, 橄榄绿, 翠绿, 牛油果绿, 绿款",
    "yellow": "yellow, mustard yellow, lemon yellow, 黄色, 鹅黄, 明黄, 姜黄, 柠檬黄, 浅黄, 奶黄, 土黄, 荧光黄, 黄款",
    "orange": "orange, burnt orange, 橙色, 橘色, 橘红, 橙红, 桔色, 橘黄, 活力橙",
    "purple": "purple, violet, lilac, mauve, lavender purple, aubergine purple, 紫色, 深紫, 浅紫, 淡紫, "
    "薰衣草紫, 香芋紫, 葡萄紫, 紫罗兰, 紫红, 紫款",
    "pink": "pink, hot pink, fuchsia, magenta, blush pink, rose pink, pinkish, 粉色, 粉红, 藕粉, 樱花粉, 浅粉, 桃红, "
    "桃粉, 裸粉, 烟粉, 粉款, 洋红",
    "brown": "brown, dark brown, chestnut brown, chocolate brown, coffee brown, 棕色, 褐色, 咖啡色, 咖色, 深棕, 浅棕, "
    "驼色, 栗色, 焦糖色, 巧克力色, 古铜色, 胡桃色, 茶色",
    "beige": "beige, khaki, ecru, oatmeal, 米色, 米黄, 杏色, 卡其, 卡其色, 裸色, 奶茶色, 奶油色, 燕麦色, 沙色, 肤色, 奶咖色",
    "gold": "gold, golden, rose gold, champagne gold, 金色, 玫瑰金, 香槟金, 土豪金, 香槟色, 亮金",
    "silver": "silver, silvery, 银色, 亮银, 银白, 钛金属色, 铝色",
    "multicolour": "multicolour, multicolor, multi coloured, multi colored, multicoloured, multicolored, "
    "multi colour, multi color, rainbow, assorted colours, assorted colors, tie dye, mixed colours, "
    "mixed colors, 彩色, 多色, 七彩, 彩虹色, 混色, 拼色, 撞色, 花色, 多彩, 炫彩",
}
# Colours only where the whole value is made of colour words.
_IN_COLOR_FIELD = {
    "black": "onyx, ebony, jet, noir, schwarz, negro, 黑",
    "white": "ivory, pearl, snow, eggshell, alabaster, blanc, weiss, weiß, blanco, 白",
    "grey": "charcoal, graphite, slate, titanium, ash, smoke, stone, platinum, heather, gris, grau, "
    "taupe, steel grey, 灰",
    "red": "wine, cherry, ruby, rouge, rot, rojo, brick, garnet, cranberry, 红",
    "blue": "aqua, sapphire, denim, ocean, marine, midnight, sky, bleu, blau, azul, petrol, 蓝, 青",
    "green": "olive, mint, emerald, sage, lime, forest, moss, jade, pistachio, hunter, vert, grün, verde, "
    "avocado, army, 绿",
    "yellow": "mustard, lemon, canary, amber, honey, jaune, gelb, amarillo, 黄",
    "orange": "peach, coral, apricot, rust, tangerine, terracotta, pumpkin, 橙, 橘",
    "purple": "lavender, plum, aubergine, eggplant, grape, amethyst, orchid, lila, 紫",
    "pink": "rose, blush, salmon, flamingo, raspberry, rosa, bubblegum, 粉",
    "brown": "chocolate, coffee, mocha, espresso, chestnut, walnut, cognac, caramel, tan, camel, copper, "
    "bronze, tobacco, mahogany, cocoa, hazel, oak, braun, brun, marron, 棕, 褐, 咖",
    "beige": "cream, sand, nude, oat, natural, linen, vanilla, camel beige, champagne, biscuit, almond, "
    "latte, buff, 米, 杏",
    "gold": "brass, or, oro, 金",
    "silver": "chrome, chromium, stainless steel, steel, aluminium, aluminum, metallic, metal, nickel, "
    "inox, 银",
    "multicolour": "multi, various, assorted, mixed, floral, patterned, 彩",
}
_MODIFIERS = frozenset(
    """
    light dark deep pale bright matt matte glossy gloss pastel neon dusty soft hot warm cool true
    vintage washed brushed metallic royal baby electric transparent translucent clear and & with
    solid finish colour color coloured colored heathered mixed x tone shade polished satin pearl
    """.split()
)
_CJK_MODIFIERS = re.compile(r"[深浅淡亮暗哑光纯色系款相间拼配双与和加透明磨砂金属]")


def _entries(table: dict[str, str]) -> dict[str, frozenset[str]]:
    return {
        word.strip(): frozenset({family})
        for family, words in table.items()
        for word in words.split(",")
    }


_ANYWHERE = PhraseTable(_entries(_PLAIN))
_FIELD = PhraseTable(_entries(_IN_COLOR_FIELD) | _entries(_PLAIN))


@lru_cache(maxsize=16_384)
def color_mentions(text: str) -> tuple[Mention, ...]:
    """The colour words of ``text`` with their places (in ``fold(text)``) and families."""
    folded = fold(text)
    if not folded:
        return ()
    strict = tuple(_FIELD.mentions(folded))
    return strict if _only_colors(folded, strict) else tuple(_ANYWHERE.mentions(folded))


def color_families(text: str) -> frozenset[str]:
    """The families of the colours named in ``text``; empty where none is.

    Examples:
        >>> sorted(color_families("Black/Navy")), sorted(color_families("藏青色"))
        (['black', 'blue'], ['blue'])
        >>> sorted(color_families("ice cream maker")), sorted(color_families("Cream"))
        ([], ['beige'])
    """
    return frozenset().union(*(mention.values for mention in color_mentions(text)))


def color_name(family: str, language: str = "en") -> str:
    """The everyday name of a family, in English or Chinese; an unknown family as it is."""
    english, chinese = _NAMES.get(family, (family, family))
    return chinese if language == "zh" else english


def _only_colors(folded: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether nothing but colour words and their modifiers stands in ``folded``."""
    rest = list(folded)
    for mention in mentions:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    left = _CJK_MODIFIERS.sub(" ", "".join(rest))
    return all(word in _MODIFIERS for word in re.findall(r"[^\W_]+", left))
