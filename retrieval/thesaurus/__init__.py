"""A shopping thesaurus: other names of the same thing, in Chinese, English, Japanese and German.

What shoppers call 锡纸 a feed calls 铝箔纸, "tin foil" or Alufolie; an embedding model is unsure of
such words, and a word index knows only those it was given. So some 1,800 groups of names that mean
the same were written for this project, over all departments of retail, from general knowledge and
with no catalogue or log at hand. A line is a group, its names separated by commas; with ``>`` the
names before it are a family ("snacks") and those after it its members, which are found for the
family but not the other way round. Given up: names that depend on what is around them; a name in
several groups stands for all of them, and counts less for each.
"""

from retrieval.thesaurus.meaning import Meaning
from retrieval.thesaurus.table import Name, Span, spans, table, words_of_names

__all__ = ["Meaning", "Name", "Span", "spans", "table", "words_of_names"]
