"""Rows that leave without account are those that leave with it, to the last bit; and it is the short way they take."""

from dataclasses import replace

import polars as pl
import pytest
from generated import pipelines, rows
from hypothesis import HealthCheck, given, settings
from pipelines import cut, made
from polars.testing import assert_frame_equal

from wrangle import load
from wrangle.engine import batch
from wrangle.engine.ops import ROW, ColumnOp
from wrangle.engine.plan import Request, resolve
from wrangle.engine.straight import Straight, may_go_straight
from wrangle.errors import RunFailedError, SchemaError, StatisticError, TooManyRejectedError
from wrangle.schema import schema_of


@pytest.fixture
def ways(monkeypatch):
    """Return what the short way gave for each batch that took it: rows, or None where it gave up."""
    taken = []

    class Watched(Straight):
        def run(self, rows):
            taken.append(super().run(rows))
            return taken[-1]

    monkeypatch.setattr(batch, "Straight", Watched)
    return taken


def numbers(count=25):
    table = {"a": [float(each) if each % 5 else None for each in range(count)], "b": range(count)}
    return pl.DataFrame(table, schema={"a": pl.Float64, "b": pl.Int64})


SHORT = {
    "one expression": "clean: [fill_constant: {column: a, value: 0.0}]",
    "a condition": "clean: [clip: {column: a, max: 3, where: b > 10}]",
    "a new column, where": "transform: [derive: {c: a + b, where: b > 10}]",
    "misfits that stay": "transform: [ratio: {numerator: a, denominator: b}]",
    "misfits that go": "transform: [ratio: {numerator: b, denominator: a, otherwise: quarantine}]",
    "rows that drop out": "clean: [filter: a > 3 OR b = 5]",
    "rows that are rejected": "clean: [filter: {condition: a > 3, otherwise: quarantine}]",
    "another order of columns": "transform: [rename: {a: x}, select: [b, x]]",
    "a check that rejects": "expect: [between: {column: a, max: 11}, not_null: {column: a}]",
    "a check that warns": "expect: [between: {column: a, max: 11, otherwise: warn}]",
    "a check after a step": "transform: [derive: {c: b * 2}]\nexpect: [condition: {condition: c < 30}]",
    "a contract": "columns: {a: {type: float, min: 2}, b: integer}",
    "nothing": "",
}

LONG = {
    "keys": "clean: [deduplicate: {keys: [b]}]",
    "a check on keys": "expect: [unique: {column: b}]",
    "a check on the table": "expect: [row_count: {min: 1}]",
    "a window": "transform: [lag: {column: a, order_by: b, into: c}]",
    "a check that fails": "expect: [between: {column: b, min: 0, otherwise: fail}]",
    "a misfit that fails": "transform: [ratio: {numerator: a, denominator: b, where: b > 0, otherwise: fail}]",
    "a check of most rows": "expect: [between: {column: b, min: 3, mostly: 0.5}]",
    "a breaker": "quarantine: {max_fraction: 0.9}\nexpect: [between: {column: b, min: 3}]",
}


@pytest.mark.parametrize("body", SHORT.values(), ids=SHORT)
@pytest.mark.parametrize("size", [1, 4, 25])
@pytest.mark.parametrize("count", [0, 1, 2, 25])
def test_the_short_way_gives_the_same_rows(body, size, count, ways, monkeypatch):
    model = made(body).fit(numbers())
    with cut(monkeypatch, batch=size, threads=3):
        found = model.transform(numbers(count))
    assert ways
    assert all(each is not None for each in ways)
    assert_frame_equal(found, model.run(numbers(count)).clean, check_exact=True)


@pytest.mark.parametrize("body", LONG.values(), ids=LONG)
def test_what_looks_at_other_rows_or_may_stop_the_run_goes_the_long_way(body, ways):
    model = made(body).fit(numbers())
    assert_frame_equal(model.transform(numbers()), model.run(numbers()).clean, check_exact=True)
    assert not ways


def test_what_pays_once_per_text_goes_the_long_way(ways):
    model = made("clean: [trim: {columns: [s]}, filter: s <> 'b']").fit(pl.DataFrame({"s": [" a ", "b "]}))
    few = pl.DataFrame({"s": [" a ", "b "] * 50})
    assert model.transform(few)["s"].to_list() == ["a"] * 50
    assert not ways
    distinct = pl.DataFrame({"s": [f" {each} " for each in range(9_000)]})
    assert model.transform(distinct)["s"].to_list() == [str(each) for each in range(9_000)]
    assert ways


def test_a_run_that_must_not_stand_does_not_stand_here_either():
    model = made("expect: [between: {column: b, max: 20, otherwise: fail}]").fit(numbers(10))
    with pytest.raises(RunFailedError, match="row 21"):
        model.transform(numbers())
    model = made("quarantine: {max_fraction: 0.1}\nexpect: [between: {column: b, max: 3}]").fit(numbers(3))
    with pytest.raises(TooManyRejectedError):
        model.transform(numbers())


def test_what_polars_refuses_is_left_to_the_long_way():
    model = made("transform: [derive: {c: b + 1}]").fit(numbers())
    frame = numbers().with_columns(pl.int_range(25, dtype=pl.UInt32).alias(ROW))
    plan = resolve(Request(model.pipeline, model.schema, {}))
    (op,) = (each for each in plan.ops if isinstance(each, ColumnOp))
    refused = replace(op, expressions=(pl.lit("x").cast(pl.Int64).alias("c"),))
    assert Straight([op], plan.before, ["c"]).run(frame)["c"].to_list() == list(range(1, 26))
    assert Straight([refused], plan.before, ["c"]).run(frame) is None


def test_a_check_that_warns_and_cannot_be_worked_out_is_refused_here_too():
    texts = pl.DataFrame({"t": ["a", "b"]})
    model = made("expect: [condition: {condition: \"date_trunc('day', t) > 0\", otherwise: warn}]").fit(texts)
    for call in (model.run, model.transform):
        with pytest.raises(SchemaError, match=r"condition date_trunc.* cannot work on these columns"):
            call(texts)


def test_rows_that_the_reader_rejects_are_left_out(tmp_path):
    path = tmp_path / "ragged.csv"
    path.write_text("a,b\n1,2\n3\n5,6\n", encoding="utf-8")
    model = made("transform: [derive: {c: b || '!'}]").fit(path)
    assert model.transform(path).rows() == [("1", "2", "2!"), ("5", "6", "6!")]


def test_a_damaged_file_is_set_aside(tmp_path):
    numbers().write_parquet(tmp_path / "0.parquet")
    numbers().write_parquet(tmp_path / "1.parquet", compression="uncompressed")
    model = made(f"source: {{path: '{tmp_path}/*.parquet', on_bad_file: quarantine}}\nclean: [filter: b > 3]").fit()
    (tmp_path / "1.parquet").write_bytes((tmp_path / "1.parquet").read_bytes()[:-9])
    assert model.transform(None).height == 21


@pytest.mark.parametrize("rules", ["deicing", "diabetes", "flights"])
def test_shipped_rule_files(rules):
    pipeline = load(f"rules/{rules}.yaml")
    model = pipeline.fit()
    assert_frame_equal(model.transform(None), model.run().clean, check_exact=True)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(body=pipelines(), train=rows(8, 20), frame=rows(0, 14))
def test_pipelines_of_any_steps(body, train, frame):
    try:
        model = made(body).fit(train)
    except StatisticError:
        return
    with pytest.MonkeyPatch.context() as patch:
        for size in (1, 3, 100):
            with cut(patch, batch=size, threads=3):
                assert_frame_equal(model.transform(frame), model.run(frame).clean, check_exact=True)


def test_a_plan_that_waits_for_what_is_learned_may_not():
    plan = resolve(Request(made("clean: [impute: {column: a, with: mean}]"), schema_of(numbers())))
    assert not may_go_straight(plan)
