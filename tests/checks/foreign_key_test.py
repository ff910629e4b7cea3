import shutil
from pathlib import Path

import polars as pl
import pytest
from pipelines import made

from wrangle.engine.fitted import FittedPipeline
from wrangle.errors import RuleFileError, SchemaError

STATIONS = Path(__file__).parent / "stations.csv"
BODY = "expect: [foreign_key: {table: stations.csv, keys: {station: code}}]"
ROWS = pl.DataFrame({"station": ["OSL", "XXX", None]})


@pytest.fixture
def folder(tmp_path):
    shutil.copy(STATIONS, tmp_path)
    return tmp_path


def test_the_path_is_relative_to_the_rule_file(folder):
    result = made(BODY, folder).run(ROWS)
    assert result.quarantine["_why"].to_list() == [["station 'XXX' does not stand in stations.csv"]]
    assert result.checks.select("rows", "violations").row(0) == (2, 1)


def test_a_parquet_table_keeps_its_types(tmp_path):
    days = pl.DataFrame({"day": ["2024-01-01"]}).select(pl.col("day").str.to_date())
    days.write_parquet(tmp_path / "days.parquet")
    found = made("expect: [foreign_key: {table: days.parquet, keys: day}]", tmp_path).run(
        pl.concat([days, days.select(pl.col("day") + pl.duration(days=1))])
    )
    assert found.quarantine["_row"].to_list() == [1]


def test_what_was_learned_is_kept_when_the_table_is_gone(folder):
    saved = made(BODY, folder).fit(ROWS).save(folder / "saved")
    (folder / "stations.csv").unlink()
    again = FittedPipeline.load(saved)
    assert again.record({"station": "BGO"}) == {"station": "BGO"}
    assert again.outcomes([{"station": "XXX"}]).rejected[0].by == ("foreign_key station",)


def test_a_table_without_the_column_is_named_with_the_place_in_the_rule_file(folder):
    with pytest.raises(RuleFileError, match=r"(?s):3:.*stations\.csv has no column 'kode'.*did you mean 'code'"):
        made(f"columns: {{station: string}}\n{BODY.replace('code', 'kode')}", folder)


def test_text_is_not_compared_with_numbers(folder):
    with pytest.raises(SchemaError, match="foreign_key number: cannot work on these columns"):
        made("expect: [foreign_key: {table: stations.csv, keys: number}]", folder).run(pl.DataFrame({"number": ["1"]}))
