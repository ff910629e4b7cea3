"""Values of records are read each by itself; what is none of its column refuses its record, and no other."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import numpy as np
import polars as pl
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from wrangle.engine.given import frame_of, given
from wrangle.errors import SchemaError

NOON = datetime(2024, 2, 29, 12)
SCHEMA = {
    "s": pl.String(), "x": pl.Float64(), "n": pl.Int64(), "u": pl.UInt8(), "b": pl.Boolean(), "t": pl.Datetime("us"),
    "z": pl.Datetime("us", "UTC"), "d": pl.Date(), "c": pl.Time(), "l": pl.Duration("us"), "m": pl.Decimal(10, 2),
    "v": pl.List(pl.Int64), "g": pl.Struct({"a": pl.Int64}),
}  # fmt: skip
GOOD = {
    "s": "a", "x": 1.5, "n": 1, "u": 2, "b": True, "t": NOON, "z": NOON.replace(tzinfo=UTC), "d": date(2024, 2, 29),
    "c": time(12), "l": timedelta(hours=1), "m": Decimal("1.5"), "v": [1], "g": {"a": 1},
}  # fmt: skip
READ = [
    ("s", 5, "5"), ("s", 2.5, "2.5"), ("s", True, "true"), ("s", date(2024, 1, 2), "2024-01-02"),
    ("s", NOON, NOON.isoformat()), ("s", Decimal("1.50"), "1.50"), ("s", time(1), "01:00:00"), ("s", "", ""),
    ("s", np.int64(3), "3"), ("s", 2**100, str(2**100)), ("x", 3, 3.0), ("x", "2.5", 2.5), ("x", True, 1.0),
    ("x", Decimal("0.5"), 0.5), ("x", math.inf, math.inf), ("x", np.float32(0.5), 0.5), ("n", 3.0, 3), ("n", "7", 7),
    ("n", True, 1), ("n", Decimal(4), 4), ("n", -(2**63), -(2**63)), ("u", 255, 255), ("b", 1, True),
    ("b", 0.0, False), ("b", "TRUE", True), ("b", "false", False), ("t", "2024-02-29T12:00:00", NOON),
    ("t", "2024-02-29 14:00+02:00", NOON), ("t", date(2024, 2, 29), datetime(2024, 2, 29)),
    ("t", NOON.replace(tzinfo=timezone(timedelta(hours=-1))), datetime(2024, 2, 29, 13)),
    ("z", NOON, NOON.replace(tzinfo=UTC)), ("d", "2024-02-29", date(2024, 2, 29)),
    ("d", datetime(2024, 2, 29), date(2024, 2, 29)), ("c", "12:30", time(12, 30)), ("m", 2, Decimal("2.00")),
    ("v", [1, 2], [1, 2]), ("v", [], []), ("g", {"a": 5}, {"a": 5}),
]  # fmt: skip
REFUSED = [
    ("s", [1]), ("s", {"a": 1}), ("s", b"x"), ("s", "\ud800"), ("s", object()), ("s", (1,)), ("x", "deep"),
    ("x", [1.0]), ("x", {"a": 1}), ("x", 2**2000), ("x", NOON), ("x", np.array([1.0, 2.0])), ("x", ""), ("n", 2.5),
    ("n", math.nan), ("n", math.inf), ("n", 2**63), ("n", 2**2000), ("n", "3.0"), ("n", [1]), ("n", {}), ("u", -1),
    ("u", 256), ("b", 2), ("b", "yes"), ("b", [True]), ("b", math.nan), ("t", "soon"), ("t", 5), ("t", True),
    ("t", "2024-02-30"), ("t", [NOON]), ("t", time(1)), ("z", "x"), ("d", NOON), ("d", 5), ("d", "x"), ("c", "25:00"),
    ("c", 5), ("l", 5), ("l", "1h"), ("m", "x"), ("m", [1]), ("v", 5), ("v", {"a": 1}), ("v", "x"), ("g", 5),
    ("g", [1]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "wanted"), READ)
def test_a_value_of_another_type_is_taken_where_that_loses_nothing(name, value, wanted):
    for rows in ([{name: value}], [GOOD, {name: value}, GOOD], [{name: value}, GOOD, {}]):
        found = given(rows, SCHEMA)
        assert not found.refused
        assert found.frame.drop("__row").schema == SCHEMA
        place = next(place for place, row in enumerate(rows) if list(row) == [name])
        assert found.frame[name].to_list()[place] == wanted


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_a_value_that_is_none_of_its_column_refuses_its_record_and_leaves_the_others_as_they_are(name, value):
    alone = given([GOOD, {}], SCHEMA).frame.drop("__row")
    for rows, bad in (([{name: value}], 0), ([GOOD, {**GOOD, name: value}, {}], 1), ([{name: value}, GOOD, {}], 0)):
        found = given(rows, SCHEMA)
        assert list(found.refused) == [bad]
        assert found.refused[bad][0].startswith(f"column {name!r} must be {SCHEMA[name]}, and is ")
        assert list(found.places) == [place for place in range(len(rows)) if place != bad]
        assert found.frame["__row"].to_list() == list(range(len(rows) - 1))
        assert_frame_equal(found.frame.drop("__row"), alone.head(len(rows) - 1))


CELLS = st.sampled_from([None, *GOOD.values(), *(value for _, value, _ in READ), *(value for _, value in REFUSED)])


@settings(max_examples=60, deadline=None, derandomize=True)
@drawn(rows=st.lists(st.dictionaries(st.sampled_from([*SCHEMA, "q"]), CELLS, max_size=5), max_size=6))
def test_no_record_disturbs_another_whatever_they_hold(rows):
    together = given(rows, SCHEMA)
    for place, row in enumerate(rows):
        alone = given([row], SCHEMA)
        assert alone.refused.get(0) == together.refused.get(place)
        if place in together.places:
            mine = together.frame.filter(pl.col("__row") == list(together.places).index(place)).drop("__row")
            assert_frame_equal(alone.frame.drop("__row"), mine, check_exact=True)


def test_all_faults_of_a_record_are_told():
    found = given([{"x": "a", "n": 0.5}], SCHEMA)
    assert found.refused[0] == ("column 'x' must be Float64, and is 'a'", "column 'n' must be Int64, and is 0.5")


def test_what_is_no_record_is_refused():
    found = given([{}, 5, None, [1]], SCHEMA)
    assert sorted(found.refused) == [1, 2, 3]
    assert found.refused[1] == ("a record must be a mapping of columns to values, and is 5",)


def test_unknown_fields_refuse_a_record_or_are_ignored():
    rows = [{"s": "a", "S": "b", 7: 1}, {"s": "c"}]
    found = given(rows, SCHEMA)
    assert found.refused[0][0].startswith("the record has a column 'S' that is not known: did you mean 's'?")
    assert len(found.refused[0]) == 2
    assert given(rows, SCHEMA, "ignore").frame["s"].to_list() == ["a", "c"]


def test_what_is_shown_of_a_value_is_short_and_can_be_written():
    found = given([{"x": "y" * 1000}, {"s": "\ud800"}, {"n": 10**5000}], SCHEMA)
    assert all(len(why) < 150 and why.isascii() for (why,) in found.refused.values())
    assert len(found.refused) == 3


def test_no_records_are_a_frame_without_rows():
    assert given([], SCHEMA).frame.schema == {**SCHEMA, "__row": pl.UInt32()}
    assert given(pl.DataFrame({"s": []}, schema={"s": pl.String}), SCHEMA).frame.height == 0


def test_a_frame_is_read_by_columns_of_the_same_type_and_else_by_values():
    frame = pl.DataFrame({"s": ["a", "b"], "x": [1, 2], "n": [1.0, 2.5], "t": ["2024-02-29T12:00", None]})
    found = given(frame, SCHEMA)
    assert found.refused == {1: ("column 'n' must be Int64, and is 2.5",)}
    assert found.frame.select("s", "x", "n", "t", "d").rows() == [("a", 1.0, 1, NOON, None)]


def test_a_frame_of_all_records_fails_where_one_cannot_be_read():
    assert frame_of([{"x": 1}], SCHEMA)["x"].to_list() == [1.0]
    with pytest.raises(SchemaError, match="column 'x' must be Float64, and is 'a'"):
        frame_of([{"x": 1}, {"x": "a"}], SCHEMA)
