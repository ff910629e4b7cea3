"""Reads the cases of steps: `tests/steps/<chapter>/<keyword>.yaml`, in the form that CONTRIBUTING.md tells."""

from __future__ import annotations

from datetime import date, datetime
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from ruamel.yaml import YAML

from wrangle.schema import TYPES

YAML_12 = YAML(typ="safe", pure=True)
FILES = sorted((Path(__file__).parent / "steps").glob("*/*.yaml"))
CASES = [
    pytest.param(file, case, id=f"{file.stem}: {case['it']}") for file in FILES for case in YAML_12.load(file) or ()
]


def rules(case: dict) -> str:
    text = StringIO()
    YAML_12.dump({"name": "case", "clean": [case["rule"]]}, text)
    return text.getvalue()


def series(name: str, values: list, type_: str | None) -> pl.Series:
    if type_ == "datetime":
        values = [datetime.fromisoformat(each) if isinstance(each, str) else each for each in values]
    if type_ == "date":
        values = [date.fromisoformat(each) if isinstance(each, str) else each for each in values]
    if type_ is None and any(isinstance(each, float) for each in values):
        values = [float(each) if isinstance(each, int) and not isinstance(each, bool) else each for each in values]
    return pl.Series(name, values, TYPES[type_] if type_ else None)


def table(columns: dict, types: dict) -> pl.DataFrame:
    return pl.DataFrame([series(name, values, types.get(name)) for name, values in columns.items()])
