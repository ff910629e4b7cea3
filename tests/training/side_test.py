import numpy as np
import polars as pl
import pytest

from wrangle.bundle.encoding import Feature
from wrangle.training.side import Side, Wanted

ROWS = pl.DataFrame(
    {
        "__row": pl.Series([3, 4, 7, 9], dtype=pl.UInt32),
        "t": [1.0, None, float("inf"), 4.0],
        "sky": ["fog", "rain", None, "fog"],
        "y": [1.0, 2.0, 3.0, None],
        "w": [1, 2, 3, 4],
    }
)
WANTED = Wanted((Feature("t", "number"), Feature("sky", "category")), "float32", target="y", weight="w", key=("w",))


def side(batches=(ROWS,), wanted=WANTED):
    found = Side(np.empty((9, 2), np.float32, order="F"), slices=("sky",))
    for each in batches:
        found.add(each, wanted)
    return found


@pytest.mark.parametrize("batches", [(ROWS,), (ROWS[:1], ROWS[1:1], ROWS[1:])])
def test_rows_are_taken_in_batch_by_batch(batches):
    found = side(batches)
    assert found.height == 3
    assert found.without_target == 1
    assert found.numbers().tolist() == [3, 4, 7]
    np.testing.assert_array_equal(found.matrix[:3], np.array([[1.0, 0.0], [np.nan, 1.0], [np.inf, np.nan]], np.float32))
    assert found.texts["sky"].known == ["fog", "rain"]
    assert found.others().columns == ["__target", "__weight", "__key w", "sky"]
    assert (dict(found.known), dict(found.infinite)) == ({"t": 2, "sky": 2}, {"t": 1})


def test_of_no_rows_nothing_goes_with_them():
    assert side(()).others().shape == (0, 0)
    assert side(()).numbers().dtype == np.uint32


def test_some_rows_are_kept():
    found = side()
    found.keep(pl.Series([False, True, True]))
    assert found.numbers().tolist() == [4, 7]
    assert found.others()["__target"].to_list() == [2.0, 3.0]
    assert found.matrix[: found.height, 1].tolist()[0] == 1.0
