from dataclasses import replace

from wrangle.engine.verdicts import CheckResult
from wrangle.explore.diff.checks import compared

ONE = CheckResult("n between", "between", True, "warn", 10, 2, ("row 1 n 3",))


def test_equal_results_are_no_difference():
    assert list(compared([ONE], [ONE])) == []


def test_a_check_of_the_same_name_is_held_against_the_other():
    [change] = compared([ONE], [replace(ONE, violations=3, success=False)])
    assert str(change) == "other n between: passes, 2 of 10 rows -> warns, 3 of 10 rows"


def test_checks_of_one_name_are_paired_in_order():
    found = list(compared([ONE, ONE], [ONE]))
    assert [(each.old, each.new) for each in found] == [(ONE, None)]


def test_checks_of_one_name_in_another_order_are_no_difference():
    other = replace(ONE, violations=7)
    assert list(compared([ONE, other], [other, ONE])) == []
    assert [each.new for each in compared([ONE, other], [other, ONE, other])] == [other]


def test_new_and_gone_checks_are_told():
    table = CheckResult("row_count", "row_count", False, "fail", 10, 0, ("10 rows",))
    assert [str(each) for each in compared([], [table])] == ["new   row_count: fails, 0 of 10 rows (10 rows)"]
