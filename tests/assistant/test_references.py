"""Places in the list shown: as numbers, as words, by name; never beyond the list."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.references import as_said, meant, places

SOME = settings(max_examples=80, deadline=None)
SHOWN = ["Red kettle", "Steel kettle 2L", "Glass teapot", "All-weather 27 inch mat"]


@pytest.mark.parametrize(
    ("refs", "found"),
    [
        (["2"], [2]),
        (["3", "1"], [1, 3]),
        (["last"], [4]),
        (["all"], [1, 2, 3, 4]),
        (["teapot"], [3]),
        (["steel"], [2]),
        (["steal kettle"], [2]),
        (["9"], []),
        (["0"], []),
        (["²"], []),
        (["bicycle"], []),
        ([], []),
    ],
)
def test_references_are_places_in_the_list(refs, found):
    assert places(refs, SHOWN) == found


def test_a_place_is_kept_where_no_list_is_known():
    assert places(["3"], []) == [3]
    assert places(["last", "all", "teapot"], []) == []


@pytest.mark.parametrize(
    ("refs", "message", "said"),
    [
        ([2], "the second one", ("2",)),
        ([4], "the last one please", ("last",)),
        ([1, 2, 3, 4], "compare all of them", ("all",)),
        ([3], "is the teapot heavy?", ("teapot",)),
        ([3], "is it heavy?", ("3",)),
        ([1], "the kettle", ("1",)),  # two are kettles: no name
        ([4], "最后一个", ("last",)),
        ([4], "is the 27 inch mat ok", ("inch",)),
        ([2], "two of the steel one", ("steel",)),
        ([1, 2], "the first two", ("1", "2")),
        ([], "the teapot", ()),
    ],
)
def test_a_reference_is_said_as_the_message_says_it(refs, message, said):
    assert as_said(refs, message, SHOWN) == said


def test_chinese_names_are_found_in_the_run_of_characters():
    shown = ["驱蚊草盆栽", "香茅蜡烛", "艾草线香", "豆袋 绿"]

    assert as_said([2], "香茅蜡烛能烧几小时", shown) == ("香茅蜡烛",)
    assert as_said([1, 3], "盆栽跟线香都要", shown) == ("盆栽", "线香")
    assert as_said([4], "绿的那个", shown) == ("绿",)
    assert as_said([2], "第二个香茅的", shown) == ("2",)


def test_it_is_what_was_pointed_at_last():
    assert as_said([2], "add two", SHOWN, SHOWN[1:2]) == ("it",)
    assert as_said([1], "add two", SHOWN, SHOWN[1:2]) == ("1",)
    assert as_said([3], "the teapot then", SHOWN, SHOWN[2:3]) == ("teapot",)
    assert places(["it"], SHOWN, [SHOWN[1]]) == [2]
    assert places(["it"], SHOWN) == []
    assert places(["it"], ["another list"], [SHOWN[1]]) == []


titles = st.lists(st.text(max_size=30) | st.sampled_from(SHOWN), min_size=1, max_size=6)
words = st.text(max_size=40) | st.sampled_from(
    ["the last teapot", "all weather", "第二个", "那个 kettle", "number 2", "the 2l steel one"]
)


@SOME
@given(titles, words, st.data())
def test_what_is_said_leads_back_to_the_places(shown, message, data):
    place = st.integers(1, len(shown))
    refs = sorted(data.draw(st.lists(place, unique=True, max_size=3)))

    pointed = data.draw(st.lists(st.sampled_from(shown), max_size=2))

    assert places(as_said(refs, message, shown, pointed), shown, pointed) == refs


@SOME
@given(st.lists(st.text(max_size=12), max_size=4), st.lists(st.text(max_size=20), max_size=5))
def test_no_reference_leads_beyond_the_list(refs, shown):
    found = places(refs, shown)

    assert found == sorted(set(found))
    assert all(place >= 1 and (not shown or place <= len(shown)) for place in found)


@pytest.mark.parametrize(
    ("message", "read", "count", "said"),
    [
        ("luv it add", ("1",), None, ("it",)),
        ("get me two", ("1",), 2, ("it",)),
        ("四包", ("1",), 4, ("it",)),
        ("yes please", (), None, ("it",)),
        ("the second one", ("2",), None, ("2",)),
        ("no 2 please", ("2",), None, ("2",)),
        ("the last", ("last",), None, ("last",)),
        ("both", ("1", "2"), None, ("1", "2")),
        ("the teapot", ("1",), None, ("1",)),
        ("some trivet", ("trivet",), None, ("trivet",)),
    ],
)
def test_what_was_pointed_at_is_meant_where_nothing_else_is_named(message, read, count, said):
    pointed = ["Steel kettle 2L"]

    assert meant(read, message, SHOWN, pointed, count=count, whole=True) == said
    assert meant(read, message, SHOWN, [], count=count, whole=True) == read


def test_a_question_that_points_nowhere_is_about_nothing_shown():
    assert meant((), "do you ship on sundays", SHOWN, ["Steel kettle 2L"]) == ()
