import contextlib

import polars as pl
import pytest
from pipelines import made

from wrangle.errors import RunFailedError

TEN = pl.DataFrame({"a": [*range(8), 80, 90]})


def check(options, frame=TEN):
    """Return the result of `between a <= 10` with more options."""
    return made(f"expect: [between: {{column: a, max: 10{options and ', ' + options}}}]").run(frame)


@pytest.mark.parametrize(("options", "success"), [
    ("otherwise: warn", False), ("otherwise: warn, mostly: 0.8", True), ("otherwise: warn, mostly: 0.81", False),
    ("otherwise: fail, mostly: 0.8", True), ("", True), ("mostly: 0.8", True)])  # fmt: skip
def test_mostly_is_the_share_of_rows_that_must_be_fine(options, success):
    result = check(options)
    (found,) = result.results
    assert (found.success, found.rows, found.violations) == (success, 10, 2)
    assert result.quarantine.height == (0 if "otherwise" in options else 2)


@pytest.mark.parametrize("options", ["otherwise: fail", "otherwise: fail, mostly: 0.9", "mostly: 0.9"])
def test_a_run_fails_below_mostly(options):
    with pytest.raises(RunFailedError) as caught:
        check(options)
    assert str(caught.value) == (
        "the run failed; nothing was written:\n"
        "- between a: 2 of 10 rows: row 8: a 80 is not at most 10; row 9: a 90 is not at most 10"
    )


def test_mostly_counts_rows_that_the_check_applies_to():
    frame = pl.DataFrame({"a": [1, 90, None, None], "g": ["x", "x", "x", "y"]})
    (found,) = check("otherwise: warn, mostly: 0.5", frame).results
    assert (found.success, found.rows, found.violations) == (True, 2, 1)
    (found,) = check("otherwise: warn, where: \"g = 'y'\"", frame).results
    assert (found.success, found.rows, found.violations) == (True, 0, 0)


def test_exactly_mostly_is_enough_whatever_floats_say():
    frame = pl.DataFrame({"a": [1] * 9 + [99]})
    assert check("otherwise: fail, mostly: 0.9", frame).results[0].success


def test_all_that_fails_is_named_at_once():
    rules = """
    clean: [cast: {column: b, to: integer, otherwise: fail, name: read b}]
    expect:
      - between: {column: a, max: 10, otherwise: fail}
      - row_count: {min: 100}
      - not_null: {column: a, otherwise: fail}
    """
    with pytest.raises(RunFailedError) as caught:
        made(rules).run(TEN.with_columns(b=pl.lit("x")))
    assert [line for line in str(caught.value).splitlines() if line.startswith("- ")] == [
        "- read b: 10 rows did not fit:", "- row_count: 0 rows, not at least 100"]  # fmt: skip


def test_the_first_five_misfits_are_shown():
    with pytest.raises(RunFailedError) as caught:
        made("clean: [cast: {column: a, to: integer, otherwise: fail}]").run(
            pl.DataFrame({"a": ["1", *(f"x{number}" for number in range(7))]}))  # fmt: skip
    shown = [line.strip() for line in str(caught.value).splitlines()[2:]]
    assert shown == [f"row {number + 1}: a 'x{number}' is not a whole number" for number in range(5)]


def test_one_misfit_is_one_row():
    with pytest.raises(RunFailedError, match="cast: 1 row did not fit"):
        made("clean: [cast: {column: a, to: integer, otherwise: fail}]").run(pl.DataFrame({"a": ["x"]}))


@pytest.mark.parametrize(("otherwise", "kept"), [("warn", 3), ("quarantine", 1)])
def test_duplicates_are_counted_and_the_first_ones_shown(otherwise, kept):
    result = made(f"expect: [unique: {{column: a, otherwise: {otherwise}}}]").run(pl.DataFrame({"a": [7, 8, 7]}))
    (found,) = result.results
    assert (found.rows, found.violations, result.clean.height) == (3, 2, kept)
    assert found.examples[0].startswith("row 0")
    assert "stands more than once" in found.examples[0]


def test_duplicates_fail_the_run_unless_mostly_allows_them():
    with pytest.raises(RunFailedError, match="unique a: 2 of 3 rows: row 0 stands more than once"):
        made("expect: [unique: {column: a}]").run(pl.DataFrame({"a": [7, 8, 7]}))
    assert made("expect: [unique: {column: a, mostly: 0.3}]").run(pl.DataFrame({"a": [7, 8, 7]})).clean.height == 3


@pytest.mark.parametrize("otherwise", ["warn", "quarantine", "fail"])
def test_mostly_of_duplicates_counts_rows_with_a_key_that_where_chooses(otherwise):
    rules = f"expect: [unique: {{column: a, otherwise: {otherwise}, mostly: 0.5, where: b > 0}}]"
    (found,) = made(rules).run(pl.DataFrame({"a": [7, 7, 8, 9, None, 7], "b": [1, 1, 1, 1, 1, 0]})).results
    assert (found.success, found.rows, found.violations) == (True, 4, 2)
    with pytest.raises(RunFailedError) if otherwise != "warn" else contextlib.nullcontext():
        (found,) = made(rules).run(pl.DataFrame({"a": [7, 7, 8, None], "b": [1, 1, 1, 1]})).results
        assert not found.success


def test_duplicates_are_looked_for_among_rows_that_are_written():
    rules = "expect: [not_null: {column: b}, unique: {column: a, otherwise: fail}]"
    result = made(rules).run(pl.DataFrame({"a": [7, 7], "b": [1, None]}))
    assert (result.clean.height, result.quarantine.height) == (1, 1)


def test_a_failing_check_does_not_count_rows_that_the_quarantine_has():
    rules = "columns: {a: {type: float, max: 10}}\nexpect: [between: {column: a, max: 50, otherwise: fail}]"
    assert made(rules).run(pl.DataFrame({"a": ["99", "1"]})).quarantine.height == 1


def test_table_checks_see_the_table_that_is_written():
    rules = """
    clean: [filter: "a < 5"]
    expect: [row_count: {min: 1, max: 5}, columns: {names: [a], exactly: true}, type: {column: a, type: integer}]
    """
    assert [each.success for each in made(rules).run(TEN).results] == [True, True, True]
    with pytest.raises(RunFailedError, match="row_count: 0 rows, not at least 1"):
        made(rules).run(TEN.filter(pl.col("a") > 10))


def test_a_check_that_warns_says_so_and_writes_all_the_same():
    result = made("expect: [row_count: {min: 100, otherwise: warn}]").run(TEN)
    assert result.clean.height == 10
    assert not result.results[0].success
    assert not result.results[0].fails


def test_checks_are_told_in_the_order_of_the_rule_file():
    rules = "columns: {a: {type: integer, min: 0}}\n"
    checks = "expect: [unique: {column: a}, not_null: {column: a}, row_count: {min: 1}]"
    names = [each.name for each in made(rules + checks).run(TEN).results]
    assert names == ["columns.a between", "unique a", "not_null a", "row_count"]


def test_a_result_is_plain_json_values():
    (found,) = check("otherwise: warn").results
    assert found.describe() | {"examples": list(found.examples)} == {
        "name": "between a", "check": "between", "success": False, "otherwise": "warn", "rows": 10, "violations": 2,
        "unknown": 0,
        "examples": ["row 8: a 80 is not at most 10", "row 9: a 90 is not at most 10"]}  # fmt: skip
    assert str(found).startswith("between a: 2 of 10 rows: row 8")
