"""Runs the cases of every step."""

from __future__ import annotations

import pytest
from step_cases import CASES, FILES

from wrangle.catalogue import chapter, modules
from wrangle.testing.cases import Case


@pytest.mark.parametrize(("file", "case"), CASES)
def test_case(file, case):
    Case(case, file.parent).hold()


def test_every_step_has_cases():
    wanted = {f"{chapter(keyword)}/{keyword}" for keyword in modules("steps")}
    assert wanted == {f"{file.parent.name}/{file.stem}" for file in FILES}
