import math

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.combine.deicing_index import DeicingIndex


@settings(deadline=None)
@given(st.floats(-90, 60), st.floats(0, 100))
def test_it_lies_from_0_to_100_and_no_zero_is_negative(temperature, humidity):
    frame = pl.DataFrame({"t": [temperature, temperature], "rh": [humidity, humidity]})
    index = frame.select(DeicingIndex.evaluate(pl.col("t"), pl.col("rh"))).item(0, 0)
    assert 0 <= index <= 100
    assert math.copysign(1, index) == 1
