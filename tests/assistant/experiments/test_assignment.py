"""Assignment by hash: even, sticky, independent; and the fair mixing of two rankings."""

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assistant.experiments.assignment import arm_of, takes_part
from assistant.experiments.definition import Arm, Experiment
from assistant.experiments.interleave import team_draft

UNITS = [f"u-{number}" for number in range(6000)]


def experiment(name: str = "x", share: float = 1.0, shares: tuple[float, ...] = (1, 1)):
    arms = [Arm(name=f"a{place}", share=part) for place, part in enumerate(shares)]
    return Experiment(name=name, share=share, arm=arms)


def test_arms_get_their_shares() -> None:
    counts = Counter(arm_of(experiment(shares=(1, 2, 3)), unit).name for unit in UNITS)
    observed = [counts[f"a{place}"] for place in range(3)]
    assert stats.chisquare(observed, [1000, 2000, 3000]).pvalue > 0.001


def test_two_experiments_split_independently() -> None:
    table = Counter(
        (arm_of(experiment("x"), unit).name, arm_of(experiment("y"), unit).name) for unit in UNITS
    )
    rows = [[table[a, b] for b in ("a0", "a1")] for a in ("a0", "a1")]
    assert stats.chi2_contingency(rows).pvalue > 0.001


def test_the_same_shopper_is_always_in_the_same_arm_and_more_share_only_adds() -> None:
    small, large = experiment(share=0.2), experiment(share=0.6)
    inside = {unit for unit in UNITS if takes_part(small, unit)}
    assert inside <= {unit for unit in UNITS if takes_part(large, unit)}
    assert abs(len(inside) / len(UNITS) - 0.2) < 0.02
    assert all(arm_of(small, unit) == arm_of(large, unit) for unit in UNITS)
    other = small.model_copy(update={"salt": "again"})
    assert {unit for unit in UNITS if takes_part(other, unit)} != inside


RANKING = st.lists(st.integers(0, 12), max_size=8, unique=True)


@given(first=RANKING, second=RANKING, limit=st.integers(0, 8), seed=st.integers())
def test_a_mixed_list_has_each_product_once_and_loses_none_that_is_wanted(
    first: list[int], second: list[int], limit: int, seed: int
) -> None:
    picked, teams = team_draft(first, second, limit=limit, coin=random.Random(seed))
    assert len(picked) == len(teams) == len(set(picked)) == min(limit, len({*first, *second}))
    for team, ranking in enumerate((first, second)):
        own = [item for item, of in zip(picked, teams, strict=True) if of == team]
        places = [ranking.index(item) for item in own]
        assert places == sorted(places)
    if len(picked) > 1 and len(first) == len(second) == 8:
        assert abs(teams.count(0) - teams.count(1)) <= 1
    assert (picked, teams) == team_draft(first, second, limit=limit, coin=random.Random(seed))


def test_the_same_list_twice_is_that_list_and_each_team_leads_half_of_the_time() -> None:
    leads = Counter[int]()
    for seed in range(400):
        picked, teams = team_draft("abcd", "abcd", limit=4, coin=random.Random(seed))
        assert picked == list("abcd")
        leads[teams[0]] += 1
    assert stats.binomtest(leads[0], 400).pvalue > 0.001
