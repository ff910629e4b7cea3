import polars as pl
import pytest
from sklearn.linear_model import LogisticRegression, Ridge

from wrangle.bundle.encoding import Encoding, Feature
from wrangle.bundle.model import Model
from wrangle.bundle.signature import CONTRACT, signature
from wrangle.rulefile.read import read_text

RULES = """
name: ice
columns:
  station: {type: string, nullable: false, in_set: [EWR, JFK], description: "Which airport."}
  at: {type: datetime, formats: ["%Y-%m-%d %H:%M"]}
  depth: {type: float, unit: cm, min: 0, max: 300}
  count: {type: integer, required: false}
  thawing: boolean
"""
TEXT = pl.DataFrame(
    {"station": ["EWR"], "at": ["2013-01-01 06:00"], "depth": ["1"], "count": ["1"], "thawing": ["true"], "note": ["x"]}
)
ONE = Encoding((Feature("depth", "number"),))


def made(model=None, raw=TEXT, example=None):
    return signature(read_text(RULES).fit(raw), model or Model("regression", ONE, Ridge(), "y"), example)


def test_every_raw_column_has_its_types_and_its_contract():
    columns = made()["input"]["properties"]
    assert list(columns) == ["station", "at", "depth", "count", "thawing", "note"]
    assert columns["depth"] == {
        "type": ["number", "string", "boolean", "null"],
        CONTRACT: {"type": "float", "required": True, "nullable": True, "unit": "cm", "min": 0, "max": 300},
    } | {"type": columns["depth"]["type"]}
    assert set(columns["depth"]["type"]) == {"string", "number", "boolean", "null"}
    assert columns["station"]["description"] == "Which airport."
    assert columns["station"][CONTRACT]["in_set"] == ["EWR", "JFK"]
    assert columns["station"][CONTRACT]["nullable"] is False
    assert columns["at"][CONTRACT]["formats"] == ["%Y-%m-%d %H:%M"]
    assert columns["count"][CONTRACT]["required"] is False
    assert CONTRACT not in columns["note"]


def test_typed_data_takes_its_own_types():
    raw = pl.DataFrame({"station": ["EWR"], "depth": [1.5], "count": [1], "thawing": [True], "at": [None]})
    columns = made(raw=raw.with_columns(pl.col("at").cast(pl.Datetime)))["input"]["properties"]
    assert columns["depth"]["type"] == ["number", "string", "null"]
    assert columns["thawing"]["type"] == ["boolean", "string", "null"]


def test_no_other_column_is_taken():
    assert made()["input"]["additionalProperties"] is False
    assert "required" not in made()["input"]


def test_an_example_is_shown():
    assert made(example={"station": "EWR"})["input"]["examples"] == [{"station": "EWR"}]
    assert "examples" not in made()["input"]


@pytest.mark.parametrize(
    ("model", "prediction"),
    [
        (Model("regression", ONE, Ridge(), "y"), {"type": ["number", "null"]}),
        (Model("clustering", ONE, None), {"type": ["integer", "null"]}),
        (Model("binary", ONE, LogisticRegression(), "y", (False, True), 1), {"enum": [False, True, None]}),
        (Model("multiclass", ONE, LogisticRegression(), "y", ("a", "b", "c")), {"enum": ["a", "b", "c", None]}),
    ],
)
def test_an_answer_is_described_by_the_problem(model, prediction):
    output = made(model)["output"]
    assert prediction.items() <= output["properties"]["prediction"].items()
    assert output["required"] == ["status", "prediction"]
    assert ("probabilities" in output["properties"]) == bool(model.classes)
    if model.classes:
        assert next(iter(output["properties"]["probabilities"]["properties"])) == {"binary": "false"}.get(
            model.problem, "a"
        )
