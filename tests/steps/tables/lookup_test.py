import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.steps.tables.lookup import Lookup


def test_a_parquet_table_keeps_its_types(tmp_path):
    table = pl.DataFrame({"day": ["2024-01-01"], "rate": [1.5]}).with_columns(pl.col("day").str.to_date())
    table.write_parquet(tmp_path / "rates.parquet")
    step = Lookup(table=tmp_path / "rates.parquet", keys="day")
    frame = table.select("day")
    assert frame.select(step.express(step.learn({})))["rate"].to_list() == [1.5]


def test_what_is_learned_is_the_keys_and_the_columns_that_are_added(tmp_path):
    (tmp_path / "t.csv").write_text("a,b,c\n1,2,3\n,5,6\n", encoding="utf-8")
    step = Lookup(table=tmp_path / "t.csv", keys=["a"], columns={"c": "new"})
    learned = step.learn({})
    assert learned["table"].to_dict(as_series=False) == {"a": [1], "c": [3]}
    assert step.writes(learned) == ("new",)


def test_a_table_that_is_gone_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"gone\.csv cannot be read"):
        Lookup(table=tmp_path / "gone.csv", keys="a").learn({})


def test_only_the_first_doubled_keys_are_named(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n" + "".join(f"{n},0\n{n},1\n" for n in range(9)), encoding="utf-8")
    with pytest.raises(SourceError, match="more than once: 0; 1; 2 and 6 more"):
        Lookup(table=tmp_path / "t.csv", keys="a").learn({})
