from wrangle.lint.subject import Subject
from wrangle.rulefile.read import read_placed


def trail(*steps):
    text = "columns: {a: string, b: string, x: {type: float, unit: degC}}\nclean:\n"
    return Subject(*read_placed(text + "".join(f"  - {step}\n" for step in steps))).trail


def test_a_column_stays_the_same_when_it_is_rewritten_or_renamed():
    found = trail("trim: {columns: [a]}", "rename: {a: c}", "change_case: {column: c, to: lower}")
    first, last = list(found.rewrites())
    assert first.writes["a"] == last.writes["c"] == found.after["c"]


def test_a_column_that_is_made_anew_is_another():
    found = trail("derive: {x: x * 2}", "change_case: {column: a, to: lower, into: c}")
    made, copied = list(found.rewrites())
    assert made.writes["x"] != made.reads["x"]
    assert copied.writes["c"] != copied.reads["a"]


def test_units_are_known_before_each_step():
    found = trail("convert_units: {column: x, from: degC, to: K}", "round: {column: x, decimals: 1}")
    assert [point.units["x"] for point in found.rewrites()] == ["degC", "K"]


def test_groups_are_not_what_a_step_works_on():
    (asked, filled) = list(trail("impute: {column: x, with: mean, by: a}").steps())
    assert set(asked.reads) == {"a", "x"}
    assert set(filled.works_on) == {"x"}
