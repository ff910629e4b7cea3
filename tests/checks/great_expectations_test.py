"""Our masks against Great Expectations' own pandas engine, on generated frames."""

import os

import numpy as np
import polars as pl
import pytest

from wrangle.catalogue import operation
from wrangle.checks.base import KeyCheck, TableCheck
from wrangle.engine.asking import Asking

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning"),  # a parser that great_expectations imports
]

FRAMES = 14
NUMBERS = [0.0, 1.0, 2.5, 5.0, 100.0, -3.0, float("inf"), -float("inf"), float("nan"), None]
TEXTS = ["foo", "xbar", "FOO", "", "NaN", "5", "a b", None]
CHECKS = [
    ("not_null", {"column": "x"}),
    ("not_null", {"column": "s"}),
    ("in_set", {"column": "x", "values": [0, 2.5, 5]}),
    ("in_set", {"column": "s", "values": ["foo", "", "5"]}),
    ("between", {"column": "x", "min": 0, "max": 5}),
    ("between", {"column": "x", "min": 0, "max": 5, "strict_min": True, "strict_max": True}),
    ("between", {"column": "x", "min": 1}),
    ("between", {"column": "x", "max": 1}),
    ("matches", {"column": "s", "pattern": "foo|bar"}),
    ("matches", {"column": "s", "pattern": "^[a-z]+$"}),
    ("length", {"column": "s", "min": 1, "max": 3}),
    ("mean_between", {"column": "n", "min": 0, "max": 20}),
    ("sum_between", {"column": "n", "min": 0, "max": 120}),
    ("quantile_between", {"column": "n", "min": 0, "max": 2.5, "quantile": 1}),
    ("distinct_count", {"column": "s", "min": 1, "max": 3}),
    ("null_fraction", {"column": "x", "max": 0.2}),
    ("unique", {"column": "x"}),
    ("unique", {"column": "s"}),
    ("compound_unique", {"columns": ["s", "x"]}),
    ("row_count", {"min": 3, "max": 9}),
    ("increasing", {"column": "x"}),
    ("increasing", {"column": "n", "strictly": True}),
    ("sum_to", {"columns": ["x", "n"], "total": 5}),
    ("sum_to", {"columns": ["n", "x"], "total": 2}),
    ("columns", {"names": ["s", "x"]}),
    ("columns", {"names": ["x"], "exactly": True}),
    ("columns", {"names": ["s", "x"], "exactly": True, "in_order": True}),
    ("type", {"column": "x", "type": "float"}),
    ("type", {"column": "x", "type": "integer"}),
]


def _frames():
    rng = np.random.default_rng(11)
    for size in [0, 1, 1, *rng.integers(2, 14, FRAMES - 4), 60]:
        numbers = rng.choice(rng.permutation(len(NUMBERS))[: rng.integers(1, 11)], size)
        texts = rng.choice(rng.permutation(len(TEXTS))[: rng.integers(1, 9)], size)
        columns = {"x": [NUMBERS[i] for i in numbers], "s": [TEXTS[i] for i in texts]}
        finite = [value if value is not None and np.isfinite(value) else None for value in columns["x"]]
        yield pl.DataFrame({**columns, "n": finite}, schema={"x": pl.Float64, "s": pl.String, "n": pl.Float64})


@pytest.fixture(scope="module")
def batches():
    """Each frame with the same data as a Great Expectations batch."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    import pandas as pd

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("memory").add_dataframe_asset("frame")
    batch = source.add_batch_definition_whole_dataframe("whole")
    made = []
    for frame in _frames():
        columns = {
            "x": pd.Series(frame["x"].to_list(), dtype="float64"),
            "s": pd.Series(frame["s"].to_list(), dtype="object"),
            "n": pd.Series(frame["n"].to_list(), dtype="float64"),
        }
        made.append((frame, batch.get_batch(batch_parameters={"dataframe": pd.DataFrame(columns)})))
    return made


def _ours(check, frame):
    """Return success, violations and the number of values that the check applies to."""
    if isinstance(check, TableCheck):
        asking = Asking(check.statistics())
        asking.add(frame)
        totals = {"rows": frame.height, "columns": frame.columns, "schema": frame.schema, "statistics": asking.values()}
        return check.observe(totals)[0], None, None
    mask = (
        check.violations(frame.with_row_index("__row"))
        if isinstance(check, KeyCheck)
        else frame.select(check.mask()).to_series()
    )
    applies, broken = mask.count(), mask.sum()
    return applies == 0 or (applies - broken) / applies >= check.mostly, broken, applies


def _theirs(result, check, frame):
    assert not result.exception_info.get("raised_exception"), result.exception_info
    if isinstance(check, TableCheck):
        return result.success, None, None
    seen = result.result
    return result.success, seen["unexpected_count"], seen["element_count"] - seen.get("missing_count", 0)


@pytest.mark.parametrize(("keyword", "options"), CHECKS)
def test_great_expectations_gives_the_same_answer(batches, keyword, options):
    from great_expectations.expectations.registry import get_expectation_impl

    made = operation("checks", keyword)
    for number, (frame, batch) in enumerate(batches):
        common = {} if issubclass(made, TableCheck) else {"mostly": (1.0, 0.5, 0.8)[number % 3]}
        check = made(**options, **common)
        expectation, arguments = check.expectation()
        result = batch.validate(get_expectation_impl(expectation)(**arguments, **common))
        assert _ours(check, frame) == _theirs(result, check, frame), (frame.to_dict(as_series=False), result.result)
