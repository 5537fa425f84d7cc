"""Ranking and slot metrics, one convention a file.

Ranking metrics are computed by ``ir-measures`` (over pytrec_eval, the C code of trec_eval), so that
our figures are those of the field and not of our own loops. What we add is what trec_eval leaves to
the caller: fractional grades, the name of the gain, intervals and the comparison of two systems.
"""
