"""A calibration fitted on top of another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.llm.confidence import Confidence
from eval.confidence import Fitted

NUMBERS = st.floats(-2, 2).map(lambda number: round(number, 3))


@given(st.floats(0.01, 0.99), NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_one_after_another_is_both(probability, a, b, c, d):
    first, then = Confidence(a=a, b=b), Fitted(a=c, b=d)

    both = then.after(a, b)

    expected = Confidence(a=c, b=d)(first(probability))
    assert Confidence(a=both.a, b=both.b)(probability) == pytest.approx(expected, abs=1e-3)
