"""A pandera schema becomes checks with the same verdict, or all that cannot be said is named."""

from datetime import date

import pandera.polars as pa
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made

from wrangle.errors import ArtefactError, RunFailedError, SchemaError
from wrangle.rulefile.pandera import pandera_checks, read_schema
from wrangle.rulefile.read import load, read_text

NUMBERS = st.lists(st.sampled_from([0.0, 1.0, 2.5, 5.0, -3.0, float("inf"), None]), max_size=4)
TEXTS = st.lists(st.sampled_from(["foo", "xfoo", "f", "o'o", "", "a.b", None]), max_size=4)
CHECKS = [
    (float, pa.Check.ge(1)), (float, pa.Check.gt(1)), (float, pa.Check.le(1)), (float, pa.Check.lt(1)),
    (float, pa.Check.in_range(0, 5)), (float, pa.Check.in_range(0, 5, include_min=False, include_max=False)),
    (float, pa.Check.isin([0.0, 2.5])), (float, pa.Check.equal_to(1)), (float, pa.Check.ne(1)),
    (float, pa.Check.notin([1.0, 5.0])),
    (str, pa.Check.isin(["foo", ""])), (str, pa.Check.eq("foo")), (str, pa.Check.notin(["foo", "o'o"])),
    (str, pa.Check.str_matches("fo+")), (str, pa.Check.str_contains("o+")), (str, pa.Check.str_startswith("a.")),
    (str, pa.Check.str_endswith(".b")), (str, pa.Check.str_length(1, 3)), (str, pa.Check.str_length(exact_value=3)),
    (str, pa.Check.str_length(max_value=3)),
]  # fmt: skip


def _accepts(schema, frame):
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors:
        return False
    return True


def _passes(schema, frame):
    result = made("clean: []")
    checks = tuple(each.model_copy(update={"otherwise": "warn"}) for each in pandera_checks(schema))
    return type(result)(name="trial", checks=checks).run(frame).checks["success"].all()


@pytest.mark.parametrize(("dtype", "check"), CHECKS, ids=str)
@pytest.mark.parametrize("nullable", [True, False])
def test_pandera_gives_the_same_verdict(dtype, check, nullable):
    schema = pa.DataFrameSchema({'a"b': pa.Column(dtype, check, nullable=nullable)})
    polars_type = pl.Float64 if dtype is float else pl.String

    @settings(max_examples=12, deadline=None, derandomize=True)
    @given(NUMBERS if dtype is float else TEXTS)
    def same_verdict(values):
        frame = pl.DataFrame({'a"b': pl.Series(values, dtype=polars_type)})
        assert _passes(schema, frame) == _accepts(schema, frame)

    same_verdict()


class Weather(pa.DataFrameModel):
    station: str = pa.Field(isin=["EWR", "JFK"])
    seen: date = pa.Field(ge=date(2024, 1, 1))
    humidity: float = pa.Field(ge=0, le=100, nullable=True)
    gust: float = pa.Field(lt=90, nullable=True, raise_warning=True)

    class Config:
        strict = True
        unique = ("station", "seen")


RULES = """\
name: weather
columns: {station: string, seen: date, humidity: float, gust: float}
expect: [row_count: {min: 1}]
"""
ROWS = pl.DataFrame({
    "station": ["EWR", "LGA", "JFK"], "seen": ["2024-01-01", "2024-01-02", "2023-12-31"],
    "humidity": [50.0, 50.0, 101.0], "gust": [1.0, 2.0, 99.0],
})  # fmt: skip


@pytest.fixture
def rules(tmp_path):
    (tmp_path / "weather.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path / "weather.yaml"


def test_a_model_holds_the_rows_beside_the_checks_of_the_file(rules):
    pipeline = load(rules, pandera={"house": Weather})
    assert [check.label for check in pipeline.checks][:3] == [
        "row_count",
        "house: columns",
        "house: unique station seen",
    ]
    result = pipeline.run(ROWS)
    assert result.clean["station"].to_list() == ["EWR"]
    assert result.quarantine["_rejected_by"].to_list() == [
        ["house: in_set station"],
        ["house: between seen", "house: between humidity"],
    ]
    found = {each.name: each for each in result.results}["house: between gust"]
    assert (found.success, found.violations, found.otherwise) == (False, 1, "warn")


def test_a_schema_does_what_a_model_does():
    assert read_schema(Weather.to_schema()).checks == read_schema(Weather).checks


def test_rows_of_one_key_fail_the_run_and_so_do_other_columns(rules):
    pipeline = load(rules, pandera={"house": Weather})
    with pytest.raises(RunFailedError, match="house: unique station seen: 2 of 2 rows"):
        pipeline.run(pl.concat([ROWS.head(1), ROWS.head(1)]))
    with pytest.raises(RunFailedError, match="house: columns: 5 columns; unexpected: more"):
        pipeline.run(ROWS.with_columns(more=1))


def test_all_that_cannot_be_said_is_named_at_once():
    schema = pa.DataFrameSchema(
        {
            "a": pa.Column(float, [pa.Check(lambda data: data, name="odd"), pa.Check.ge(0)]),
            "b": pa.Column(pl.Int8, required=False),
            "c.*": pa.Column(regex=True, nullable=True, required=False),
            "d": pa.Column(str, pa.Check.str_contains("(?<=x)y")),
        },
        checks=pa.Check(lambda data: data, name="whole"),
        name="reports",
        strict="filter",
    )
    with pytest.raises(ArtefactError) as caught:
        read_schema(schema)
    said = str(caught.value)
    assert said.splitlines()[0] == "the pandera schema reports says what no check says:"
    assert len(said.splitlines()) == 8
    for each in ("strict='filter'", "whole", "odd", "Int8", "'b' is not required", "regex of", "look-around"):
        assert each in said


def test_columns_that_the_rules_do_not_write_are_named_before_any_data_is_read(rules):
    schema = pa.DataFrameSchema({"humid": pa.Column(float, pa.Check.ge(0))})
    with pytest.raises(SchemaError, match="did you mean 'humidity'"):
        load(rules, pandera={"house": schema})


def test_what_is_no_polars_schema_is_refused():
    import pandera.pandas as of_pandas

    for each in (of_pandas.DataFrameSchema({}), "Weather", dict):
        with pytest.raises(ArtefactError, match=r"is no schema of pandera\.polars"):
            read_schema(each)


def test_our_own_schema_comes_back():
    contract = (
        "columns: {a: {type: float, nullable: false, min: 0, max: 9}, s: {type: string, in_set: [x], unique: true}}"
    )
    checks = pandera_checks(made(contract).schema)
    assert [each.label for each in checks] == [
        "columns", "type a", "not_null a", "between a", "type s", "in_set s", "unique s"]  # fmt: skip
    text = read_schema(made(contract).schema).yaml()
    assert read_text(f"name: trial\n{text}").checks == checks
