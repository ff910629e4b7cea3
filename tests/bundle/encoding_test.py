import json

import numpy as np
import polars as pl
import pytest

from wrangle.bundle.encoding import Encoding, Feature

FEATURES = (Feature("a", "number"), Feature("sky", "category", ("fog", "rain")), Feature("wet", "number"))
ROWS = pl.DataFrame({"wet": [True, None, False], "sky": ["rain", "hail", None], "a": [1, 2, None], "more": [9, 9, 9]})


def test_levels_are_numbers_and_unknown_ones_missing():
    encoding = Encoding(FEATURES)
    wanted = [[1, 1, 1], [2, np.nan, np.nan], [np.nan, np.nan, 0]]
    assert np.array_equal(encoding.matrix(ROWS), np.array(wanted, np.float32), equal_nan=True)
    assert encoding.names == ("a", "sky", "wet")
    assert encoding.categorical == (False, True, False)


def test_levels_are_columns_of_their_own():
    encoding = Encoding(FEATURES, "one_hot", "float64")
    assert encoding.names == ("a", "sky_fog", "sky_rain", "wet")
    assert encoding.matrix(ROWS)[:, 1:3].tolist() == [[0, 1], [0, 0], [0, 0]]
    assert not any(encoding.categorical)


@pytest.mark.parametrize("style", ["ordinal", "one_hot"])
@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_parts_and_single_rows_are_the_whole(style, precision):
    encoding = Encoding(FEATURES, style, precision)
    whole = encoding.matrix(ROWS)
    assert whole.dtype == precision
    parts = np.vstack([encoding.matrix(ROWS[place]) for place in range(3)])
    assert np.array_equal(whole, parts, equal_nan=True)
    assert encoding.matrix(ROWS.clear()).shape == (0, len(encoding.names))


def test_a_missing_column_is_an_error():
    with pytest.raises(pl.exceptions.ColumnNotFoundError, match="wet"):
        Encoding(FEATURES).matrix(ROWS.drop("wet"))


def test_a_description_is_json_and_gives_the_same_encoding():
    one = Encoding(FEATURES, "one_hot", "float64")
    assert Encoding.from_description(json.loads(json.dumps(one.describe()))) == one
