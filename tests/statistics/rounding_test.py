from hypothesis import given
from hypothesis import strategies as st

from wrangle.statistics.rounding import rounded


@given(st.floats(allow_nan=False))
def test_rounding_twice_is_rounding_once(number):
    assert repr(rounded(rounded(number))) == repr(rounded(number))
