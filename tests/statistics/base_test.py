"""What every statistic must do, asked of every one that the package holds: a new one is tested by standing there."""

import dataclasses
import importlib
import inspect
import pickle
import pkgutil
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import wrangle.statistics
from wrangle.errors import StatisticError
from wrangle.statistics.base import Statistic


def _found():
    for module in pkgutil.iter_modules(wrangle.statistics.__path__, "wrangle.statistics."):
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(kind, Statistic) and not inspect.isabstract(kind) and kind.__module__ == module.name:
                yield kind


KINDS = list(_found())
BY = pytest.mark.parametrize("by", [(), ("g",), ("g", "h")], ids=len)
KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)

ODD = [None, float("nan"), float("inf"), -float("inf"), 0.0, -0.0, 5e-324, -5e-324, 2.5e-308, 1e-200, 1e308, -1e308]
FLOATS = st.one_of(
    st.sampled_from([*ODD, 1.7976931348623157e308, 1.0, 0.1, 3.0, 1e16, -1e16]), st.floats(-1e6, 1e6), st.floats()
)
ROWS = st.lists(
    st.tuples(FLOATS, st.sampled_from(["x", "y", "", None]), st.sampled_from([0.0, -0.0, 1.5, None, float("nan")])),
    max_size=40,
)


def _frame(rows):
    return pl.DataFrame(rows, schema={"a": pl.Float64, "g": pl.String, "h": pl.Float64}, orient="row")


def _bits(answer):
    """Return text that differs where one bit of an answer does."""
    if isinstance(answer, pl.DataFrame):
        return repr((answer.schema, answer.rows()))
    return repr(answer)


def _merged(statistic, parts, data):
    states = [statistic.partial(part) for part in parts]
    while len(states) > 1:
        one = states.pop(data.draw(st.integers(0, len(states) - 1)))
        other = states.pop(data.draw(st.integers(0, len(states) - 1)))
        states.append(pickle.loads(pickle.dumps(statistic.merge(one, other))))
    return statistic.value(states[0])


def _parts(frame, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, frame.height), max_size=4)))
    ends = [0, *cuts, frame.height]
    return [frame[start:end] for start, end in pairwise(ends)]


def _small(kind, by):
    """Return the statistic with a bound so small that generated data meets it."""
    fields = {field.name for field in dataclasses.fields(kind)}
    return kind("a", by, **{name: 6 for name in ("limit", "size") if name in fields})


@KIND
@BY
@settings(max_examples=60, deadline=None)
@given(rows=ROWS, data=st.data())
def test_any_split_merged_in_any_order_gives_what_the_whole_gives_to_the_last_bit(kind, by, rows, data):
    statistic = kind("a", by)
    shuffled = data.draw(st.permutations(rows))
    whole = statistic.value(statistic.partial(_frame(rows)))
    assert _bits(_merged(statistic, _parts(_frame(shuffled), data), data)) == _bits(whole)


@KIND
@BY
@settings(max_examples=40, deadline=None)
@given(rows=ROWS, data=st.data())
def test_beyond_its_bound_a_statistic_still_does_not_look_at_the_order(kind, by, rows, data):
    statistic = _small(kind, by)

    def answer(ask):
        try:
            return _bits(ask())
        except StatisticError:
            return "too many"

    whole = answer(lambda: statistic.value(statistic.partial(_frame(rows))))
    parts = _parts(_frame(data.draw(st.permutations(rows))), data)
    assert answer(lambda: _merged(statistic, parts, data)) == whole


@KIND
@BY
def test_parts_without_rows_or_values_change_nothing(kind, by):
    statistic = kind("a", by)
    frame = _frame([(1.0, "x", 1.5), (2.0, None, None), (2.0, "x", 1.5)])
    state = statistic.partial(frame)
    assert _bits(statistic.value(statistic.merge(statistic.partial(frame.clear()), state))) == _bits(
        statistic.value(state)
    )


@KIND
def test_a_part_that_is_all_null_and_of_no_type_takes_the_others_type(kind):
    statistic = kind("a", ("g",))
    untyped = pl.DataFrame({"a": [None], "g": ["x"]})
    typed = pl.DataFrame({"a": [1.5, None], "g": ["x", "x"]})
    merged = statistic.value(statistic.merge(statistic.partial(untyped), statistic.partial(typed)))
    whole = statistic.value(statistic.partial(pl.concat([untyped, typed], how="vertical_relaxed")))
    assert _bits(merged) == _bits(whole)


@KIND
@BY
def test_no_rows_and_one_row_have_an_answer(kind, by):
    statistic = kind("a", by)
    frame = _frame([(3.0, "x", 1.5)])
    none, one = (statistic.value(statistic.partial(part)) for part in (frame.clear(), frame))
    if by:
        assert none.height == 0
        assert one.height == 1
        assert_frame_equal(one.select(by), frame.select(by))
    assert one is not None


@KIND
def test_columns_that_are_not_read_do_not_matter(kind):
    statistic = kind("a", ("g",))
    frame = _frame([(3.0, "x", 1.5), (4.0, "y", 1.5)])
    assert statistic.reads == ("a", "g")
    assert _bits(statistic.value(statistic.partial(frame))) == _bits(
        statistic.value(statistic.partial(frame.select("g", "a")))
    )


@KIND
def test_null_is_a_group_of_its_own(kind):
    statistic = kind("a", ("g",))
    answer = statistic.value(statistic.partial(_frame([(3.0, None, 0.0), (4.0, "x", 0.0), (3.0, None, 0.0)])))
    assert answer["g"].unique().sort().to_list() == [None, "x"]


@KIND
def test_states_are_not_changed_by_merging(kind):
    statistic = kind("a")
    one, other = (statistic.partial(_frame([(number, "x", 0.0)])) for number in (1.0, 2.0))
    before = pickle.dumps(one)
    statistic.merge(one, other)
    assert pickle.dumps(one) == before


@KIND
@pytest.mark.parametrize(
    "values",
    [
        pl.Series([1, 2, 2, None], dtype=pl.Int32),
        pl.Series([True, False, True, None]),
        pl.Series([datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in (0, 1, 1, 5)]),
        pl.Series(["b", "a", "a", None]),
        pl.Series(["b", "a", "a", None], dtype=pl.Categorical),
    ],
    ids=lambda values: str(values.dtype),
)
def test_a_column_of_any_type_has_an_answer_or_an_error_that_names_it(kind, values):
    statistic = kind("a", ("g",))
    frame = pl.DataFrame({"a": values, "g": pl.Series(["x", "x", "x", "y"], dtype=pl.Categorical)})
    try:
        whole = statistic.value(statistic.partial(frame))
    except StatisticError as error:
        assert "'a'" in str(error)  # noqa: PT017
        return
    parts = statistic.merge(statistic.partial(frame[2:]), statistic.partial(frame[:2]))
    assert _bits(statistic.value(parts)) == _bits(whole)


def test_the_package_holds_statistics():
    assert {"Count", "Moments", "Mean", "Extremes", "Quantiles", "Median", "Counts", "Mode", "DistinctCount"} <= {
        kind.__name__ for kind in KINDS
    }
