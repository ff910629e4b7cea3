"""Rejected rows run again by mended rules: what comes out is what a run over all rows gives."""

import json
import shutil

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import WEATHER, contents, cut, made, told, weather
from polars.testing import assert_frame_equal

from wrangle.engine.carried import carried
from wrangle.engine.fitted import FittedPipeline
from wrangle.errors import ArtefactError, ReplayError, RunFailedError, TooManyRejectedError
from wrangle.rulefile.read import load, read_text

ROWS = pl.DataFrame({
    "id": ["1", "2", "3", "x4", "5", "6", "2", "8"],
    "sky": ["CLR", "OVC", "clear", "OVC", "fog", None, "CLR", "hail"],
    "t": ["1", "2", "-90", "4", "99", "6", "7", "x"],
})  # fmt: skip
OLD = """
columns: {id: {type: integer}, sky: string, t: {type: float, max: 50}}
clean:
  - canonicalize: {column: sky, names: {Clear: [CLR], Overcast: [OVC]}, otherwise: quarantine}
expect:
  - between: {column: t, min: -50}
  - not_null: {column: sky, otherwise: warn}
  - row_count: {min: 1}
  - mean_between: {column: t, min: -100, max: 100}
"""
MENDED = OLD.replace("[OVC]}", "[OVC], Fog: [fog], Hail: [hail]}").replace("max: 50", "max: 100").replace("-50", "-95")


def replayed(old, new, rows, folder, **run):
    """Run the old rules, replay the new ones; return this and what a run of the new ones over all rows gives."""
    made(old).run(rows, into=folder, **run)
    pipeline, learned = made(new), FittedPipeline.load(folder / "replay/pipeline")
    result = pipeline.replay(folder)
    whole = FittedPipeline(pipeline, carried(learned, pipeline), learned.schema).run(rows)
    return result, whole


def same(result, whole):
    """Hold the joined output against a run over all rows."""
    assert_frame_equal(result.clean, whole.clean, check_exact=True)
    assert_frame_equal(result.quarantine, whole.quarantine, check_exact=True)
    shown = ("examples", "ways")
    assert_frame_equal(result.audit.drop(shown), whole.audit.drop(shown), check_exact=True)
    checks = ("name", "check", "success", "rows", "violations", "unknown")
    assert_frame_equal(result.checks.select(checks), whole.checks.select(checks))
    for name in ("rows_read", "rows_written", "rows_quarantined", "rows_dropped", "rejections", "together"):
        assert result.summary[name] == whole.summary[name], name


@pytest.mark.parametrize("batch", [2, 1000])
def test_rows_that_come_back_stand_where_they_belong(tmp_path, monkeypatch, batch):
    with cut(monkeypatch, batch=batch):
        result, whole = replayed(OLD, MENDED, ROWS, tmp_path / "out")
    same(result, whole)
    assert result.clean["sky"].to_list() == ["Clear", "Overcast", "Clear", "Fog", None, "Clear"]
    assert result.quarantine["_row"].to_list() == [3, 7]
    assert told(tmp_path / "out")["replayed"] == [
        {
            "rows": 4, "written": 2, "quarantined": 2, "dropped": 0, "kept_what_was_learned": [],
            "rules": {"before": made(OLD).digest, "now": made(MENDED).digest},
        }
    ]  # fmt: skip
    assert pl.read_parquet(tmp_path / "out/clean.parquet").equals(result.clean)


def test_it_can_be_done_again_and_again(tmp_path):
    half = OLD.replace("max: 50", "max: 100")
    replayed(OLD, half, ROWS, tmp_path / "out")
    result = made(MENDED).replay(tmp_path / "out")
    same(result, made(MENDED).run(ROWS))
    assert [each["written"] for each in result.summary["replayed"]] == [0, 2]


def test_rules_that_were_not_mended_change_nothing(tmp_path):
    made(OLD).run(ROWS, into=tmp_path / "out")
    before = made(OLD).run(ROWS)
    same(made(OLD).replay(tmp_path / "out"), before)


def test_without_rejected_rows_there_is_nothing_to_do(tmp_path):
    rows = ROWS.head(2)
    result, whole = replayed(OLD, MENDED, rows, tmp_path / "out")
    same(result, whole)
    assert result.summary["replayed"][0]["rows"] == 0


VALUES = st.fixed_dictionaries({
    "a": st.sampled_from(["1", "2", "7", "x", "y", "-4", None]),
    "b": st.sampled_from(["k", "l", " m", "?", None]),
})  # fmt: skip
FIRST = """
columns: {a: {type: float, max: 5}, b: string}
clean:
  - trim: {columns: b}
  - canonicalize: {column: b, names: {k: [k], l: [l]}, otherwise: quarantine}
  - filter: "a IS NULL OR a <> 2"
transform:
  - derive: {c: a + 1}
  - sort: {by: [b]}
expect:
  - between: {column: c, min: 0}
  - condition: {condition: c > -1, otherwise: warn}
  - unique: {column: a, otherwise: warn}
  - increasing: {column: c, by: b, otherwise: warn}
  - new_values: {column: b, otherwise: warn}
  - drift: {column: c, otherwise: warn}
"""
SECOND = FIRST.replace("l: [l]}", "l: [l], m: ['?']}").replace("max: 5", "max: 9").replace("min: 0", "min: -9")


@settings(max_examples=25, deadline=None, derandomize=True)
@given(rows=st.lists(VALUES, min_size=1, max_size=12))
def test_generated_rows_join_as_in_a_run_over_all_of_them(tmp_path_factory, rows):
    frame = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String})
    folder = tmp_path_factory.mktemp("replay") / "out"
    same(*replayed(FIRST, SECOND, frame, folder))


def test_what_steps_learned_is_kept_and_named(tmp_path):
    body = (
        "clean: [cast: {column: a, to: float}, impute: {column: a, with: mean}]\nexpect: [between: {column: a, max: 9}]"
    )
    rows = pl.DataFrame({"a": ["1", None, "50", "3"]})
    result, whole = replayed(body, body.replace("max: 9", "max: 99"), rows, tmp_path / "out")
    same(result, whole)
    assert result.summary["replayed"][0]["kept_what_was_learned"] == ["impute"]


def test_a_step_that_must_learn_anew_is_refused(tmp_path):
    body = "clean: [impute: {column: a, with: mean}]\nexpect: [between: {column: a, max: 9}]"
    made(body).run(pl.DataFrame({"a": [1.0, None, 50.0]}), into=tmp_path / "out")
    with pytest.raises(ReplayError, match="impute: learns from data, and is new or was changed"):
        made(body.replace("mean", "median")).replay(tmp_path / "out")


KEYS = """
quarantine: {replay: true}
clean:
  - canonicalize: {column: g, names: {x: [x], y: [y]}, otherwise: quarantine}
  - deduplicate: {keys: [g], keep: first}
expect:
  - unique: {column: id, otherwise: quarantine}
"""
LESS_STRICT = KEYS.replace("y: [y]}", "y: [y], z: [z]}")


def test_rows_of_a_key_meet_across_both_parts(tmp_path):
    rows = pl.DataFrame({"g": ["x", "z", "y", "z", "y", "q"], "id": [1, 2, 3, 4, 5, 6]})
    result, whole = replayed(KEYS, LESS_STRICT, rows, tmp_path / "out")
    same(result, whole)
    assert result.clean["id"].to_list() == [1, 2, 3]
    again = made(KEYS.replace("y: [y]}", "y: [y], z: [z], q: [q]}"))
    same(again.replay(tmp_path / "out"), again.run(rows))


@pytest.mark.parametrize(("rows", "why"), [
    ({"g": ["Q", "x", "y"], "id": [1, 2, 3]}, r"deduplicate: 1 rows .* row 1, which was kept, would go now"),
    ({"g": ["x", "Z", "y"], "id": [1, 3, 3]}, r"unique id: 1 rows .* row 2, which was kept, would go now"),
])  # fmt: skip
def test_rows_whose_fate_would_change_that_of_others_are_refused(tmp_path, rows, why):
    made(KEYS).run(pl.DataFrame(rows), into=tmp_path / "out")
    mended = KEYS.replace("x: [x]", "x: [x, Q]").replace("y: [y]}", "y: [y], z: [Z]}")
    before = contents(tmp_path / "out")
    with pytest.raises(ReplayError, match=why):
        made(mended).replay(tmp_path / "out")
    assert contents(tmp_path / "out") == before


DEDUPLICATED = "clean: [deduplicate: {keys: a}]"
LAGGED = "clean: [lag: {column: a, order_by: a, into: b}]"


@pytest.mark.parametrize(("old", "new", "why"), [
    ("clean: [filter: a > 1]", "clean: [filter: a > 0]", "filter: decides which rows stay, and is new, changed"),
    ("clean: []", "clean: [filter: a > 0]", "filter: decides which rows stay, and is new"),
    (DEDUPLICATED, DEDUPLICATED, r"deduplicate: .* `quarantine: \{replay: true"),
    (LAGGED, LAGGED, "lag: rows that"),
    ("clean: []", "transform: [derive: {b: a + 1}]", r"write other columns than the earlier run \(b\)"),
    ("clean: []", "expect: [between: {column: a, max: 2}]", r"rows that were written break between a \(1 rows\)"),
    ("clean: []", "expect: [unique: {column: a, otherwise: quarantine}]", "unique a: decides which rows stay"),
])  # fmt: skip
def test_what_only_a_run_over_all_rows_can_tell_is_refused_by_name(tmp_path, old, new, why):
    made(old).run(pl.DataFrame({"a": [1, 2, 3]}), into=tmp_path / "out")
    with pytest.raises(ReplayError, match=why):
        made(new).replay(tmp_path / "out")


def test_checks_that_are_new_are_held_against_the_rows_that_were_written(tmp_path):
    new = "expect: [between: {column: t, min: -95}, between: {column: t, max: 3, name: cold, otherwise: warn}, "
    new = MENDED[: MENDED.index("expect")] + new + "row_count: {min: 3}, not_null: {column: sky, otherwise: warn}]"
    same(*replayed(OLD, new, ROWS, tmp_path / "out"))


def test_a_check_that_fails_now_leaves_the_earlier_output(tmp_path):
    made(OLD).run(ROWS, into=tmp_path / "out")
    before = contents(tmp_path / "out")
    with pytest.raises(RunFailedError, match="row_count"):
        made(MENDED.replace("row_count: {min: 1}", "row_count: {max: 1}")).replay(tmp_path / "out")
    with pytest.raises(TooManyRejectedError):
        made(MENDED + "\nquarantine: {max_fraction: 0.1}").replay(tmp_path / "out")
    assert contents(tmp_path / "out") == before


def test_rows_that_could_not_be_read_whole_stay(tmp_path):
    (tmp_path / "rows.csv").write_text("id,sky,t\n1,CLR,1\n2,fog\n3,OVC,3,4\n4,fog,5\n", encoding="utf-8")
    source = f"source: {tmp_path / 'rows.csv'}"
    made(f"{source}{OLD}").run(into=tmp_path / "out")
    result = made(f"{source}{MENDED}").replay(tmp_path / "out")
    same(result, made(f"{source}{MENDED}").run())


def test_a_folder_that_is_no_run_and_one_of_other_rules_are_refused(tmp_path):
    with pytest.raises(ArtefactError, match="no output folder of a run"):
        made(OLD).replay(tmp_path)
    made(OLD).run(ROWS, into=tmp_path / "out")
    with pytest.raises(ReplayError, match="is a run of 'trial', the rule file is 'other'"):
        read_text("name: other" + OLD).replay(tmp_path / "out")
    shutil.rmtree(tmp_path / "out/replay")
    with pytest.raises(ReplayError, match="kept nothing to run its rejected rows again by"):
        made(OLD).replay(tmp_path / "out")


def test_the_weather_joins_as_in_a_run_over_all_of_it(tmp_path):
    old = "quarantine: {replay: true}" + WEATHER.replace(
        "humidity: {type: float, min: 0, max: 100}", "humidity: {type: float, max: 90}"
    )
    new = "quarantine: {replay: true}" + WEATHER.replace(
        "{column: temperature, min: -40, max: 50}", "{column: temperature, min: -40, max: 500}"
    )
    new = new.replace("humidity: {type: float, min: 0, max: 100}", "humidity: {type: float, max: 90}")
    rows = weather(400).unique(["station", "observed_at"], maintain_order=True)
    same(*replayed(old, new, rows, tmp_path / "out"))


def test_the_shipped_flights_join_as_in_a_run_over_all_of_them(tmp_path, pytestconfig):
    rules = pytestconfig.rootpath / "rules/flights.yaml"
    text = rules.read_text(encoding="utf-8")
    old = text.replace("names: {EWR: [Newark], ", "names: {").replace("max: 1085", "max: 1030")
    assert old != text
    made_old = read_text(old, folder=rules.parent)
    made_old.run(into=tmp_path / "out")
    result = load(rules).replay(tmp_path / "out")
    same(result, load(rules).run())
    assert json.loads((tmp_path / "out/run.json").read_text())["replayed"][0]["written"] > 1000


def test_the_shipped_patients_join_as_in_a_run_that_learns_anew(tmp_path, pytestconfig):
    rules = pytestconfig.rootpath / "rules/diabetes.yaml"
    text = rules.read_text(encoding="utf-8")
    old = text.replace("min: 10, max: 60", "min: 10, max: 35")
    read_text(old, folder=rules.parent).run(into=tmp_path / "out")
    result = load(rules).replay(tmp_path / "out")
    same(result, load(rules).run())  # no attribute is missing: what `impute` learned is never asked for
    assert result.summary["replayed"][0]["kept_what_was_learned"] == ["impute"]
    assert (result.summary["replayed"][0]["rows"], result.summary["rows_quarantined"]) == (16, 0)


SHIPPED_WEATHER = {
    "a spelling": [("fuzzy: 90, ", "")],
    "a bound of a column": [("max: 1085", "max: 1020")],
    "a check": [("min: -40, max: 50", "min: -5, max: 50")],
    "all of them": [("fuzzy: 90, ", ""), ("max: 1085", "max: 1025"), ("min: -40, max: 50", "min: -5, max: 50")],
}
"""What was mended -> the shipped words, and the faulty ones in their place."""


def without_what_looks_ahead(path):
    """Return the shipped rules of the weather without the label, which later rows decide, and with their keys kept."""
    text = path.read_text(encoding="utf-8").partition("# The model:")[0]
    kept = [line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("- rolling:")]
    return "quarantine: {replay: true}\n" + "".join(kept)


@pytest.mark.parametrize("mended", SHIPPED_WEATHER)
def test_the_shipped_weather_joins_as_in_a_run_over_all_of_it(tmp_path, pytestconfig, mended):
    rules = pytestconfig.rootpath / "rules/deicing.yaml"
    old = new = without_what_looks_ahead(rules)
    for shipped, faulty in SHIPPED_WEATHER[mended]:
        assert old.count(shipped) == 1
        old = old.replace(shipped, faulty)
    before = read_text(old, folder=rules.parent).run(into=tmp_path / "out")
    pipeline, learned = read_text(new, folder=rules.parent), FittedPipeline.load(tmp_path / "out/replay/pipeline")
    result = pipeline.replay(tmp_path / "out")
    same(result, FittedPipeline(pipeline, carried(learned, pipeline), learned.schema).run())
    assert result.summary["replayed"][0]["kept_what_was_learned"] == ["impute", "one_hot"]
    assert result.summary["rows_written"] > before.summary["rows_written"] + 350


def test_the_shipped_weather_with_its_label_is_refused_by_what_stands_against_it(tmp_path, pytestconfig):
    rules = pytestconfig.rootpath / "rules/deicing.yaml"
    load(rules).run(into=tmp_path / "out")
    clean = (tmp_path / "out/clean.parquet").read_bytes()
    with pytest.raises(ReplayError) as refused:
        load(rules).replay(tmp_path / "out")
    for name in (
        "rolling: rows that come back",
        "deduplicate: looks at all rows of a key",
        "quarantine: {replay: true}",
    ):
        assert name in str(refused.value)
    assert (tmp_path / "out/clean.parquet").read_bytes() == clean
