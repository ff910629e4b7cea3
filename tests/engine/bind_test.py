from datetime import datetime

import polars as pl
import pytest
from pipelines import made

from wrangle.engine.bind import Problem, Table, Trials, bound, column_problems, condition, parts
from wrangle.engine.ops import Origin
from wrangle.errors import RuleFileError, SchemaError
from wrangle.schema import ColumnInfo
from wrangle.steps.combine.dew_point import DewPoint
from wrangle.steps.missing.impute import Impute
from wrangle.steps.numbers.clip import Clip
from wrangle.steps.text.trim import Trim

HERE = Origin("steps", 3, "it")
CLIP = Clip(column="t_in", min=0)


@pytest.fixture
def table():
    kinds = {"t_in": pl.Float64(), "t_out": pl.Int64(), "name": pl.String(), "seen": pl.Date()}
    return Table({name: ColumnInfo(dtype) for name, dtype in kinds.items()})


@pytest.mark.parametrize(("columns", "expected"), [
    ("all", ("t_in", "t_out")), ("t_*", ("t_in", "t_out")), (["t_out", "t_in"], ("t_out", "t_in")),
    ({"type": "integer"}, ("t_out",)), ("*m*", ()), (["t_out", "t_*"], ("t_out", "t_in"))])  # fmt: skip
def test_selectors_name_the_columns_that_fit_the_step(table, columns, expected):
    assert bound(Clip(columns=columns, min=0), table).columns.names == expected


def test_units_choose_columns(table):
    table.set_units({"t_in": "degC"})
    assert bound(Clip(columns={"unit": "degC"}, min=0), table).columns.names == ("t_in",)


def test_a_step_is_told_the_types_before_it(table):
    step = bound(Clip(column="t_in", min=0), table)
    assert (step.dtype("t_out"), step.dtype("nowhere")) == (pl.Int64(), pl.String())


def test_binding_leaves_the_step_as_it_was(table):
    step = Trim(columns="all")
    assert bound(step, table).columns.names == ("name",)
    assert step.columns.names is None


def test_a_step_on_several_columns_is_a_part_for_each(table):
    found = list(parts(bound(Clip(columns="t_*", min=0), table)))
    assert [part.columns.names for part in found] == [("t_in",), ("t_out",)]
    assert list(parts(Clip(column="t_in", min=0))) == [Clip(column="t_in", min=0)]


def problems(model, table):
    return column_problems(HERE, model, table)


def test_a_missing_column_is_named_with_its_option_and_the_closest_name(table):
    (found,) = problems(Clip(column="t_inn", min=0), table)
    assert found == Problem("steps", 3, "clip: there is no column 't_inn' here", "column", "t_inn",
                            "did you mean 't_in'?")  # fmt: skip
    assert str(found).endswith("\n  help: did you mean 't_in'?")


@pytest.mark.parametrize(("column", "help_"), [("name", "parse_number"), ("seen", "")])
def test_a_column_of_another_type_says_how_to_read_it(table, column, help_):
    (found,) = problems(Clip(column=column, min=0), table)
    assert f"clip works on number; the column '{column}' is" in found.what
    assert help_ in found.help
    assert bool(found.help) == bool(help_)


def test_a_column_of_another_unit_says_what_to_put_before(table):
    table.set_units({"t_in": "degF", "t_out": "%"})
    (found,) = problems(DewPoint(temperature="t_in", humidity="t_out"), table)
    assert "takes temperature in degC; the column 't_in' is in degF" in found.what
    assert found.help == "put `convert_units: {column: t_in, to: degC}` before it"


@pytest.mark.parametrize("unit", ["degC", "celsius", None])
def test_one_unit_by_two_names_fits(table, unit):
    table.set_units({"t_in": unit, "t_out": "percent"})
    assert problems(DewPoint(temperature="t_in", humidity="t_out"), table) == []


def test_names_in_sql_are_checked_too(table):
    (found,) = problems(Clip(column="t_in", min=0, where="t_ou > 1 AND name = 'x'"), table)
    assert (found.option, found.value, found.help) == ("where", "t_ou", "did you mean 't_out'?")


def test_columns_that_fitting_will_make_are_known_by_their_pattern(table):
    table.will_have(("name_*", "late"))
    assert table.knows("name_x")
    assert table.knows("late")
    assert not table.knows("other_x")
    assert problems(Impute.model_validate({"column": "name_x", "with": "mean"}), table) == []


def test_layouts_carry_types_and_units_along(table):
    table.set_units({"t_in": "degC"})
    table.lay_out({"inside": "t_in", "name": "name"})
    assert table.columns == {"inside": ColumnInfo(pl.Float64(), "degC"), "name": ColumnInfo(pl.String())}
    assert table.is_text("name")
    assert not table.is_text("inside")


def test_a_written_column_keeps_its_unit_and_gets_its_type(table):
    table.set_units({"t_out": "%"})
    table.write({"t_out": pl.Float64(), "new": pl.Boolean()})
    assert table.columns["t_out"] == ColumnInfo(pl.Float64(), "%")
    assert table.columns["new"] == ColumnInfo(pl.Boolean(), None)


def test_types_of_results_are_told_without_data(table):
    exprs = (pl.col("t_out") / 2, (pl.col("name") + "!").alias("said"))
    assert Trials().types(HERE, CLIP, exprs, table) == {"t_out": pl.Float64(), "said": pl.String()}


def test_types_of_results_of_columns_not_known_are_not_guessed(table):
    assert Trials().types(HERE, CLIP, [pl.col("late") * 2], table) is None


def test_what_fails_only_when_it_is_run_is_a_problem_of_its_step(table):
    trials = Trials()

    def refuse(_):
        raise pl.exceptions.ComputeError("no")

    fails = pl.col("t_in").map_batches(refuse, return_dtype=pl.Float64)
    trials.types(HERE, CLIP, [pl.col("t_out") * 2], table)
    trials.types(HERE, CLIP.model_copy(update={"name": "bad"}), [fails], table)
    assert [each.what.split(":")[0] for each in trials.problems()] == ["bad cannot work on these columns"]


def test_where_is_compiled_with_what_it_reads():
    found = condition(Clip(column="a", min=0, where="b > 1 OR c IS NULL"))
    assert found.reads == ("b", "c")
    assert pl.DataFrame({"b": [2, 0], "c": [1, 1]}).select(found.expression).to_series().to_list() == [True, False]
    assert condition(Clip(column="a", min=0)).expression is None


TIME = "columns: {at: datetime, g: string, n: integer}\n"


@pytest.mark.parametrize(("body", "place"), [
    ("clean: [filter: \"at < '2026-01-04'\"]", "3:17"),
    ("clean: [filter: \"at BETWEEN '2026-01-04' AND '2027-01-01'\"]", "3:17"),
    ("clean: [filter: \"at IN ('2026-01-04')\"]", "3:17"),
    ("clean: [derive: {x: \"at < '2026-01-04'\"}]", "3:18"),
    ("clean: [trim: {columns: g, where: \"at < '2026-01-04'\"}]", "3:35"),
    ("expect: [condition: {condition: \"at < '2026-01-04'\"}]", "3:33"),
    ("expect: [unique: {column: g, where: \"at < '2026-01-04'\"}]", "3:37"),
    ("expect: [not_null: {column: g, where: \"at < '2026-01-04'\"}]", "3:39"),
])  # fmt: skip
def test_a_time_that_is_compared_with_a_text_is_a_fault_with_its_place_and_what_to_write(body, place):
    with pytest.raises(RuleFileError) as caught:
        made(TIME + body)
    assert f":{place}: " in str(caught.value)
    assert str(caught.value).count("compares a date or time with a text") == 1
    assert "help: write it as a time: DATE '2026-01-31'" in str(caught.value)


def test_without_a_contract_it_is_told_before_any_row_is_read():
    with pytest.raises(SchemaError, match="filter compares a date or time with a text"):
        made("clean: [filter: \"at < '2026-01-04'\"]").run(pl.DataFrame({"at": [datetime(2026, 1, 1)]}))


def test_a_condition_that_cannot_be_asked_is_told_once_with_its_place():
    with pytest.raises(RuleFileError) as caught:
        made(f"{TIME}expect: [not_null: {{column: g, where: \"n < 'x'\"}}]")
    assert str(caught.value).count("cannot compare") == 1
    assert ":3:39: " in str(caught.value)


@pytest.mark.parametrize(
    ("formula", "named"),
    [("g * 2", ", column 'g'"), ("n * g", ", column 'g'"), ("n / g", ""), ("-g", ""), ("ln(g)", "")],
)
def test_text_that_is_reckoned_with_is_told_as_such(formula, named):
    with pytest.raises(RuleFileError) as caught:
        made(f"{TIME}clean: [derive: {{x: '{formula}'}}]")
    assert f"derive takes text for a number{named}\n" in str(caught.value)
    assert "help: read it as a number before: `parse_number`" in str(caught.value)
