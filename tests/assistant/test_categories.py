"""Category paths compare by whole names, without case."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.categories import leaf, path_key, prefixes, within

_PATHS = st.lists(st.sampled_from(["Shoes", "shoes", "Home", "鞋"]), max_size=4).map(" > ".join)


def test_a_prefix_is_whole_names() -> None:
    assert within("Shoes > Running Shoes", "SHOES")
    assert not within("Shoes > Running Shoes", "Shoes > Running")
    assert not within("Shoes", "")
    assert (leaf("A > B"), leaf("")) == ("B", "")


@given(path=_PATHS, other=_PATHS)
def test_what_lies_within_shares_all_of_the_prefix(path: str, other: str) -> None:
    assert all(within(path, prefix) for prefix in prefixes(path))
    if within(path, other) and within(other, path):
        assert path_key(path) == path_key(other)
