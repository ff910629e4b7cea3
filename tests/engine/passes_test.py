import polars as pl
import pytest
from pipelines import made

from wrangle.engine import passes
from wrangle.engine.ops import ROW
from wrangle.engine.passes import read
from wrangle.errors import RunFailedError, SchemaError, SourceError
from wrangle.sources.input import Input, frame_input

TABLE = pl.DataFrame({"a": range(10), "b": ["x"] * 10})


@pytest.mark.parametrize("size", [1, 3, 10, 100])
def test_batches_hold_all_rows_once_in_order_and_numbered(size):
    batches = list(read(frame_input(TABLE), ("a",), size))
    whole = pl.concat(batches)
    assert whole["a"].to_list() == whole[ROW].to_list() == list(range(10))
    assert whole.columns == ["a", ROW]
    assert all(0 < batch.height < 2 * size + 1 for batch in batches)


def test_no_rows_are_one_empty_batch_of_the_same_columns():
    (batch,) = read(frame_input(TABLE.clear()), ("b", "a"), 5)
    assert batch.schema == {"b": pl.String, "a": pl.Int64, ROW: pl.UInt32}


def test_categories_come_as_text():
    frame = pl.DataFrame({"c": ["x", None], "e": ["y", "y"]}, schema={"c": pl.Categorical, "e": pl.Enum(["y"])})
    (batch,) = read(frame_input(frame), ("c", "e"), 5)
    assert batch.schema == {"c": pl.String, "e": pl.String, ROW: pl.UInt32}


def test_only_the_columns_that_are_asked_for_are_read():
    broken = TABLE.lazy().with_columns(c=pl.col("b").str.to_integer())
    (batch,) = read(Input(broken, text=False, origin="trial"), ("a",), 50)
    assert batch.columns == ["a", ROW]
    with pytest.raises(SourceError, match="trial: cannot be read"):
        list(read(Input(broken, text=False, origin="trial"), ("c",), 50))


def test_what_may_be_wrong_with_the_files_is_told_by_who_opened_them():
    broken = TABLE.lazy().with_columns(c=pl.col("b").str.to_integer())
    input_ = Input(broken, text=False, origin="trial", diagnose=lambda: "trial:3: a comma is missing")
    with pytest.raises(SourceError, match="trial:3: a comma is missing"):
        list(read(input_, ("c",), 50))


def test_progress_tells_the_rows_done_so_far(monkeypatch):
    monkeypatch.setattr(passes, "BATCH", 4)
    seen = []
    made("clean: [clip: {column: a, min: 0}]").run(TABLE, progress=seen.append)
    assert seen == sorted(seen)
    assert len(seen) > 1
    assert seen[-1] == 10


@pytest.mark.parametrize("threads", [1, 4])
def test_an_error_in_a_batch_stops_the_run(monkeypatch, threads):
    monkeypatch.setattr(passes, "BATCH", 2)
    monkeypatch.setattr(pl, "thread_pool_size", lambda: threads)
    with pytest.raises(SchemaError, match="derive: cannot work on these columns"):
        made("clean: [derive: {c: \"a + 1 > 'x'\"}]").run(pl.DataFrame({"a": [[1]] * 10}))


def test_a_misfit_in_a_late_batch_fails_the_run(monkeypatch):
    monkeypatch.setattr(passes, "BATCH", 2)
    frame = pl.DataFrame({"a": [*("1" for _ in range(9)), "x"]})
    with pytest.raises(RunFailedError, match="row 9: a 'x' is not a whole number"):
        made("clean: [cast: {column: a, to: integer, otherwise: fail}]").run(frame)


def test_rows_that_the_reader_could_not_read_are_quarantined_in_every_batch(monkeypatch, tmp_path):
    monkeypatch.setattr(passes, "BATCH", 3)
    lines = [f"{number},x" if number % 4 else f"{number}" for number in range(12)]
    (tmp_path / "a.csv").write_text("\n".join(["a,b", *lines]) + "\n", encoding="utf-8")
    result = made("clean: [cast: {column: a, to: integer}]").run(tmp_path / "a.csv")
    assert result.quarantine["_row"].to_list() == [0, 4, 8]
    assert {by for each in result.quarantine["_rejected_by"].to_list() for by in each} == {"source"}
    assert result.clean["a"].to_list() == [number for number in range(12) if number % 4]
    (rejection,) = result.summary["rejections"]
    assert (rejection["by"], rejection["rows"]) == ("source", 3)
