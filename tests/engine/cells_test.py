import math

import polars as pl
import pytest
from pipelines import audited, made

from wrangle.engine.cells import compare
from wrangle.errors import SchemaError


def lists(masks):
    return {kind: mask.to_list() for kind, mask in masks.items()}


def test_a_cell_changed_became_null_or_was_filled_and_never_two_of_these():
    old, new = pl.Series([1, 2, None, None, 5]), pl.Series([1, 3, 4, None, None])
    assert lists(compare(old, new)) == {
        "made": [False, False, False, False, True],
        "filled": [False, False, True, False, False],
        "changed": [False, True, False, False, False],
    }


def test_cells_that_stay_have_no_masks():
    assert compare(pl.Series([1, None]), pl.Series([1, None])) == {}
    assert compare(pl.Series([], dtype=pl.Int64), pl.Series([], dtype=pl.Int64)) == {}


def test_a_new_column_has_nothing_to_compare_with():
    assert compare(None, pl.Series([1, None])) == {}


def test_another_type_changes_every_cell_with_a_value():
    assert lists(compare(pl.Series(["1", None, "x"]), pl.Series([1, None, None]))) == {
        "made": [False, False, True], "changed": [True, False, False]}  # fmt: skip


def test_nan_is_a_value_like_any_other():
    nan = math.nan
    assert compare(pl.Series([nan]), pl.Series([nan])) == {}
    assert lists(compare(pl.Series([nan]), pl.Series([1.0]))) == {"changed": [True]}


@pytest.mark.parametrize(("otherwise", "clean", "counts"), [
    ("null", [1, None, None], {"cells_changed": 1, "nulls_made": 1, "misfits": 1}),
    ("quarantine", [1, None], {"cells_changed": 1, "nulls_made": 1, "misfits": 1, "rows_quarantined": 1}),
])  # fmt: skip
def test_a_misfit_is_a_cell_with_a_value_that_got_no_answer(otherwise, clean, counts):
    result = made(f"clean: [cast: {{column: a, to: integer, otherwise: {otherwise}}}]").run(
        pl.DataFrame({"a": ["1", "x", None]})
    )
    assert result.clean["a"].to_list() == clean
    assert audited(result, "cast", "a") == counts


def test_keep_leaves_a_misfit_as_it_was():
    result = made("clean: [canonicalize: {column: a, names: {X: [x]}, otherwise: keep}]").run(
        pl.DataFrame({"a": ["x", "z", None]}))  # fmt: skip
    assert result.clean["a"].to_list() == ["X", "z", None]
    assert audited(result, "canonicalize", "a") == {"cells_changed": 1, "misfits": 1}


def test_only_rows_of_where_are_touched_and_counted():
    frame = pl.DataFrame({"a": [5, 50, 50, 50], "g": ["x", "x", "y", None]})
    result = made("clean: [clip: {column: a, max: 9, where: \"g = 'x'\"}]").run(frame)
    assert result.clean["a"].to_list() == [5, 9, 50, 50]
    assert audited(result, "clip", "a") == {"cells_changed": 1}


def test_a_new_column_is_null_outside_where():
    rule = "canonicalize: {column: a, names: {X: [x]}, into: b, where: n > 1, otherwise: quarantine}"
    result = made(f"clean: [{rule}]").run(pl.DataFrame({"a": ["x", "x", "z", "z"], "n": [1, 2, 1, 2]}))
    assert result.clean["b"].to_list() == [None, "X", None]
    assert result.quarantine["_row"].to_list() == [3]


def test_each_of_several_columns_is_counted_for_itself():
    result = made("clean: [clip: {columns: [a, b], min: 0}]").run(pl.DataFrame({"a": [-1, -2], "b": [1, -1]}))
    assert audited(result, "clip", "a") == {"cells_changed": 2}
    assert audited(result, "clip", "b") == {"cells_changed": 1}


def test_values_that_an_operation_cannot_work_on_are_told_with_its_name():
    frame = pl.DataFrame({"a": [[1], [2]]})
    with pytest.raises(SchemaError, match="derive: cannot work on these columns: cannot cast List"):
        made("clean: [derive: {b: \"a + 1 > 'x'\"}]").run(frame)
