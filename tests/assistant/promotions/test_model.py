"""A promotion as the shop writes it: what is of another type is refused, not guessed."""

import pytest
from pydantic import ValidationError

from assistant.promotions.model import Promotion

GOOD = {"id": "p", "title": "Ten off", "kind": "percent", "value": 10}


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts": 1_760_000_000}, {"ends": "1760000000"}, {"starts": "2026-05-01T10:00:00"},
        {"budget": "3"}, {"priority": "1"}, {"priority": 1.5}, {"stackable": "yes"},
        {"conditions": {"min_quantity": "2"}}, {"conditions": {"first_order": 1}},
        {"conditions": {"viewed_categories": {"Shoes": "2"}}},
    ],
)  # fmt: skip
def test_another_type_is_refused(wrong):
    with pytest.raises(ValidationError):
        Promotion.model_validate({**GOOD, **wrong})


def test_a_moment_is_a_date_and_time_with_its_offset():
    one = Promotion.model_validate({**GOOD, "starts": "2026-05-01T10:00:00+02:00", "budget": 3})
    assert one.starts.isoformat() == "2026-05-01T10:00:00+02:00"
    assert one.budget == 3
