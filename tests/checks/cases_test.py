"""Runs the cases of every check: `tests/checks/<keyword>.yaml`."""

from pathlib import Path

import polars as pl
import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from wrangle.catalogue import modules, operation
from wrangle.checks.base import KeyCheck, TableCheck
from wrangle.engine.asking import Asking
from wrangle.schema import TYPES, type_name

FOLDER = Path(__file__).parent


def _cases():
    for file in sorted(FOLDER.glob("*.yaml")):
        for case in YAML(typ="safe", pure=True).load(file):
            yield pytest.param(file.stem, case, id=f"{file.stem}: {case['it']}")


def _frame(case, part="given"):
    types = case.get("types", {})
    texts = {name: pl.String if types.get(name) in {"date", "datetime"} else None for name in case[part]}
    columns = [pl.Series(name, values, dtype=texts[name], strict=False) for name, values in case[part].items()]
    return pl.DataFrame(columns).with_columns(_typed(name, types[name]) for name in types)


def _typed(name, wanted):
    if wanted in {"date", "datetime"}:
        return pl.col(name).str.strptime(TYPES[wanted], strict=True, format={"date": "%F", "datetime": "%FT%T"}[wanted])
    return pl.col(name).cast(TYPES[wanted] if wanted in TYPES else getattr(pl, wanted))


def _check(rule):
    ((keyword, options),) = rule.items()
    file = {"table": FOLDER / options["table"]} if "table" in options else {}
    return operation("checks", keyword)(**{**options, **file})


def _fitted(check, case):
    """Return the check with what it learned from the case's training data."""
    frame = _frame(case, "trained" if "trained" in case else "given")
    check = check.typed(frame.schema)
    return check.fitted(check.learn(_asked(check.training(), frame) if check.training() else {}))


def _answer(check, frame):
    if isinstance(check, TableCheck):
        return check.observe(
            {
                "rows": frame.height,
                "columns": frame.columns,
                "schema": frame.schema,
                "statistics": _asked(check.statistics(), frame),
            }
        )
    if isinstance(check, KeyCheck):
        return check.violations(frame.with_row_index("__row")).to_list()
    mask = frame.select(check.mask()).to_series()
    assert type_name(mask.dtype) == "boolean"
    return mask.to_list()


def _asked(statistics, frame):
    asking = Asking(statistics)
    asking.add(frame)
    return asking.values()


@pytest.mark.parametrize(("keyword", "case"), list(_cases()))
def test_case(keyword, case):
    assert keyword in case["rule"]
    if "fault" in case:
        with pytest.raises((ValidationError, ValueError)) as caught:
            _check(case["rule"])
        assert case["fault"] in str(caught.value)
        return
    frame = _frame(case)
    check = _fitted(_check(case["rule"]), case)
    if "fails" in case:
        with pytest.raises(pl.exceptions.PolarsError, match=case["fails"]):
            _answer(check, frame)
        return
    wanted = (case["succeeds"], case["seen"]) if isinstance(check, TableCheck) else case["mask"]
    assert _answer(check, frame) == wanted
    if "why" in case:
        assert check.why() == case["why"]


def test_every_check_has_cases():
    assert {file.stem for file in FOLDER.glob("*.yaml")} == set(modules("checks"))


@pytest.mark.parametrize("keyword", list(modules("checks")))
def test_a_mistyped_option_is_named(keyword):
    with pytest.raises(ValidationError, match="colunm"):
        operation("checks", keyword)(colunm="a")
