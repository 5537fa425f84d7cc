"""The thesaurus: groups of names, and the names that stand in a query."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.lexical import units
from retrieval.thesaurus import spans, table
from retrieval.thesaurus.table import _lines, _names, key


def names(text: str) -> set[str]:
    return {name.text for name in table()[key(text)]}


def test_a_name_has_the_other_names_of_its_group_in_every_language():
    assert {"铝箔", "tin foil", "alufolie", "アルミホイル"} <= names("锡纸")


def test_number_and_case_do_not_matter():
    assert table()[key("Running Shoes")] == table()[key("running shoe")]


def test_a_family_stands_for_its_members_and_no_member_for_its_family():
    assert "guitar" in names("musical instrument")
    assert "musical instrument" not in names("guitar")


def test_a_member_counts_less_than_another_name():
    weights = {name.text: name.weight for name in table()[key("乐器")]}

    assert weights["吉他"] < weights["musical instrument"]


def test_a_name_of_two_things_counts_less_for_each():
    weights = {name.text: name.weight for name in table()[key("笔记本")]}

    assert {"laptop", "notepad"} <= set(weights)
    assert max(weights.values()) < 1


def test_no_name_is_its_own_other_name():
    assert not any(key(name.text) == own for own, others in table().items() for name in others)


def test_the_longest_name_is_taken_and_names_inside_it_on_request():
    asked = units("蓝牙耳机")

    assert [(one.start, one.end) for one in spans(asked)] == [(0, 2)]
    assert [(one.start, one.end) for one in spans(asked, below=2)] == [(0, 1), (1, 2)]


@settings(deadline=None)  # the first example reads the groups
@given(st.text(max_size=60))
def test_spans_lie_side_by_side_within_any_text(text):
    asked = units(text)
    found = spans(asked)

    assert all(0 <= one.start < one.end <= len(asked) for one in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_no_group_repeats_another():
    """A name in two groups counts less for each: the same group twice would weaken it."""
    groups = [frozenset(map(key, _names(line))) for line in _lines() if ">" not in line]

    assert len(set(groups)) == len(groups)
    assert all(len(group) > 1 for group in groups)
