import json

import polars as pl
import pytest
from pipelines import WEATHER, made, weather
from polars.testing import assert_frame_equal

from wrangle.engine.result import RunResult, line
from wrangle.engine.verdicts import CheckResult
from wrangle.errors import ArtefactError

RULES = """
clean:
  - cast: {column: a, to: integer}
  - filter: "a <> 3"
expect:
  - between: {column: a, max: 5, otherwise: warn}
  - not_null: {column: b}
  - row_count: {min: 10, otherwise: warn}
"""
ROWS = pl.DataFrame({"a": ["1", "x<b>", "3", "9"], "b": ["y", "y", "y", None]})


@pytest.fixture(scope="module")
def result():
    return made(RULES).run(ROWS)


def test_a_result_reads_as_the_sum_of_its_rows_and_a_line_for_each_check(result):
    assert str(result).splitlines() == [
        "trial: 4 rows read = 1 written + 2 quarantined + 1 dropped (filter 1)",
        "  misfits  cast: 1 row to the quarantine; first: row 1: a 'x<b>' is not a whole number",
        "  warning  between a: 1 of 2 rows; first: row 3: a 9 is not at most 5",
        "  passed   not_null b: 1 of 2 rows to the quarantine; first: row 3: b null is missing",
        "  warning  row_count: 1 row, not at least 10",
    ]


def test_nothing_dropped_is_said_in_few_words():
    assert str(made("description: x\n").run(ROWS)) == "trial: 4 rows read = 4 written + 0 quarantined + 0 dropped"


def test_a_notebook_shows_what_changed_with_values_escaped(result):
    shown = result._repr_html_()
    assert "trial: 4 rows read" in shown
    assert "x&lt;b&gt;" in shown
    assert "<b>" not in shown.split("<table")[0]
    assert "cells_changed" in shown


def test_changes_are_the_rows_of_the_audit_where_something_happened(result):
    assert result.changes()["step"].to_list() == ["cast", "filter", "not_null b"]
    assert result.audit.height > result.changes().height


def test_checks_are_a_row_each_in_the_order_of_the_rules(result):
    found = result.checks
    assert found.select("name", "check", "success", "otherwise", "rows", "violations").rows() == [
        ("between a", "between", False, "warn", 2, 1),
        ("not_null b", "not_null", True, "quarantine", 2, 1),
        ("row_count", "row_count", False, "warn", 1, 0),
    ]
    assert found["examples"].to_list()[2] == ["1 row, not at least 10"]


def test_checks_without_any_are_an_empty_frame_of_the_same_columns(result):
    assert made("description: x\n").run(ROWS).checks.schema == result.checks.schema


def test_an_output_is_opened_again_with_all_that_it_tells(tmp_path):
    ran = made(RULES).run(ROWS, into=tmp_path / "out")
    opened = RunResult.open(tmp_path / "out")
    assert str(opened) == str(ran)
    assert opened.results == ran.results
    assert opened.summary == json.loads(json.dumps(ran.summary))
    assert opened.lineage == ran.lineage
    for name in ("clean", "quarantine", "audit", "checks"):
        assert_frame_equal(getattr(opened, name), getattr(ran, name))


def test_a_scan_reads_nothing_until_it_is_collected(tmp_path):
    ran = made(WEATHER).run(weather(), into=tmp_path / "out")
    rows = ran.scan().filter(pl.col("station") == "JFK").select(pl.len())
    assert isinstance(rows, pl.LazyFrame)
    assert rows.collect().item() == ran.clean.filter(station="JFK").height
    assert ran.scan("quarantine").collect().equals(ran.quarantine)


def test_a_scan_of_a_run_in_memory_gives_its_rows(result):
    assert result.scan().collect().equals(result.clean)
    assert result.scan("quarantine").collect().equals(result.quarantine)


def test_rows_in_a_folder_are_read_when_they_are_asked_for(tmp_path):
    ran = made(RULES).run(ROWS, into=tmp_path / "out")
    (tmp_path / "out/quarantine.parquet").unlink()
    assert ran.clean.height == 1
    with pytest.raises(FileNotFoundError):
        ran.quarantine  # noqa: B018


@pytest.mark.parametrize("spoil", [
    lambda out: (out / "run.json").unlink(),
    lambda out: (out / "run.json").write_text("{", encoding="utf-8"),
    lambda out: (out / "run.json").write_text("{}", encoding="utf-8"),
    lambda out: (out / "run.json").write_text('{"checks": [{"name": "x"}]}', encoding="utf-8"),
    lambda out: (out / "audit.parquet").write_bytes(b"PAR1"),
    lambda out: (out / "audit.parquet").unlink(),
], ids=["no run.json", "no JSON", "no checks", "half a check", "no Parquet", "no audit"])  # fmt: skip
def test_what_is_no_output_is_refused(tmp_path, spoil):
    made(RULES).run(ROWS, into=tmp_path / "out")
    spoil(tmp_path / "out")
    with pytest.raises(ArtefactError, match="out: is not an output of `wrangle run`"):
        RunResult.open(tmp_path / "out")


FAILED = {"success": False, "otherwise": "fail", "violations": 2, "examples": ("row 1: bad",)}
WARNED = {"success": False, "otherwise": "warn", "examples": ("2 rows, not at least 3",)}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"success": True}, "passed   x"),
        (FAILED, "failed   x: 2 of 1,000 rows; first: row 1: bad"),
        (WARNED, "warning  x: 2 rows, not at least 3"),
        ({"success": True, "violations": 1}, "passed   x: 1 of 1,000 rows to the quarantine"),
    ],
)
def test_a_check_is_one_line(fields, said):
    given = {"name": "x", "check": "c", "otherwise": "quarantine", "rows": 1000, "violations": 0} | fields
    assert line(CheckResult(**given)) == said
