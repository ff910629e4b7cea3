import polars as pl
import pytest
from pydantic import ValidationError

from wrangle.schema import ColumnInfo
from wrangle.steps.combine.dew_point import DewPoint
from wrangle.steps.encode.one_hot import OneHot
from wrangle.steps.missing.null_values import NullValues
from wrangle.steps.options import Between, Plain, Reads, Selector, Sql, Unit, Writes, mark, marked, matching, names_of
from wrangle.steps.rows.filter import Filter
from wrangle.steps.text.trim import Trim

TABLE = {
    "temp_air": ColumnInfo(pl.Float64(), "degC"),
    "temp_dew": ColumnInfo(pl.Float64(), "K"),
    "temp_note": ColumnInfo(pl.String()),
    "station": ColumnInfo(pl.String()),
    "unknown": ColumnInfo(),
}


def test_an_option_wears_the_marks_of_its_annotation():
    assert mark(DewPoint, "temperature", Unit) == Unit("degC")
    assert mark(DewPoint, "temperature", Between) == Between(-45, 60)
    assert mark(DewPoint, "temperature", Reads) == Reads(("number",))
    assert mark(DewPoint, "into", Writes) == Writes()
    assert mark(DewPoint, "into", Reads) is None
    assert marked(Filter)["condition"] == (Sql(condition=True),)


def test_what_a_step_reads_and_writes_is_read_off_its_options():
    step = DewPoint(temperature="t", humidity="rh", into="dew")
    assert (step.reads(), step.writes(), step.units()) == (("t", "rh"), ("dew",), {"dew": "degC"})
    assert (Trim(columns=["a", "b"]).reads_in_place(), Trim(columns=["a", "b"]).writes()) == (("a", "b"),) * 2
    assert DewPoint(temperature="t", humidity="t").reads() == ("t",)


def test_a_step_is_called_by_its_name_or_else_by_its_keyword():
    assert Trim(columns="a").label == "trim"
    assert Trim(columns="a", name="tidy").label == "tidy"


def test_a_step_cannot_be_changed_and_takes_no_other_options():
    step = Trim(columns="a")
    with pytest.raises(ValidationError, match="frozen"):
        step.inner = False
    with pytest.raises(ValidationError, match="colunms"):
        Trim(colunms="a")


@pytest.mark.parametrize(
    ("given", "selector"),
    [
        ("a", Selector(names=("a",))),
        (["a", "b_*"], Selector(names=("a", "b_*"))),
        ("all", Selector()),
        ({"type": "string"}, Selector(type="string")),
        (None, Selector()),
    ],
)
def test_columns_are_chosen_by_name_list_type_or_all(given, selector):
    assert NullValues(columns=given, values=["NA"]).columns == selector


@pytest.mark.parametrize(
    ("selector", "families", "chosen"),
    [
        (Selector(names=("temp_*",)), (), ("temp_air", "temp_dew", "temp_note")),
        (Selector(names=("temp_*",)), ("number",), ("temp_air", "temp_dew")),
        (Selector(names=("station", "temp_*", "station")), ("text",), ("station", "temp_note")),
        (Selector(names=("nowhere",)), (), ("nowhere",)),
        (Selector(names=("nowhere_*",)), (), ()),
        (Selector(unit="degC"), (), ("temp_air",)),
        (Selector(type="float"), (), ("temp_air", "temp_dew")),
        (Selector(), ("text",), ("temp_note", "station", "unknown")),
    ],
)
def test_a_selector_chooses_what_fits_in_the_tables_order(selector, families, chosen):
    assert matching(selector, families, TABLE) == chosen


@pytest.mark.parametrize(
    ("given", "value"),
    [(Plain("5"), 5), (Plain("5.5"), 5.5), (Plain("true"), True), (Plain("NO"), "NO"), ("5", "5"), (5, 5)],
)
def test_an_unquoted_scalar_is_a_number_or_truth_where_it_reads_as_one(given, value):
    (found,) = NullValues(columns="a", values=[given]).values
    assert (found, type(found)) == (value, type(value))


def test_names_are_one_several_a_selectors_or_none():
    assert [names_of(each) for each in (None, "a", ["a", "b"], Selector(names=("c",)), Selector())] == [
        (), ("a",), ("a", "b"), ("c",), (),
    ]  # fmt: skip


def test_columns_that_only_fitting_can_tell_are_written_as_a_glob():
    assert OneHot(column="sky").writes() == ("sky_*",)
    assert OneHot(column="sky").writes({"levels": ["Clear"]}) == ("sky_Clear", "sky_other")


def test_a_formula_gives_null_outside_its_valid_range_and_keeps_nan_out():
    frame = pl.DataFrame({"t": [20.0, 61.0, float("nan"), None], "rh": [50.0] * 4})
    found = frame.select(DewPoint(temperature="t", humidity="rh").express({}))["dew_point"].to_list()
    assert found[0] == pytest.approx(9.26, abs=0.01)
    assert found[1:] == [None, None, None]
