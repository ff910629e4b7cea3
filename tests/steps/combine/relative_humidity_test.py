import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.combine.dew_point import DewPoint
from wrangle.steps.combine.relative_humidity import RelativeHumidity

T, TD, RH = pl.col("t"), pl.col("td"), pl.col("rh")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(temperature=st.floats(-45, 60), humidity=st.floats(0.1, 99.99))
def test_it_gives_back_the_humidity_that_a_dew_point_was_made_of(temperature, humidity):
    frame = pl.DataFrame({"t": [temperature] * 2, "rh": [humidity] * 2})
    frame = frame.with_columns(td=DewPoint.evaluate(T, RH)).with_columns(back=RelativeHumidity.evaluate(T, TD))
    assert frame["back"][0] == pytest.approx(humidity, rel=1e-9)


@pytest.mark.parametrize(
    ("temperature", "dew", "published"), [(20, 9.3, 50), (25, 16.7, 60), (30, 23.9, 70), (10, 6.7, 80)]
)
def test_it_is_what_published_tables_say(temperature, dew, published):
    frame = pl.DataFrame({"t": [float(temperature)] * 2, "td": [dew] * 2})
    assert frame.select(RelativeHumidity.evaluate(T, TD)).item(0, 0) == pytest.approx(published, abs=0.5)
