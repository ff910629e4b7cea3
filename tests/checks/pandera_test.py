import io

import pandera.polars as pa
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.io.polars_io import deserialize_schema, serialize_schema
from ruamel.yaml import YAML

from wrangle.catalogue import operation
from wrangle.checks.base import KeyCheck
from wrangle.checks.pandera import FAILURE_CASES, ColumnFacts, schema
from wrangle.schema import TYPES

NUMBERS = st.one_of(st.sampled_from([0.0, -0.0, 1.0, 5.5, 100.0, float("nan"), float("inf"), -float("inf"), None]))
TEXTS = st.sampled_from(["foo", "xbar", "FOO", "", "5", None])
TIMES = st.sampled_from(["2023-12-31", "2024-01-01", "2024-06-01", "2025-01-01", None])
VALUES = {"float": NUMBERS, "string": TEXTS, "datetime": TIMES}
CHECKS = [
    ("float", "between", {"min": 0, "max": 100}),
    ("float", "between", {"max": 5.5, "strict_max": True}),
    ("float", "between", {"min": 0.5}),
    ("float", "in_set", {"values": (0, 1, 5.5)}),
    ("float", "not_null", {}),
    ("float", "unique", {}),
    ("string", "matches", {"pattern": "foo|bar"}),
    ("string", "matches", {"pattern": "^[a-z]+$"}),
    ("string", "in_set", {"values": ("foo", "xbar", 5)}),
    ("string", "in_set", {"values": ("foo",)}),
    ("string", "unique", {}),
    ("datetime", "between", {"min": "2024-01-01", "max": "2024-12-31T12:00:00"}),
    ("datetime", "between", {"max": "2024-06-01 00:00:00"}),
    ("datetime", "in_set", {"values": ("2024-01-01 00:00:00", "2024-06-01 00:00:00")}),
    ("datetime", "unique", {}),
]


def _frame(kind, values):
    if kind == "datetime":
        return pl.DataFrame({"a": pl.Series(values, dtype=pl.String)}).select(
            pl.col("a").str.to_date().cast(TYPES[kind])
        )
    return pl.DataFrame({"a": pl.Series(values, dtype=TYPES[kind])})


def _succeeds(check, frame):
    mask = check.violations(frame) if isinstance(check, KeyCheck) else frame.select(check.mask()).to_series()
    return not mask.any()


def _through_yaml(held):
    """Do what pandera's `to_yaml` and `from_yaml` do, which want a library of their own for the text."""
    yaml, text = YAML(typ="safe", pure=True), io.StringIO()
    yaml.dump(serialize_schema(held), text)
    return deserialize_schema(yaml.load(text.getvalue()))


def _accepts(held, frame):
    try:
        held.validate(frame, lazy=True)
    except pa.errors.SchemaErrors:
        return False
    return True


@pytest.mark.parametrize(("kind", "keyword", "options"), CHECKS)
def test_pandera_gives_our_verdict_before_and_after_a_round_trip_through_yaml(kind, keyword, options):
    check = operation("checks", keyword)(column="a", **options)
    held = schema("table", {"a": ColumnFacts(TYPES[kind], checks=(check,))})
    again = _through_yaml(held)

    @settings(max_examples=12, deadline=None)
    @given(st.lists(VALUES[kind], max_size=4))
    def same_verdict(values):
        frame = _frame(kind, values)
        assert _accepts(held, frame) == _accepts(again, frame) == _succeeds(check, frame)

    same_verdict()


@pytest.mark.parametrize(("nullable", "values", "accepted"), [
    (False, [1.0, None], False),
    (False, [1.0, float("nan")], False),
    (False, [1.0, float("inf")], True),
    (False, [], True),
    (True, [None, float("nan")], True),
])  # fmt: skip
def test_missing_is_null_and_nan(nullable, values, accepted):
    held = schema("table", {"a": ColumnFacts(pl.Float64(), nullable=nullable)})
    assert _accepts(held, _frame("float", values)) == accepted


def test_columns_that_are_required_must_be_there_and_of_their_type():
    held = schema("table", {"a": ColumnFacts(pl.Float64()), "b": ColumnFacts(required=False, unique=True)})
    assert _accepts(held, pl.DataFrame({"a": [1.0], "c": ["extra"]}))
    assert not _accepts(held, pl.DataFrame({"a": [1]}))
    assert not _accepts(held, pl.DataFrame({"b": [1]}))
    assert not _accepts(held, pl.DataFrame({"a": [1.0, 1.0], "b": ["x", "x"]}))


def test_few_failing_values_are_shown():
    check = operation("checks", "between")(column="a", min=0)
    with pytest.raises(pa.errors.SchemaErrors) as caught:
        schema("table", {"a": ColumnFacts(checks=(check,))}).validate(pl.DataFrame({"a": [-1] * 1000}), lazy=True)
    assert caught.value.failure_cases.height == FAILURE_CASES


def test_a_check_that_warns_is_a_warning():
    check = operation("checks", "between")(column="a", min=0, otherwise="warn")
    held = schema("table", {"a": ColumnFacts(checks=(check,))})
    with pytest.warns(pa.errors.SchemaWarning, match="wrangle_between"):
        held.validate(pl.DataFrame({"a": [-1]}))


@pytest.mark.parametrize("options", [{"where": "a > 0"}, {"mostly": 0.5}, {"column": "b"}])
def test_what_pandera_cannot_say_is_refused(options):
    check = operation("checks", "not_null")(**({"column": "a"} | options))
    with pytest.raises(ValueError, match="pandera has no word for"):
        schema("table", {"a": ColumnFacts(checks=(check,))})
