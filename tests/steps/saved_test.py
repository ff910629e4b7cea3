"""What every step learned is plain: it can be saved as JSON and tables, and gives the same when it is read again."""

from __future__ import annotations

import math

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from step_cases import CASES, rules, table

from wrangle.engine.fitted import FittedPipeline
from wrangle.errors import WrangleError
from wrangle.rulefile.read import read_text

GOOD = [param for param in CASES if "then" in param.values[1] and any(param.values[1]["given"].values())]


def is_plain(value) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) for key in value) and all(map(is_plain, value.values()))
    if isinstance(value, (list, tuple)):
        return all(map(is_plain, value))
    return value is None or isinstance(value, (bool, int, float, str, pl.DataFrame))


def same(one, other) -> bool:
    if isinstance(one, pl.DataFrame):
        return one.equals(other)
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other or (isinstance(one, float) and math.isnan(one) and math.isnan(other))


@pytest.mark.parametrize(("file", "case"), GOOD)
def test_what_was_learned_is_plain_and_gives_the_same_when_read_again(file, case, tmp_path):
    types = case.get("types", {})
    model = read_text(rules(case), folder=file.parent).fit(table(case.get("fit", case["given"]), types))
    assert all(is_plain(learned) for learned in model.learned.values())
    loaded = FittedPipeline.load(model.save(tmp_path / "model"))
    assert same(dict(loaded.learned), dict(model.learned))
    given = table(case["given"], types)
    try:
        found = model.run(given)
    except WrangleError:
        return
    again = loaded.run(given)
    assert_frame_equal(again.clean, found.clean, check_exact=True)
    assert_frame_equal(again.quarantine, found.quarantine)
