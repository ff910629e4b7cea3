import polars as pl
import pytest
from pipelines import made

from wrangle.engine.sums import audits, by_name, dropped, summed
from wrangle.engine.verdicts import CheckResult


def _result(rows, violations, *examples, otherwise="warn", name="x"):
    return CheckResult(name, "between", violations == 0, otherwise, rows, violations, examples)


def test_what_rows_gave_is_taken_out_and_what_they_give_now_is_put_in():
    old, gone, now = _result(10, 3, "row 1 a", "row 4 b"), _result(4, 2, "row 4 b"), _result(4, 1, "row 2 c")
    found = summed(now, old, gone, mostly=0.8)
    assert (found.rows, found.violations, found.success) == (10, 2, True)
    assert found.examples == ("row 1 a", "row 2 c")
    assert not summed(now, old, gone, mostly=0.9).success
    assert summed(now, None, None) is now


def test_results_of_one_name_are_told_apart_by_their_order():
    one, other = _result(1, 0), _result(2, 0)
    assert by_name([one, other, _result(3, 0, name="y")]) == {
        ("x", 0): one, ("x", 1): other, ("y", 0): _result(3, 0, name="y")}  # fmt: skip


def test_steps_that_dropped_rows_are_the_same_in_the_same_order():
    assert dropped({"filter (step 1)": 5}, {"filter (step 1)": 1}, {"filter (step 2)": 0}) == {"filter (step 2)": 4}
    with pytest.raises(ValueError, match="shorter"):
        dropped({"filter": 5}, {}, {"filter": 0})


def test_audits_are_summed_step_by_step_and_column_by_column():
    body = "clean: [cast: {column: a, to: integer}, clip: {column: a, min: 0}]"
    rows = pl.DataFrame({"a": ["1", "x", "-1", "y"]})
    whole, gone = made(body).run(rows).audit, made(body).run(rows[1:2]).audit
    found = audits(whole, gone, made(body).run(rows[2:3]).audit)
    wanted = made(body).run(rows[[0, 2, 3, 2]]).audit
    assert found.drop("examples").equals(wanted.drop("examples"))
