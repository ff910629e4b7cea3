"""Runs the cases of every step."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from step_cases import CASES, FILES, rules, series, table

from wrangle.catalogue import chapter, modules
from wrangle.engine.result import RunResult
from wrangle.errors import RuleFileError, WrangleError
from wrangle.rulefile.read import read_text

COUNTS = ("cells_changed", "nulls_made", "nulls_filled", "misfits", "rows_dropped", "rows_quarantined")


def run(file: Path, case: dict) -> RunResult:
    types = case.get("types", {})
    pipeline = read_text(rules(case), folder=file.parent)
    given = table(case["given"], types)
    if "fit" in case:
        return pipeline.fit(table(case["fit"], types)).run(given)
    return pipeline.run(given)


@pytest.mark.parametrize(("file", "case"), CASES)
def test_case(file, case):
    if "fault" in case:
        with pytest.raises(RuleFileError) as caught:
            read_text(rules(case), folder=file.parent)
        assert case["fault"] in str(caught.value)
        return
    if "fails" in case:
        with pytest.raises(WrangleError) as caught:
            run(file, case)
        assert case["fails"] in str(caught.value)
        return
    hold(case, run(file, case))


def hold(case: dict, result: RunResult) -> None:
    types = case.get("types", {}) | case.get("typed", {})
    for name, values in case["then"].items():
        got = result.clean[name]
        assert same(got.to_list(), series(name, values, types.get(name)).to_list()), f"{name}: {got.to_list()}"
    if case.get("exactly"):
        assert set(result.clean.columns) == set(case["then"])
    assert result.quarantine["_row"].to_list() == case.get("quarantined", [])
    dropped = sum(result.summary["rows_dropped"].values())
    assert dropped == len(case.get("dropped", ()))
    for column, counts in case.get("audit", {}).items():
        row = result.audit.filter(pl.col("column") == column).select(pl.col(COUNTS).sum()).row(0, named=True)
        assert {kind: row[kind] for kind in counts} == counts, column


def same(got: list, wanted: list) -> bool:
    return len(got) == len(wanted) and all(map(equal, got, wanted))


def equal(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, (int, float)):
        return one == pytest.approx(other, rel=1e-12, abs=1e-12, nan_ok=True)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def test_every_step_has_cases():
    wanted = {f"{chapter(keyword)}/{keyword}" for keyword in modules("steps")}
    assert wanted == {f"{file.parent.name}/{file.stem}" for file in FILES}
