"""Misspelt and misheard words put right before a message is read.

Typos, and the homophones that speech recognition and pinyin input write, cost a small model more
than anything else in a message. Words that nobody or hardly anybody uses are touched, and words
that do not go with their neighbour (:mod:`pairs`), and only towards words that exist: the goods
words first (kinds, properties, materials: ``goods_*.txt``, and the shop's own), then everyday
English. Given up: real words in the wrong place beside words that stand anywhere ("form" for
"from"), and brand names nobody listed that are one letter from a goods word.
"""

from assistant.rules.spelling.mend import mended

__all__ = ["mended"]
