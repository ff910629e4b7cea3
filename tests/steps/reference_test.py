import polars as pl
import pytest

from wrangle.errors import SchemaError, SourceError
from wrangle.steps.reference import pairs, reference


@pytest.fixture
def table(tmp_path):
    (tmp_path / "t.csv").write_text("code,zip,name\nA,0123,x\n,1,y\nB,45,\n", encoding="utf-8")
    return tmp_path / "t.csv"


def test_rows_without_a_key_are_left_out(table):
    assert reference(table, ["code"], ["name"]).to_dict(as_series=False) == {"code": ["A", "B"], "name": ["x", None]}
    assert reference(table, ["code"]).columns == ["code", "zip", "name"]


def test_keys_that_begin_with_zero_are_text(table):
    assert reference(table, ["zip"], ())["zip"].to_list() == ["0123", "1", "45"]


def test_nan_is_no_key(tmp_path):
    pl.DataFrame({"a": [1.0, float("nan")]}).write_parquet(tmp_path / "t.parquet")
    assert reference(tmp_path / "t.parquet", ["a"])["a"].to_list() == [1.0]


def test_what_is_not_there_is_named(table):
    with pytest.raises(SchemaError, match=r"t\.csv has no column 'kode'"):
        reference(table, ["kode"])
    with pytest.raises(SourceError, match=r"gone\.csv cannot be read"):
        reference(table.with_name("gone.csv"), ["a"])


def test_names_stand_for_themselves_or_for_others():
    assert pairs(("a", "b")) == {"a": "a", "b": "b"}
    assert pairs({"a": "b"}) == {"a": "b"}
