import math

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.combine.ratio import Ratio

NUMBERS = st.sampled_from([0.0, -0.0, 1.0, -2.5, 1e308, 1e-308, math.inf, -math.inf, math.nan, None])


@settings(max_examples=150, deadline=None, derandomize=True)
@given(rows=st.lists(st.tuples(NUMBERS, NUMBERS), max_size=6))
def test_no_ratio_of_finite_numbers_is_infinite_and_the_others_are_right(rows):
    frame = pl.DataFrame(rows, schema={"a": pl.Float64, "b": pl.Float64}, orient="row")
    for (above, below), found in zip(
        rows, frame.select(Ratio(numerator="a", denominator="b").express({})).rows(), strict=True
    ):
        if found[0] is None:
            continue
        if math.isnan(above) or math.isnan(below):
            assert math.isnan(found[0])
        else:
            assert math.isclose(found[0], above / below, rel_tol=1e-15, abs_tol=5e-324)
            assert math.isfinite(found[0]) or math.isinf(above)
