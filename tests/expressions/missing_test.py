import polars as pl
import pytest

from wrangle.expressions.missing import is_missing, is_nan

FRAME = pl.DataFrame({"a": [1.0, float("nan"), None], "b": [1, 2, None], "c": ["NaN", None, "x"], "d": [None] * 3})


@pytest.mark.parametrize(
    ("columns", "missing", "nan"),
    [
        ("a", [False, True, True], [False, True, False]),
        ("b", [False, False, True], [False, False, False]),
        ("c", [False, True, False], [False, False, False]),
        ("d", [True, True, True], [False, False, False]),
        ("bc", [False, True, True], [False, False, False]),
        ("ca", [False, True, True], [False, True, False]),
    ],
)
def test_null_and_nan_are_missing_in_columns_of_every_type(columns, missing, nan):
    assert FRAME.select(is_missing(*columns)).to_series().to_list() == missing
    assert FRAME.select(is_nan(*columns)).to_series().to_list() == nan


def test_names_of_the_columns_are_known_without_data():
    assert set(is_missing("a", "b").meta.root_names()) == {"a", "b"}
    assert FRAME.clear().select(is_missing("a")).height == 0
