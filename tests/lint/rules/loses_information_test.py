import pytest
from linted import linted, named

NAMES = "canonicalize: {column: a, names: {Norway: NO}}"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("fill_constant: {column: x, value: 0}", "null_values: {columns: x, values: [-9]}"),
        ("deduplicate: {keys: [a, t]}", NAMES),
        ("deduplicate: {keys: [a, t]}", "trim: {columns: [a]}"),
        ("clip: {column: x, min: 0}", "outliers: {column: x, method: iqr, action: 'null'}"),
        ("lump_rare: {column: a, min_count: 2}", NAMES),
        ("one_hot: {column: a}", NAMES),
    ],
)
def test_the_wrong_order_is_found_and_the_right_one_is_not(first, second):
    assert named(first, second) == [("loses_information", 4)]
    assert named(second, first) == []


def test_text_is_read_before_it_is_rewritten():
    assert named(NAMES, "parse_number: {column: a}") == [("loses_information", 4)]
    assert named("parse_number: {column: a, into: n}", NAMES) == []


def test_filling_before_reading_is_found_in_texts_alone():
    read = "convert_units: {column: %s, from: degC, to: K}"
    assert named("impute: {column: a, with: mode}", read % "a") == [("loses_information", 4)]
    assert named("impute: {column: x, with: mean}", read % "x") == []


def test_what_is_lost_is_said():
    ((_, _, what),) = linted("deduplicate: {keys: [a]}", NAMES)
    assert what.endswith("deduplicate (line 3) has compared 'a' before: rows that become equal here stay double")


def test_steps_on_other_columns_and_new_ones_are_not():
    assert named("deduplicate: {keys: [t], keep: most_complete}", NAMES) == []
    assert named("clip: {column: x, min: 0}", "outliers: {column: y, method: iqr, action: 'null'}") == []
    assert named("deduplicate: {keys: [a]}", NAMES.replace("NO}}", "NO}, into: c}")) == []
