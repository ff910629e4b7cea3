"""What a run writes: rows in order and conserved, an account of each cell and row, and a folder that is whole."""

import json
from datetime import datetime

import polars as pl
import pytest
from pipelines import OUTPUT, WEATHER, audited, contents, examples, made, same, told, weather

from wrangle.engine import passes
from wrangle.engine.result import RunResult
from wrangle.engine.tally import Tally
from wrangle.errors import ConservationError, OutputError, RunFailedError, SourceError

REPORTS = """
columns:
  id: {type: integer, nullable: false}
  place: {type: string, in_set: [Oslo, Bergen, Rome]}
  depth: {type: float, min: 0, max: 90}
clean:
  - trim: {columns: [place]}
  - null_values: {columns: [place, depth], values: [NA]}
  - filter: "place IS NULL OR place <> 'Rome'"
  - deduplicate: {keys: [id]}
  - impute: {column: place, with: constant, value: unknown}
  - clip: {column: depth, max: 50}
"""

ROWS = {
    "id": ["1", "2", "2", "x", "5", "6", "7", None],
    "place": [" Oslo", "Oslo", "Oslo", "Bergen", "NA", "Rome", "Paris", "Oslo"],
    "depth": ["1", "99", "3", "deep", "60", "6", "NA", "8"],
}
"""Row 1 is too deep, 3 has no number, 5 is of Rome, 6 of a place not allowed, 7 has no number."""


@pytest.fixture(scope="module")
def result():
    return made(REPORTS).run(pl.DataFrame(ROWS))


def test_rows_read_are_rows_written_quarantined_and_dropped(result):
    told = result.summary
    assert told["rows_read"] == 8
    assert told["rows_written"] == result.clean.height == 2
    assert told["rows_quarantined"] == result.quarantine.height == 4
    assert told["rows_dropped"] == {"filter": 1, "deduplicate": 1}


def test_clean_rows_are_in_the_order_of_the_input(result):
    assert result.clean.rows() == [(1, "Oslo", 1.0), (5, "unknown", 50.0)]


def test_the_quarantine_holds_the_rows_as_they_were_read(result):
    raw = pl.DataFrame(ROWS)
    assert result.quarantine.select(raw.columns).rows() == [raw.row(number) for number in result.quarantine["_row"]]
    assert result.quarantine["_row"].to_list() == [1, 3, 6, 7]


def test_each_rejected_row_says_who_rejected_it_and_why(result):
    found = {row: list(zip(by, why, strict=True)) for row, by, why in result.quarantine[:, -3:].iter_rows()}
    assert found[1] == [("columns.depth between", "depth 99.0 is not between 0 and 90")]
    assert found[3] == [("columns.id", "id 'x' is not a whole number")]
    assert found[6] == [("columns.place in_set", "place 'Paris' is none of Oslo, Bergen, Rome")]
    assert found[7] == [("columns.id not_null", "id null is missing")]


def test_a_row_with_several_faults_names_them_all_in_the_order_of_the_rules():
    rules = "columns: {a: {type: integer, max: 5}, b: {type: float, nullable: false}, c: {type: date}}"
    found = made(rules).run(pl.DataFrame({"a": ["9", "x"], "b": [None, "1"], "c": ["2013-01-01", "soon"]})).quarantine
    assert found["_rejected_by"].to_list() == [
        ["columns.a between", "columns.b not_null"], ["columns.a", "columns.c"]]  # fmt: skip
    assert found["_why"].to_list()[0] == ["a 9 is not at most 5", "b null is missing"]


def test_the_audit_counts_each_cell_that_a_step_touched(result):
    assert audited(result, "trim", "place") == {"cells_changed": 1}
    assert audited(result, "null_values", "place") == {"nulls_made": 1}
    assert audited(result, "null_values", "depth") == {"nulls_made": 1}
    assert audited(result, "filter") == {"rows_dropped": 1}
    assert audited(result, "deduplicate") == {"rows_dropped": 1}
    assert audited(result, "impute", "place") == {"nulls_filled": 1}
    assert audited(result, "clip", "depth") == {"cells_changed": 2}  # a rejected row goes on to the next barrier


def test_the_audit_counts_cells_of_rows_that_reach_the_step(result):
    assert audited(result, "columns.id", "id") == {
        "cells_changed": 4, "nulls_made": 1, "misfits": 1, "rows_quarantined": 1}  # fmt: skip
    assert audited(result, "columns.depth between") == {"rows_quarantined": 1}


def test_examples_show_cells_before_and_after(result):
    assert examples(result, "trim", "place") == [(" Oslo", "Oslo")]
    assert examples(result, "null_values", "depth") == [("NA", None)]
    assert examples(result, "impute", "place") == [(None, "unknown")]
    assert sorted(examples(result, "clip", "depth")) == [("60.0", "50.0"), ("99.0", "50.0")]


def test_examples_are_five_at_most_and_each_stands_once():
    texts = ["A", "A", *"BCDEFGH"]
    found = made("clean: [{canonicalize: {column: a, names: {x: [A, B, C, D, E, F, G, H]}}}]").run(
        pl.DataFrame({"a": texts})
    )
    assert audited(found, "canonicalize", "a") == {"cells_changed": 9}
    shown = examples(found, "canonicalize", "a")
    assert len(shown) == len(set(shown)) == 5
    assert shown[0] == ("A", "x")


def test_a_step_that_does_nothing_is_in_the_audit_with_zeros():
    found = made("clean: [{clip: {column: a, min: 0}}]").run(pl.DataFrame({"a": [1.0, None]}))
    assert audited(found, "clip", "a") == {}
    assert found.changes().height == 0


def test_every_step_and_column_has_one_row_in_the_audit():
    found = made(WEATHER).run(weather())
    assert not found.audit.select("position", "column").is_duplicated().any()
    steps = set(found.audit.filter(section="steps")["step"])
    assert steps == {"trim", "null_values", "convert_units", "deduplicate", "impute", "derive", "one_hot"}


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_tables_of_hardly_any_row_are_cleaned_like_any_other(rows, tmp_path):
    pipeline = made(WEATHER.replace("with: median, by: station", "with: constant, value: 50"))
    raw = pl.DataFrame({"station": ["EWR"], "observed_at": ["01/02/2013 06:00"], "temperature": ["32 F"],
                        "humidity": [None]}, schema=dict.fromkeys(weather().columns, pl.String))  # fmt: skip
    model = pipeline.fit(raw)
    found = model.run(pl.concat([raw] * rows) if rows else raw.clear(), into=tmp_path / "out")
    written = 1 if rows else 0
    assert found.summary["rows_read"] == rows
    assert (found.clean.height, found.summary["rows_dropped"]["deduplicate"]) == (written, rows - written)
    assert found.clean.schema == model.run(raw).clean.schema
    assert found.quarantine.schema == model.run(weather()).quarantine.schema
    if rows:
        assert found.clean["observed_at"].item() == datetime(2013, 2, 1, 6)
        assert found.clean["temperature"].item() == pytest.approx(0)


def test_a_run_into_a_folder_and_one_in_memory_are_the_same(tmp_path):
    pipeline = made(WEATHER)
    in_memory, in_folder = pipeline.run(weather()), pipeline.run(weather(), into=tmp_path / "out")
    same(in_memory, in_folder)
    assert RunResult.open(tmp_path / "out").clean.equals(in_memory.clean)


def test_the_folder_holds_its_files_and_run_json_tells_of_them(tmp_path):
    out = tmp_path / "out"
    result = made(REPORTS).run(pl.DataFrame(ROWS), into=out)
    assert sorted(contents(out)) == OUTPUT
    found = told(out)
    assert found["rows_read"] == found["rows_written"] + found["rows_quarantined"] + sum(found["rows_dropped"].values())
    assert found["rows_written"] == pl.scan_parquet(out / "clean.parquet").select(pl.len()).collect().item()
    assert found["rows_quarantined"] == pl.scan_parquet(out / "quarantine.parquet").select(pl.len()).collect().item()
    assert pl.read_parquet(out / "audit.parquet").equals(result.audit)
    assert set(found["lineage"]) == {"rules", "inputs", "learned", "versions"}
    assert {"fit", "run"} == set(found["seconds"])
    assert found["seconds"]["run"] >= 0


def test_run_json_names_who_rejected_rows_with_the_first_of_them(tmp_path):
    made(REPORTS).run(pl.DataFrame(ROWS), into=tmp_path / "out")
    rejections = {each["by"]: (each["rows"], each["examples"]) for each in told(tmp_path / "out")["rejections"]}
    assert rejections == {
        "columns.id": (1, ["row 3: id 'x' is not a whole number"]),
    }


def test_the_same_input_gives_the_same_bytes(tmp_path):
    for name in ("one", "other"):
        made(WEATHER).run(weather(), into=tmp_path / name)
    one, other = contents(tmp_path / "one"), contents(tmp_path / "other")
    assert {name for name in one if one[name] != other[name]} <= {"run.json"}
    times = [{**json.loads(each["run.json"]), "seconds": 0} for each in (one, other)]
    assert times[0] == times[1]


def test_rows_that_do_not_add_up_are_refused(monkeypatch):
    class Forgetful(Tally):
        """Loses count of the rows that a filter drops, as a bug of ours would."""

        def add(self, later):
            later.dropped.clear()
            super().add(later)

    pipeline = made('clean: [{filter: "a > 1"}]')
    monkeypatch.setattr(passes.Gathered, "__init__", _with(Forgetful, passes.Gathered.__init__))
    with pytest.raises(ConservationError, match="3 rows were read, but 2 written, 0 quarantined and 0 dropped"):
        pipeline.run(pl.DataFrame({"a": [1, 2, 3]}))


def _with(tally, init):
    def initialise(self, **fields):
        init(self, **fields, tally=tally())

    return initialise


def test_a_run_that_fails_leaves_the_earlier_output_and_nothing_else(tmp_path):
    pipeline = made("expect: [{between: {column: a, min: 0, otherwise: fail}}]")
    out = tmp_path / "out"
    pipeline.run(pl.DataFrame({"a": [1]}), into=out)
    before = contents(out)
    with pytest.raises(RunFailedError, match="nothing was written"):
        pipeline.run(pl.DataFrame({"a": [-1]}), into=out)
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_input_that_breaks_half_way_leaves_the_earlier_output(tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.parquet"
    good.write_text("a\n1\n", encoding="utf-8")
    pl.DataFrame({"a": pl.int_range(200_000, eager=True).cast(pl.String)}).write_parquet(bad, row_group_size=50_000)
    whole = bad.read_bytes()
    bad.write_bytes(whole[:100_000] + bytes(len(whole) // 2) + whole[100_000 + len(whole) // 2 :])
    out = tmp_path / "out"
    pipeline = made("clean: [{cast: {column: a, to: integer}}]")
    pipeline.run(good, into=out)
    before = contents(out)
    with pytest.raises(SourceError, match=r"bad\.parquet: "):
        pipeline.run(bad, into=out)
    assert contents(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.parquet", "good.csv", "out"]


def test_a_folder_of_something_else_is_refused_before_any_row_is_read(tmp_path):
    (tmp_path / "letters.txt").touch()
    seen = []
    with pytest.raises(OutputError, match="is not an output of wrangle"):
        made("clean: [{clip: {column: a, min: 0}}]").run(pl.DataFrame({"a": [1]}), into=tmp_path, progress=seen.append)
    assert not seen


def test_clean_rows_are_compressed(tmp_path):
    made("clean: [{clip: {column: a, min: 0}}]").run(pl.DataFrame({"a": [7] * 100_000}), into=tmp_path / "out")
    assert (tmp_path / "out/clean.parquet").stat().st_size < 20_000


def test_progress_is_told_rows_of_each_pass():
    seen = []
    made("clean: [{impute: {column: a, with: mean}}]").run(pl.DataFrame({"a": [1.0, None]}), progress=seen.append)
    assert seen == [2, 2]


def test_nothing_to_do_is_done(tmp_path):
    raw = pl.DataFrame({"a": [1, 2], "b": ["x", None]})
    result = made("description: nothing\n").run(raw, into=tmp_path / "out")
    assert result.clean.equals(raw)
    assert result.audit.height == 0


def test_steps_of_one_name_are_told_apart_by_their_place():
    found = made('clean: [{filter: "a > 1"}, {filter: "a > 2"}]').run(pl.DataFrame({"a": [1, 2, 3]}))
    assert found.summary["rows_dropped"] == {"filter (step 1)": 1, "filter (step 2)": 1}
