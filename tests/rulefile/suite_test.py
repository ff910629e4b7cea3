"""A suite of Great Expectations becomes checks that say the same."""

import json

import pytest
from pipelines import made

from wrangle.catalogue import modules, operation
from wrangle.errors import ArtefactError
from wrangle.rulefile.read import read_text
from wrangle.rulefile.suite import read_suite

EVERY = """
expect:
  - not_null: {column: a, otherwise: warn}
  - between: {column: a, min: 0, max: 5, strict_max: true, mostly: 0.9, otherwise: fail}
  - in_set: {column: s, values: [x, y], otherwise: quarantine}
  - matches: {column: s, pattern: "^[a-z]$", otherwise: quarantine}
  - length: {column: s, max: 3, otherwise: quarantine}
  - unique: {column: a, otherwise: fail}
  - compound_unique: {columns: [a, s], otherwise: quarantine}
  - increasing: {column: a, strictly: true, otherwise: warn}
  - sum_to: {columns: [a, b], total: 1, otherwise: quarantine}
  - columns: {names: [a, s], otherwise: warn}
  - columns: {names: [a, s], exactly: true, in_order: true, otherwise: fail}
  - type: {column: a, type: float, otherwise: fail}
  - row_count: {min: 1, otherwise: warn}
  - mean_between: {column: a, min: 1, otherwise: fail}
  - sum_between: {column: a, max: 9, otherwise: fail}
  - quantile_between: {column: a, quantile: 0.9, max: 9, otherwise: warn}
  - null_fraction: {column: a, max: 0.2, otherwise: warn}
  - distinct_count: {column: s, min: 2, max: 9, otherwise: fail}
"""


def suite(tmp_path, *expectations, name="trial"):
    path = tmp_path / "suite.json"
    path.write_text(json.dumps({"name": name, "expectations": list(expectations)}))
    return path


def told(check):
    type_, arguments = check.expectation()
    severity = {"fail": "critical", "quarantine": "warning", "warn": "info"}[check.otherwise]
    kwargs = arguments | ({"mostly": check.mostly} if getattr(check, "mostly", 1) < 1 else {})
    return {"type": type_, "kwargs": kwargs, "severity": severity, "meta": {}}


def test_there_and_back_each_check_is_what_it_was(tmp_path):
    checks = made(EVERY).checks
    found = read_suite(suite(tmp_path, *map(told, checks)))
    assert found.left_out == ()
    assert read_text(f"name: trial\n{found.yaml()}").checks == checks


def test_every_check_that_great_expectations_has_goes_there_and_back():
    named = {check.keyword() for check in made(EVERY).checks}
    assert {each for each in modules("checks") if operation("checks", each).expectations} == named


def test_a_median_is_a_quantile_and_a_set_of_columns_is_exact_by_default(tmp_path):
    found = read_suite(
        suite(
            tmp_path,
            {"type": "expect_column_median_to_be_between", "kwargs": {"column": "a", "max_value": 3}},
            {"type": "expect_table_columns_to_match_set", "kwargs": {"column_set": ["a"]}},
        )
    )
    assert found.checks == (
        {"quantile_between": {"column": "a", "max": 3, "otherwise": "fail"}},
        {"columns": {"names": ["a"], "exactly": True, "otherwise": "fail"}},
    )


def test_suites_of_earlier_versions_are_read(tmp_path):
    path = tmp_path / "old.json"
    old = {"expectation_type": "expect_column_values_to_not_be_null", "kwargs": {"column": "a"}, "meta": {}}
    path.write_text(json.dumps({"expectation_suite_name": "old", "expectations": [old]}))
    found = read_suite(path)
    assert (found.name, found.checks) == ("old", ({"not_null": {"column": "a", "otherwise": "fail"}},))


@pytest.mark.parametrize(
    ("type_", "kwargs", "said"),
    [
        ("expect_column_kl_divergence_to_be_less_than", {"column": "a"},
         "expect_column_kl_divergence_to_be_less_than a: there is no check like it"),
        ("expect_column_values_to_be_between", {"column": "a", "min_value": 9, "max_value": 1},
         "expect_column_values_to_be_between a: min 9 is greater than max 1"),
        ("expect_column_values_to_be_unique", {"column": "a", "row_condition": "b > 3"},
         "expect_column_values_to_be_unique a: it holds for some rows only: write a `where`"),
        ("expect_column_values_to_match_regex", {"column": "a", "regex": "(?<=x)y"}, "look-around"),
        ("expect_column_values_to_be_in_set", {"column": "a", "value_set": [1], "parse_strings": True},
         "parse_strings has no counterpart"),
        ("expect_column_quantile_values_to_be_between",
         {"column": "a", "quantile_ranges": {"quantiles": [0.1, 0.9], "value_ranges": [[0, 1], [1, 2]]}},
         "write a check for each"),
        ("expect_column_values_to_be_of_type", {"column": "a", "type_": "object"}, "is none of float64, int64, bool"),
    ],
)  # fmt: skip
def test_what_has_no_counterpart_is_left_out_with_why(tmp_path, type_, kwargs, said):
    found = read_suite(suite(tmp_path, {"type": type_, "kwargs": kwargs}))
    assert found.checks == ()
    assert said in found.left_out[0]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": "x"}'])
def test_a_file_that_is_no_suite_is_refused(tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(ArtefactError, match="is no Great Expectations suite in JSON"):
        read_suite(tmp_path / "x.json")
