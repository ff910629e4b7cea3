"""The truth comes as CSV, JSON lines (ours and SageMaker's), Parquet, and tables of databases."""

import gzip
import json
from datetime import UTC, datetime

import polars as pl
import pytest

from wrangle.captures.truth import Line, Refused
from wrangle.captures.truth_files import read_file, refused_lines
from wrangle.captures.truth_lines import Columns
from wrangle.errors import SourceError

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
WANTED = [Line(2, "yes", "a", None, NOON), Line(3, "no", "b", None, NOON)]
TEXT = "inference_id,label,label_time\na,yes,2026-05-01T12:00:00Z\nb,no,2026-05-01 14:00:00+02:00\n"


def test_csv_is_read_with_its_line_numbers(tmp_path):
    path = tmp_path / "truth.csv"
    path.write_text(TEXT)
    assert list(read_file(path, Columns())) == WANTED
    with gzip.open(tmp_path / "truth.csv.gz", "wt") as file:
        file.write(TEXT)
    assert list(read_file(tmp_path / "truth.csv.gz", Columns())) == WANTED


def test_a_cell_over_two_lines_and_a_short_row_are_told_by_their_last_line(tmp_path):
    path = tmp_path / "truth.csv"
    path.write_text('inference_id,label\n"a\nb",yes\nc\nd,no\n')
    assert list(read_file(path, Columns())) == [
        Line(3, "yes", "a\nb"), Refused(4, "has 1 values, not 2"), Line(5, "no", "d"),
    ]  # fmt: skip


def test_columns_are_named_or_found(tmp_path):
    path = tmp_path / "truth.csv"
    path.write_text("ref,late,when,label\nx,1,2026-05-01,7\n")
    found = list(read_file(path, Columns(id="ref", label="late", time="when")))
    assert found == [Line(2, "1", "x", None, datetime(2026, 5, 1, tzinfo=UTC))]
    keyed = list(read_file(path, Columns(label="late", key=("ref", "when"))))
    assert keyed == [Line(2, "1", None, {"ref": "x", "when": "2026-05-01"})]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (Columns(), "has no column inference_id: name that of the inference id by `--id`"),
        (Columns(id="reff"), "has no column 'reff': did you mean 'ref'?"),
        (Columns(id="ref", label="lable"), "has no column 'lable': did you mean 'label'?"),
        (Columns(id="ref", labels=("late",)), "has no column late: name that of the label by `--label`"),
    ],
)
def test_columns_that_are_not_there_are_named(tmp_path, columns, said):
    path = tmp_path / "truth.csv"
    path.write_text("ref,label\nx,1\n")
    with pytest.raises(SourceError, match=said.replace("?", r"\?")):
        list(read_file(path, columns))


def test_json_lines_are_ours_and_those_of_sagemaker(tmp_path):
    sagemaker = {"groundTruthData": {"data": "1", "encoding": "CSV"}, "eventMetadata": {"eventId": "c"}}
    lines = [
        {"inference_id": "a", "label": True}, sagemaker, [], {"label": 1}, {"inference_id": "d"},
        {"groundTruthData": {"data": "[", "encoding": "JSON"}, "eventMetadata": {"eventId": "c"}},
        {"groundTruthData": 5}, {"inference_id": "e", "label": 1, "label_time": "noon"},
    ]  # fmt: skip
    path = tmp_path / "truth.jsonl"
    path.write_text("\n".join([*map(json.dumps, lines), "{", ""]))
    found = list(read_file(path, Columns()))
    assert found[:2] == [Line(1, True, "a"), Line(2, "1", "c")]
    assert [each.place for each in found[2:]] == list(range(3, 10))
    whys = [each.why for each in found[2:]]
    assert whys[0] == "is no JSON object"
    assert whys[1].startswith("has no column inference_id")
    assert whys[2].startswith("has no column label")
    assert whys[3] == "`groundTruthData` cannot be read as JSON"
    assert whys[4].startswith("is no line of SageMaker's ground truth")
    assert whys[5] == "label_time is no time: write 2026-05-01T12:00:00+00:00"
    assert whys[6] == "is no JSON"


def test_parquet_is_read_with_its_types(tmp_path):
    path = tmp_path / "truth.parquet"
    pl.DataFrame({"inference_id": ["a"], "label": [1.5], "label_time": [NOON]}).write_parquet(path)
    assert list(read_file(path, Columns())) == [Line(1, 1.5, "a", None, NOON)]
    path.write_bytes(b"PAR1 not")
    with pytest.raises(SourceError, match="is no whole parquet file"):
        list(read_file(path, Columns()))


def test_files_that_are_none_say_so(tmp_path):
    with pytest.raises(SourceError, match="there is no such file"):
        read_file(tmp_path / "none.csv", Columns())
    (tmp_path / "truth.xlsx").write_text("x")
    with pytest.raises(SourceError, match="is of no format that is read: name a file that ends in"):
        read_file(tmp_path / "truth.xlsx", Columns())


def test_of_very_many_refused_lines_the_first_are_told():
    text = refused_lines([Refused(n, "there is no label") for n in range(1, 100)])
    assert text.splitlines()[-1] == "  refused  and 49 more lines"
