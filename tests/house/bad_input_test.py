"""Whatever is wrong with what a user brings, `wrangle run` says where, what and what to do; and nothing is lost."""

import json
import os
import re
import subprocess
import sys
from datetime import date

import polars as pl
import pytest
from pipelines import contents
from typer.testing import CliRunner

from wrangle.cli import app
from wrangle.errors import WrangleError

RULES = """\
name: reports
source: reports.csv
columns:
  id: {type: integer, nullable: false}
  depth: float
  place: string
clean:
  - trim: {columns: [place]}
"""
HEADER = b"id,depth,place\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def run(*more):
    found = CliRunner().invoke(app(), ["run", "reports.yaml", *map(str, more)])
    if isinstance(found.exception, WrangleError):
        return str(found.exception)
    assert found.exit_code == 0, found.exception
    return found.stdout


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "reports.csv: there is no such file"),
        (b"", "the file is empty: not even a header is there"),
        (b"id,depth\n1,2\n", "no column 'place'.*the data has: id, depth.*required: false"),
        (b"id,depth,depth\n1,2,3\n", "no column 'place'.*the data has: id, depth, depth_2"),
    ],
    ids=["missing", "empty", "missing column", "column twice"],
)
def test_data_that_cannot_be_cleaned_is_refused_before_anything_is_written(folder, data, said):
    if data is not None:
        (folder / "reports.csv").write_bytes(data)
    assert re.search(said, run(), flags=re.DOTALL)
    assert not (folder / "out").exists()


def test_another_delimiter_and_encoding_are_found_out_and_told(folder):
    (folder / "reports.csv").write_bytes(b"id;depth;place\n1;2;caf\xe9\n")
    found = CliRunner().invoke(app(), ["run", "reports.yaml"])
    assert 'reports.csv: read as {encoding: cp1252, delimiter: ";"}: pin it in `source:`' in found.output
    assert pl.read_parquet("out/clean.parquet")["place"].to_list() == ["café"]


def test_a_byte_order_mark_does_not_matter(folder):
    (folder / "reports.csv").write_bytes(b"\xef\xbb\xbf" + HEADER + b"1,2,a\n")
    assert "1 rows read = 1 written" in run()


def test_latin_1_is_read_when_it_is_said(folder):
    (folder / "reports.csv").write_bytes(HEADER + b"1,2,caf\xe9\n")
    rules = RULES.replace("source: reports.csv", "source: {path: reports.csv, encoding: latin-1}")
    (folder / "reports.yaml").write_text(rules, encoding="utf-8")
    run()
    assert pl.read_parquet("out/clean.parquet")["place"].to_list() == ["café"]


def test_an_extra_column_is_kept_and_told(folder):
    (folder / "reports.csv").write_bytes(b"id,depth,place,more\n1,2,a,x\n")
    found = CliRunner().invoke(app(), ["run", "reports.yaml"])
    assert "does not name the column 'more'" in found.stderr
    assert pl.read_parquet("out/clean.parquet")["more"].to_list() == ["x"]


def test_ragged_rows_are_kept_with_their_line(folder):
    (folder / "reports.csv").write_bytes(HEADER + b"1,2,a\n3,4\n5,6,b,7\n")
    said = run()
    assert "1 written + 2 quarantined" in said
    assert "source: 2 rows to the quarantine; first: row 1: line 3 has 2 fields where the header has 3: '3,4'" in said
    assert pl.read_parquet("out/quarantine.parquet")["_row"].to_list() == [1, 2]


def test_a_thousand_cells_that_cannot_be_read_are_counted_kept_and_the_first_ones_shown(folder):
    rows = (f"{number},{number if number % 3 else f'deep{number}'},a\n" for number in range(3000))
    (folder / "reports.csv").write_text(HEADER.decode() + "".join(rows), encoding="utf-8")
    said = run()
    assert "2,000 written + 1,000 quarantined" in said
    assert "columns.depth: 1,000 rows to the quarantine; first: row 0: depth 'deep0' is not a number" in said
    (rejection,) = json.loads((folder / "out/run.json").read_text(encoding="utf-8"))["rejections"]
    assert rejection["rows"] == 1000
    assert [each.split(":")[0] for each in rejection["examples"]] == ["row 0", "row 3", "row 6", "row 9", "row 12"]
    kept = pl.read_parquet("out/quarantine.parquet")
    assert kept["depth"].to_list() == [f"deep{number}" for number in range(0, 3000, 3)]


def test_a_column_of_another_type_is_named_with_all_else(folder):
    pl.DataFrame({"id": [True], "depth": [date(2020, 1, 1)], "place": [[1]]}).write_parquet("reports.parquet")
    said = run("--data", "reports.parquet")
    assert "the column 'place' is List(Int64) in the data, and string in the contract" in said
    assert "the column 'id' is boolean in the data, and integer in the contract" in said
    assert "the column 'depth' is date in the data, and float in the contract" in said


def test_numbers_of_another_kind_are_read_as_the_contract_says(folder):
    pl.DataFrame({"id": [1.0, 2.5], "depth": [3, 4], "place": ["a", "b"]}).write_parquet("reports.parquet")
    assert "columns.id: 1 row to the quarantine; first: row 1: id 2.5 is not a whole number" in run(
        "--data", "reports.parquet"
    )
    assert pl.read_parquet("out/clean.parquet").rows() == [(1, 3.0, "a")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "reports.yaml:1:1: the rule file is empty"),
        ("name: [reports\n", "reports.yaml:1:7: the bracket .* is not closed"),
        ("just words\n", "reports.yaml:1:1: .*mapping"),
        (RULES + "  - trim: {name: a, columns: [id]}\n  - clip: {name: a, column: depth, min: 0}\n", "'a' is given"),
        (RULES + "clean:\n  - trim: {columns: [id]}\n", "'clean' stands twice"),
    ],
    ids=["empty", "not YAML", "no mapping", "step named twice", "section twice"],
)
def test_a_rule_file_that_is_none_is_named_with_its_place(folder, text, said):
    (folder / "reports.yaml").write_text(text, encoding="utf-8")
    assert re.search(said, run())


def test_bytes_that_are_no_text_are_no_rule_file(folder):
    (folder / "reports.yaml").write_bytes(b"PK\x03\x04\x00\xff")
    assert "is not UTF-8 text: line 1 holds the byte 0xff" in run()


def test_an_output_that_cannot_be_made_is_told_before_the_work(folder):
    (folder / "reports.csv").write_bytes(HEADER + b"1,2,a\n")
    (folder / "out").write_text("a file", encoding="utf-8")
    assert re.search("out: a file stands where a folder should be: name another folder", run())
    assert (folder / "out").read_text(encoding="utf-8") == "a file"


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
sys.argv = ["wrangle", "run", "reports.yaml", "--data", "large.parquet"]
from wrangle.cli import main
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems limit the size of a file")
def test_a_disk_that_fills_up_leaves_the_earlier_output(folder):
    (folder / "reports.csv").write_bytes(HEADER + b"1,2,a\n")
    run()
    earlier = contents("out")
    numbers = pl.int_range(300_000, eager=True)
    frame = pl.DataFrame({"id": numbers.hash().cast(pl.Int64, strict=False).fill_null(0), "place": "a"})
    frame.with_columns(depth=numbers.sqrt().sin()).write_parquet("large.parquet")
    done = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.search(r"error: .*out.*(full|large|space)", done.stderr), done.stderr
    assert contents("out") == earlier
