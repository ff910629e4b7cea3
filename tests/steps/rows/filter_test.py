import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import audited, made

from wrangle.errors import RuleFileError
from wrangle.steps.rows.filter import Filter

NUMBERS = st.lists(st.one_of(st.none(), st.integers(-3, 3)), max_size=10)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(values=NUMBERS)
def test_rows_for_which_it_is_true_stay_and_all_are_counted(values):
    frame = pl.DataFrame({"a": pl.Series(values, dtype=pl.Int64)})
    result = made('clean: [filter: "a > 0"]').run(frame)
    assert result.clean["a"].to_list() == [each for each in values if each is not None and each > 0]
    assert result.summary["rows_dropped"]["filter"] == len(values) - result.clean.height


@settings(max_examples=30, deadline=None, derandomize=True)
@given(values=NUMBERS)
def test_a_condition_and_its_opposite_divide_the_rows_without_null(values):
    frame = pl.DataFrame({"a": pl.Series(values, dtype=pl.Int64)})
    kept, left = (made(f"clean: [filter: '{each}']").run(frame).clean for each in ("a > 0", "NOT (a > 0)"))
    assert kept.height + left.height == len([each for each in values if each is not None])


def test_null_is_kept_where_it_is_asked_for():
    frame = pl.DataFrame({"a": [1, None, -1]})
    assert made('clean: [filter: "a > 0 OR a IS NULL"]').run(frame).clean["a"].to_list() == [1, None]


def test_rows_can_be_kept_in_the_quarantine_instead():
    result = made("clean: [filter: {condition: a > 0, otherwise: quarantine}]").run(pl.DataFrame({"a": [1, -1]}))
    assert result.quarantine["a"].to_list() == [-1]
    assert audited(result, "filter") == {"rows_quarantined": 1}


def test_it_reads_the_columns_of_its_condition():
    assert Filter(condition="a > 0 AND dew_point(b, c) < 1").reads() == ("a", "b", "c")


@pytest.mark.parametrize(
    "condition", ["a >", "a > AVG(a)", "a > (SELECT 1)", "DROP TABLE a", "read_csv('x')", "NOW() > a"]
)
def test_what_is_no_condition_of_one_row_is_refused(condition):
    with pytest.raises(RuleFileError):
        made(f'clean: [filter: "{condition}"]')
