"""Reads the cases of steps: `tests/steps/<chapter>/<keyword>.yaml`, in the form that CONTRIBUTING.md tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from wrangle.testing.cases import rules, series, table

__all__ = ["CASES", "FILES", "rules", "series", "table"]

FILES = sorted((Path(__file__).parent / "steps").glob("*/*.yaml"))
CASES = [
    pytest.param(file, case, id=f"{file.stem}: {case['it']}")
    for file in FILES
    for case in YAML(typ="safe", pure=True).load(file) or ()
]
