"""Whom a thing is for: male, female, unisex, or nothing said. English and Chinese.

Kin words count (a gift for "my father" is for a man); a text that names both is unisex.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from retrieval.values.phrases import PhraseTable
from retrieval.values.text import fold

Gender = Literal["male", "female", "unisex", ""]

_WORDS = {
    "male": "male, man, men, mens, boy, gentleman, gentlemen, guy, him, his, masculine, father, dad, daddy, "
    "husband, boyfriend, brother, son, grandfather, grandpa, uncle, nephew, groom, groomsman, groomsmen, "
    "herren, homme, hombre, menswear, 男, 男士, 男款, 男生, 男孩, 男装, 男式, 先生, 爸爸, 父亲, 老爸, 丈夫, 老公, 男友, 男朋友, "
    "哥哥, 弟弟, 儿子, 爷爷, 外公, 叔叔, 舅舅",
    "female": "female, woman, women, womens, girl, lady, ladies, her, hers, feminine, mother, mom, mum, mommy, "
    "mummy, wife, girlfriend, sister, daughter, grandmother, grandma, aunt, niece, bride, bridesmaid, "
    "damen, femme, mujer, womenswear, 女, 女士, 女款, 女生, 女孩, 女装, 女式, 小姐, 妈妈, 母亲, 老妈, 妻子, 老婆, 女友, "
    "女朋友, 姐姐, 妹妹, 女儿, 奶奶, 外婆, 阿姨, 姑姑, 婆婆, 闺蜜",
    "unisex": "unisex, gender neutral, men and women, men & women, his and hers, 男女通用, 男女同款, 男女, 中性, 情侣, 通用款",
}
_TABLE = PhraseTable(
    {word.strip(): frozenset({name}) for name, words in _WORDS.items() for word in words.split(",")}
)


@lru_cache(maxsize=16_384)
def gender(text: str) -> Gender:
    """``male``, ``female``, ``unisex``, or the empty string where the text names none.

    Examples:
        >>> gender("Women's"), gender("送爸爸"), gender("Men & Women"), gender("desk lamp")
        ('female', 'male', 'unisex', '')
    """
    found = frozenset().union(*(mention.values for mention in _TABLE.mentions(fold(text))))
    if "unisex" in found or len(found) > 1:
        return "unisex"
    if "male" in found:
        return "male"
    return "female" if "female" in found else ""
