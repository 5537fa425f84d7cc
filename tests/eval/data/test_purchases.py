"""A till's line items into next-basket sequences: whole baskets, one moment, no future."""

from __future__ import annotations

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from eval.data.errors import EvalDataError
from eval.data.purchases import read_purchases

HEAD = "household_id,basket_id,product_id,transaction_timestamp\n"


def _file(folder, lines):
    path = folder / "items.csv"
    path.write_text(HEAD + "\n".join(lines), encoding="utf-8")
    return path


def test_lines_of_one_basket_stand_together_and_history_grows(tmp_path):
    path = _file(
        tmp_path,
        [
            "1,b2,milk,2017-01-02 10:00:00",
            "1,b1,bread,2017-01-01 10:00:00",
            "1,b2,eggs,2017-01-02 10:00:05",
            "1,b2,milk,2017-01-02 10:00:06",
            "1,b3,bread,2017-01-03 10:00:00",
        ],
    )
    split = read_purchases(path, 0.3)
    (train,), (test,) = split.train, split.test
    assert (train.history, train.next) == ((("bread",),), ("milk", "eggs"))
    assert (test.history, test.next) == ((("bread",), ("milk", "eggs")), ("bread",))
    assert split.moment == test.at


def test_a_basket_without_a_past_is_no_case(tmp_path):
    lines = [f"1,b{day},x{day},2017-01-0{day} 10:00:00" for day in range(1, 8)]
    split = read_purchases(_file(tmp_path, [*lines, "2,new,y,2017-01-08 10:00:00"]), 0.3)
    assert {one.user_id for one in split.test} == {"1"}
    assert split.without_history == 1


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("uvw"), st.integers(1, 28), st.sampled_from("abcd")),
        min_size=6,
        max_size=30,
        unique_by=lambda line: line[:2],
    ),
    st.floats(0.1, 0.9),
)
def test_nothing_of_the_test_is_before_anything_of_the_training(tmp_path_factory, lines, share):
    rows = [f"{user},{user}{day},{item},2017-01-{day:02d}T10:00:00" for user, day, item in lines]
    path = _file(tmp_path_factory.mktemp("till"), rows)
    try:
        split = read_purchases(path, share)
    except EvalDataError:  # nobody comes back on both sides
        reject()
    assert max(one.at for one in split.train) < split.moment
    assert min(one.at for one in split.test) >= split.moment
    bought = {(user, day) for user, day, _ in lines}
    for one in (*split.train, *split.test):
        before = sum((one.user_id, day) in bought for day in range(1, one.at.day))
        assert len(one.history) == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "cannot read"),
        ("household_id,product_id,ts\n1,2,3\n", "no column for the basket; name it basket_id or"),
        (HEAD + "1,b,x,2017-01-01\n1,,x,2017-01-02\n", "line 3: a shopper, basket, item or time"),
        (HEAD + "1,b,x,soon\n", "give times like"),
        (HEAD + "1,b,x,2017-01-01\n", "no shopper comes back on both sides"),
    ],
)
def test_a_bad_file_says_what_to_do(tmp_path, text, message):
    path = tmp_path / "items.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvalDataError, match=message):
        read_purchases(path, 0.5)
