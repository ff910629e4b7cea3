import pytest

from wrangle.rulefile.schema import json_schema


@pytest.fixture(scope="module")
def validator():
    validator = pytest.importorskip("jsonschema").Draft202012Validator
    validator.check_schema(json_schema())
    return validator(json_schema())


@pytest.mark.parametrize(
    "rules",
    [
        {"name": "x", "columns": {"a": "string", "b": {"type": "float", "min": 0}, "c": None}},
        {"source": "x.csv"},
        {"source": {"path": ["x.csv"], "delimiter": "tab"}},
        {"source": {"weather": {"path": "x.csv"}}},
        {"expect": [{"between": {"column": "a", "min": 0, "strict_min": "${strict}", "otherwise": "warn"}}]},
        {"expect": [{"in_set": {"column": "a", "values": ["x", 5, True]}}]},
        {"columns": {"a": {"otherwise": None, "null_values": ["", "NA", -999]}}},
        {"examples": [{"given": {"a": 5}, "then": "rejected"}, {"given": {"a": None}, "then": {"a": "x"}}]},
        {"include": "x.yaml", "vars": {"limit": 5}},
    ],
)
def test_a_good_rule_file_fits_the_schema(validator, rules):
    assert not list(validator.iter_errors(rules))


@pytest.mark.parametrize(
    "rules",
    [
        {"nane": "x"},
        {"columns": {"a": "strng"}},
        {"columns": {"a": {"tpye": "string"}}},
        {"expect": [{"betwen": {"column": "a"}}]},
        {"expect": [{"between": {"min": 0}}]},
        {"expect": [{"between": {"column": "a"}, "not_null": {"column": "a"}}]},
        {"expect": [{"between": {"column": "a", "mostly": 2}}]},
        {"expect": [{"between": {"column": "a", "otherwise": "keep"}}]},
        {"examples": [{"given": {"a": 5}}]},
    ],
)
def test_a_bad_rule_file_does_not_fit_the_schema(validator, rules):
    assert list(validator.iter_errors(rules))


def test_every_option_has_a_description():
    definitions = json_schema()["$defs"]
    models = [each for name, each in definitions.items() if name.startswith(("step.", "check."))]
    for model in models:
        for each in model.get("anyOf", [model]):
            assert all(option["description"] for option in each.get("properties", {}).values())
