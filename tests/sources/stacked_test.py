from datetime import date

import polars as pl
import pytest

from wrangle.errors import RuleFileError, SourceError
from wrangle.rulefile.read import read_text
from wrangle.sources.input import frame_input
from wrangle.sources.opening import open_source
from wrangle.sources.stacked import stacked


def stack(*frames, **more):
    inputs = [frame_input(pl.DataFrame(each)) for each in frames]
    return stacked(inputs, [f"part {number}" for number in range(len(frames))], **more)


def test_rows_come_in_order_and_columns_by_name():
    found = stack({"a": [1, 2], "b": ["x", "y"]}, {"b": ["z"], "a": [3]})
    assert found.frame.collect().rows() == [(1, "x"), (2, "y"), (3, "z")]
    assert found.rows == 3


def test_types_that_go_together_are_brought_to_one():
    found = stack({"a": [1], "d": [date(2026, 1, 2)], "n": [None]}, {"a": [0.5], "d": ["soon"], "n": [7]})
    assert found.frame.collect().rows() == [(1.0, "2026-01-02", None), (0.5, "soon", 7)]


def test_types_that_do_not_go_together_are_named_with_their_sources():
    with pytest.raises(SourceError, match=r"'a' is of types .* Int64 in part 0, List\(Int64\) in part 1"):
        stack({"a": [1]}, {"a": [[1]]})


def test_a_column_that_one_lacks_is_null_or_an_error():
    assert stack({"a": [1], "b": [2]}, {"a": [3]}).frame.collect()["b"].to_list() == [2, None]
    with pytest.raises(SourceError, match="part 1: its columns are not those of part 0: it lacks b"):
        stack({"a": [1], "b": [2]}, {"a": [3]}, fill=False)


def test_the_column_of_sources_must_be_a_new_one():
    with pytest.raises(SourceError, match="stack_column: a"):
        stack({"a": [1]}, column="a")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.csv").write_text("k,v\n1,x\n2\n")
    (tmp_path / "b.csv").write_text("k;w\n3;y\n4\n")
    pl.DataFrame({"k": [5]}).write_parquet(tmp_path / "c.parquet")
    return tmp_path


def test_a_rule_file_names_sources_each_with_its_own_options(folder):
    text = (
        "source:\n  stack: [{path: a.csv, label: one}, {path: b.csv, delimiter: ';'}, c.parquet]\n  stack_column: from"
    )
    source = read_text(text, folder=folder).source
    with open_source(source) as input_:
        found = input_.frame.collect()
        assert found["k"].to_list() == ["1", "2", "3", "4", "5"]
        assert found["from"].to_list() == ["one", "one", *[str(folder / "b.csv")] * 2, str(folder / "c.parquet")]
        assert [(row, why[:12]) for row, why in input_.rejects.iter_rows()] == [
            (1, "one: line 3 "),
            (3, f"{folder}"[:12]),
        ]
        assert [each["name"] for each in input_.lineage()] == [
            str(folder / f"{name}") for name in ("a.csv", "b.csv", "c.parquet")
        ]
        assert len(input_.digest()) == 64


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{stack: [a.csv, {delimiter: ';'}]}", r"1:25: .*needs a `path`"),
        ("{stack: [{path: a.csv, delimeter: ';'}]}", r"1:32: .*no option 'delimeter'"),
        ("{path: a.csv, stack: [b.csv]}", "takes `path` or `stack`"),
        ("{delimiter: ';'}", "needs a `path`, or a `stack`"),
        ("{stack: [{path: a.csv, table: t}]}", r"1:32: source: 'table' has no meaning for a file"),
        (
            "{path: 'sqlite:///a.db', table: t, delimiter: ';'}",
            "1:44: source: 'delimiter' has no meaning for sqlite://",
        ),
        ("{path: weather@1, checksum: sha256:" + "0" * 64 + "}", "source: 'checksum' has no meaning for a table"),
        ("{a: {path: a.csv}, b: {path: b.csv}}", "1:28: several sources stand here, .*\n.*\n.*\n.*write `stack"),
        ("'htp://host/a.csv'", "1:9: source: .*no kind of address htp://: did you mean 'http'"),
        ("'https://me:hunter2@host/a.csv'", "1:9: a secret stands in the rule file"),
        ("{path: 'https://host/a.csv', options: {X-Api-Key: abc}}", "1:59: source: options: a secret stands in 'X-Api"),
        ("{path: a.csv, checksum: md5:1}", "1:33: .*a checksum is sha256:"),
    ],
)
def test_faults_are_told_at_their_places(text, said):
    with pytest.raises(RuleFileError, match=said):
        read_text(f"source: {text}")
