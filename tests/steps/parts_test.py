"""Every step gives the same, to the last bit, for the whole, for parts of any size and for one record.

The rules are those of the cases; the rows are put together anew from their values and from hostile ones.
"""

from __future__ import annotations

import datetime as dt
import math

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from step_cases import CASES, rules, table

from wrangle.catalogue import operation
from wrangle.engine import passes
from wrangle.errors import RecordRejectedError, WrangleError
from wrangle.rulefile.read import read_text
from wrangle.steps.base import FrameStep, OrderStep, WindowStep

HOSTILE = {
    "text": ["", " ", "x", "-999", "1e999", "Ünï", "\u200b", "NaN"],
    "float": [math.nan, math.inf, -math.inf, 0.0, -0.0, 1e-300, 1e300, 21.5],
    "integer": [0, -1, 2**31, 7],
    "boolean": [True, False],
    "datetime": [dt.datetime(1970, 1, 1), dt.datetime(2024, 2, 29, 23, 59, 59)],
    "date": [dt.date(1969, 12, 31), dt.date(2024, 2, 29)],
}
GOOD = [param for param in CASES if "then" in param.values[1] and any(param.values[1]["given"].values())]


def pool(series: pl.Series) -> list:
    kind = {pl.String: "text", pl.Float64: "float", pl.Int64: "integer", pl.Boolean: "boolean",
            pl.Datetime: "datetime", pl.Date: "date"}.get(type(series.dtype))  # fmt: skip
    return [None, *series.to_list(), *HOSTILE.get(kind, [])]


def rows(draw, frame: pl.DataFrame) -> pl.DataFrame:
    height = draw(st.integers(0, 12))
    columns = [
        pl.Series(each.name, draw(st.lists(st.sampled_from(pool(each)), min_size=height, max_size=height)), each.dtype)
        for each in frame
    ]
    return pl.DataFrame(columns)


def fitted(file, case):
    pipeline = read_text(rules(case), folder=file.parent)
    return pipeline.fit(table(case.get("fit", case["given"]), case.get("types", {})))


def ran(model, frame, size):
    passes.BATCH, before = size, passes.BATCH
    try:
        return model.run(frame)
    finally:
        passes.BATCH = before


@pytest.mark.parametrize(("file", "case"), GOOD)
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whole_parts_and_records_are_the_same(file, case, data):
    model = fitted(file, case)
    frame = rows(data.draw, table(case["given"], case.get("types", {})))
    try:
        whole = ran(model, frame, 1000)
    except WrangleError as error:  # `otherwise: fail`: parts fail too
        with pytest.raises(type(error)):
            ran(model, frame, 1)
        return
    for size in (1, 2, 5):
        parts = ran(model, frame, size)
        assert_frame_equal(parts.clean, whole.clean, check_exact=True)
        assert_frame_equal(parts.quarantine, whole.quarantine, check_exact=True)
        counts = [name for name in whole.audit.columns if name != "examples"]
        assert_frame_equal(parts.audit.select(counts), whole.audit.select(counts))
    if not isinstance(model.pipeline.steps[0], (FrameStep, OrderStep, WindowStep)):
        assert_frame_equal(one_by_one(model, frame, whole.clean.schema), whole.clean, check_exact=True)


def windowed() -> list:
    kinds = [operation("steps", *param.values[1]["rule"]) for param in GOOD]
    return [param for param, kind in zip(GOOD, kinds, strict=True) if issubclass(kind, WindowStep)]


@pytest.mark.parametrize(("file", "case"), windowed())
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_window_step_sees_the_rows_of_its_key_alone_and_not_how_they_stand(file, case, data):
    frame = rows(data.draw, table(case["given"], case.get("types", {})))
    step = read_text(rules(case), folder=file.parent).steps[0]
    numbers = pl.int_range(frame.height, dtype=pl.UInt32, eager=True).alias("__row")
    part = frame.select(*step.partition_by(), *step.needs()).with_columns(numbers)
    whole = step.compute(part).sort("__row")
    shuffled = part[data.draw(st.permutations(range(part.height)))]
    assert_frame_equal(step.compute(shuffled).sort("__row"), whole, check_exact=True)
    keys = list(step.partition_by())
    apart = part.partition_by(keys) if keys and part.height else [part]
    found = pl.concat([step.compute(each) for each in apart]).sort("__row")
    assert_frame_equal(found, whole, check_exact=True)


def one_by_one(model, frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    found = []
    for row in frame.to_dicts():
        try:
            found.append(model.record(row))
        except RecordRejectedError:
            continue
    return pl.DataFrame(found, schema=schema)
