"""nDCG at a cutoff, in three conventions that must not be mixed up.

    DCG@k = sum over ranks r = 1..k of gain(grade of item r) / log2(r + 1)
    nDCG@k = DCG@k / DCG@k of the ideal order of all judged items

- ``ndcg``: linear gain, ``gain(g) = g`` (Järvelin and Kekäläinen, TOIS 2002; trec_eval).
- ``ndcg_exp``: exponential gain, ``gain(g) = 2^g - 1`` (Burges et al., ICML 2005; the one of
  Kaggle, LightGBM and much of the web-search literature). On whole grades it rewards the best
  items more.
- ``ndcg_condensed``: linear gain over the ranking with unjudged items taken out first (Sakai,
  SIGIR 2007). Where a good part of a top 10 was never judged, plain nDCG takes "unknown" for
  "bad"; this one takes no side, and is too kind to a system that finds only unjudged junk. Both
  are reported, neither alone. The run has to reach deeper than k for it to mean anything.

An unjudged item has gain 0 in the first two. Grades may be fractions (see ``judgments``).
"""

from __future__ import annotations

from ir_measures import nDCG

from eval.metrics.judgments import Judgments, Run, Values
from eval.metrics.trec import values


def ndcg(judgments: Judgments, run: Run, k: int = 10) -> Values:
    """nDCG@k with linear gain, unjudged as 0; each in [0, 1]."""
    return values(nDCG(gains=judgments.gains(lambda grade: grade)) @ k, judgments, run)


def ndcg_exp(judgments: Judgments, run: Run, k: int = 10) -> Values:
    """nDCG@k with exponential gain 2^g - 1, unjudged as 0; each in [0, 1]."""
    return values(nDCG(gains=judgments.gains(lambda grade: 2**grade - 1)) @ k, judgments, run)


def ndcg_condensed(judgments: Judgments, run: Run, k: int = 10) -> Values:
    """nDCG@k with linear gain over the judged items of the ranking only; each in [0, 1]."""
    measure = nDCG(gains=judgments.gains(lambda grade: grade), judged_only=True) @ k
    return values(measure, judgments, run)
