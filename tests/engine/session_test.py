"""The data is read once for each fit segment and once to write, whatever the number of steps."""

import polars as pl
import pytest
from pipelines import WEATHER, made, told, weather

from wrangle.engine.ops import AskOp, FrameOp
from wrangle.engine.session import Session
from wrangle.errors import RunFailedError, SchemaError, StatisticError
from wrangle.sources.input import Input, frame_input

TABLE = pl.DataFrame({"a": [1.0, None, 3.0, 9.0], "b": [None, 2.0, 2.0, 5.0], "g": ["x", "x", "y", "y"]})


def passes(body, frame=TABLE):
    return made(body).run(frame).summary["passes"]


def impute(column, by=""):
    return f"impute: {{column: {column}, with: median{by and f', by: {by}'}}}"


def steps(*rules):
    return "clean:\n" + "".join(f"  - {rule}\n" for rule in rules)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ((), 1),
        (("clip: {column: a, min: 0}", "derive: {c: a + b}", 'filter: "a > 0 OR a IS NULL"'), 1),
        ((impute("a"),), 2),
        ((impute("a"), impute("b", "g"), "one_hot: {column: g}"), 2),
        ((impute("a"), "derive: {c: a * 2}", impute("b")), 2),
        ((impute("a"), "derive: {c: a + b}", impute("c")), 3),
        ((impute("a"), 'filter: "a > 1"', impute("b")), 3),
        (("deduplicate: {keys: [g]}",), 2),
        (("deduplicate: {keys: [g]}", impute("a")), 3),
        ((impute("a"), "deduplicate: {keys: [g]}"), 2),
        ((impute("a"), "deduplicate: {keys: [a]}"), 3),
        (("one_hot: {column: g}", "rename: {a: d}", impute("d")), 2),
        (("one_hot: {column: g}", 'select: ["g_*", b]', "impute: {column: b, with: mean}"), 3),
        (tuple(f"derive: {{c{number}: a + {number}}}" for number in range(40)), 1),
        (tuple(impute(column) for column in "ab") * 5, 6),
    ],
    ids=["nothing", "row by row", "a median", "statistics side by side", "an unrelated step between",
         "a statistic of what a statistic made", "rows chosen by a statistic", "rows of a key",
         "a statistic behind rows of a key", "rows of a key beside a statistic", "keys that a statistic made",
         "a layout between", "a layout that must wait for levels", "forty steps", "a column imputed again and again"],
)  # fmt: skip
def test_passes_are_fit_segments_and_one(rules, expected):
    assert passes(steps(*rules)) == expected


def test_checks_on_keys_that_quarantine_take_a_pass_and_those_that_fail_none():
    assert passes("expect: [unique: {column: a, otherwise: fail}]") == 1
    assert passes("expect: [unique: {column: g, otherwise: warn}]") == 1
    assert passes("expect: [unique: {column: g, otherwise: quarantine}]") == 2


def test_run_json_tells_the_passes(tmp_path):
    made(WEATHER).run(weather(), into=tmp_path / "out")
    assert told(tmp_path / "out")["passes"] == 3


def test_a_fitted_pipeline_reads_once_more_only_where_keys_decide():
    assert made(steps(impute("a"))).fit(TABLE).run(TABLE).summary["passes"] == 1
    assert made(steps("deduplicate: {keys: [g]}")).fit(TABLE).run(TABLE).summary["passes"] == 2


def test_the_data_is_opened_as_often_as_it_is_passed_over():
    seen = []
    source = pl.LazyFrame({"a": [1.0, None], "b": [1.0, 2.0]}).map_batches(
        lambda frame: seen.append(frame.height) or frame, schema={"a": pl.Float64, "b": pl.Float64}
    )
    session = Session(made(steps(impute("a"), impute("b"))), Input(source, text=False, origin="counted"))
    session.fit(rows=True)
    assert session.passes == 1
    assert sum(seen) == 2


def test_a_pass_that_only_learns_reads_the_columns_that_it_needs():
    session = Session(made(steps("derive: {c: b * 2}", impute("a"))), frame_input(TABLE))
    tasks = []
    real = session.reading
    session.reading = lambda task: tasks.append(task) or real(task)
    session.fit(rows=True)
    (task,) = tasks
    assert task.columns == ("a",)
    assert [type(op) for op in task.ops] == [AskOp]
    assert task.output is None


def test_fit_decides_on_rows_only_when_they_are_to_be_written():
    session = Session(made(steps("deduplicate: {keys: [g]}")), frame_input(TABLE))
    session.fit(rows=False)
    assert (session.passes, session.decided) == (0, {})
    plan = session.fit(rows=True)
    (op,) = (op for op in plan.ops if isinstance(op, FrameOp))
    assert session.decisions(plan)[op.position].tolist() == [1, 3]


def test_statistics_leave_out_rows_that_an_earlier_operation_rejected():
    rules = "columns: {a: {type: float, max: 100}}\n" + steps("impute: {column: a, with: mean}")
    found = made(rules).run(pl.DataFrame({"a": ["1", "3", "1000", None]}))
    assert found.clean["a"].to_list() == [1.0, 3.0, 2.0]


def test_statistics_see_only_rows_of_their_where():
    rules = steps("impute: {column: a, with: mean, where: \"g = 'x'\"}")
    found = made(rules).run(pl.DataFrame({"a": [1.0, None, 50.0, None], "g": ["x", "x", "y", "y"]}))
    assert found.clean["a"].to_list() == [1.0, 1.0, 50.0, None]


def test_a_column_without_any_value_is_named_with_its_step():
    with pytest.raises(StatisticError, match="steps, impute: impute: column 'a' has no value to take the median of"):
        made(steps(impute("a"))).run(pl.DataFrame({"a": pl.Series([None, None], dtype=pl.Float64)}))


def test_categories_are_worked_on_as_text():
    frame = pl.DataFrame({"g": pl.Series(["x ", "y"], dtype=pl.Categorical)})
    assert made(steps("trim: {columns: [g]}")).run(frame).clean["g"].to_list() == ["x", "y"]


def test_columns_that_need_not_be_there_are_added_with_their_type():
    rules = "columns: {a: {type: float}, late: {type: date, required: false}}\n"
    found = made(rules).run(pl.DataFrame({"a": ["1"]})).clean
    assert found.schema == {"a": pl.Float64, "late": pl.Date}


def test_a_frame_that_cannot_be_read_at_all_is_told():
    from wrangle.errors import SourceError

    with pytest.raises(SourceError, match="cannot be read"):
        made(steps(impute("a"))).run(pl.scan_parquet("nowhere.parquet"))


def test_all_columns_that_do_not_fit_are_named_at_once():
    with pytest.raises(SchemaError) as caught:
        made("columns: {a: float, z: float, y: {type: integer}}\n").run(pl.DataFrame({"a": [True], "b": [1]}))
    for said in ("the column 'a' is boolean", "no column 'z'", "no column 'y'"):
        assert said in str(caught.value)


def test_what_fails_the_run_fails_the_fit_as_well():
    rules = steps("cast: {column: t, to: float, otherwise: fail}", "impute: {column: t, with: mean}")
    frame = pl.DataFrame({"t": ["1", "warm", None]})
    with pytest.raises(RunFailedError, match="row 1: t 'warm' is not a number"):
        made(rules).fit(frame)
