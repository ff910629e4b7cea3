"""The contract of one step or check: what it must hold to work in every place where wrangle runs it."""

from __future__ import annotations

import doctest
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.catalogue import operation
from wrangle.engine import passes
from wrangle.engine.fitted import FittedPipeline
from wrangle.engine.result import RunResult
from wrangle.errors import RecordRejectedError, WrangleError
from wrangle.rulefile.docs import option_docs, sections
from wrangle.rulefile.reference import folder, page
from wrangle.rulefile.schema import operation_schema
from wrangle.steps.base import FrameStep, OrderStep, SourceStep, WindowStep
from wrangle.testing.cases import Case, cases

ROWS = 24
"""Rows that are put together from a case's values and from hostile ones."""

HOSTILE: dict[Any, tuple[Any, ...]] = {
    pl.String: ("", " ", "-999", "1e999", "Ünï", "\u200b", "NaN"),
    pl.Float64: (float("nan"), float("inf"), float("-inf"), 0.0, -0.0, 1e-300, 1e300),
    pl.Int64: (0, -1, 2**31),
    pl.Boolean: (True, False),
}
"""Type -> values that are seldom thought of."""


@dataclass(frozen=True)
class Held:
    """One thing that a step or check must hold; call it to find out."""

    name: str
    run: Callable[[], None]

    def __call__(self) -> None:
        """Run it.

        Raises
        ------
        AssertionError
            It does not hold. The message says what is wrong.
        """
        self.run()

    def __str__(self) -> str:
        return self.name


def contract(keyword: str, file: str | Path) -> list[Held]:
    """Return all that a step or check must hold, for a test of its own.

    Its page and its JSON schema can be made, each option is documented and the examples run; each case of the file
    gives what it says; of each case, rows in one batch, in small ones, and one record at a time give the same to the
    last bit, hostile values among them; and what was learned can be saved and read.

    Parameters
    ----------
    keyword : str
        The step or check, installed: an entry point `wrangle.steps` or `wrangle.checks` names it.
    file : path
        Its cases, in YAML.

    Examples
    --------
    In a test file, `tests/frost_days_test.py`::

        @pytest.mark.parametrize("held", contract("frost_days", "tests/frost_days.yaml"), ids=str)
        def test_the_contract_is_held(held):
            held()
    """
    found = cases(file)
    assert found, f"{file} has no cases"
    return [
        Held("is documented", lambda: documented(keyword)),
        *(Held(str(case), case.hold) for case in found),
        *(
            Held(f"{case}: {what}", lambda case=case, hold=hold: hold(case))  # type: ignore[misc]
            for case in found
            if "then" in case.said and any(case.said["given"].values())
            for what, hold in (
                ("the same in parts and records", same_in_parts),
                ("the same when saved and read", same_when_saved),
            )
        ),
    ]


def documented(keyword: str) -> None:
    """Hold that a step or check has a page, a schema, documented options, and examples that run."""
    cls = operation(folder(keyword), keyword)
    assert sections(cls)[""], f"{keyword} has no docstring: say in its first line what it does"
    lacking = set(cls.model_fields) - set(option_docs(cls))
    assert not lacking, f"{keyword}: write a docstring below the option(s) {', '.join(sorted(lacking))}"
    assert page(keyword), f"{keyword} has no page"
    assert operation_schema(folder(keyword), keyword), f"{keyword} has no schema"
    assert ">>>" in sections(cls).get("Examples", ""), f"{keyword} shows no example: add `Examples` to its docstring"
    told: list[str] = []
    examples = doctest.DocTestFinder(recurse=False).find(cls, keyword, globs=dict(vars(sys.modules[cls.__module__])))
    runner = doctest.DocTestRunner(verbose=False)
    for each in examples:
        runner.run(each, out=told.append)
    assert not runner.failures, f"{keyword}: an example shows something else\n{''.join(told)}"


def same_in_parts(case: Case) -> None:
    """Hold that batches of any size give the same to the last bit, and so do single records."""
    model = case.pipeline().fit(case.learned_from())
    for frame in (case.given(), hostile(case.given())):
        whole = _ran(model, frame, frame.height)
        for size in (1, 3):
            parts = _ran(model, frame, size)
            assert _same(parts, whole), f"{case}: batches of {size} rows give something else than all rows together"
        first = next(iter(model.pipeline.steps), None)
        if isinstance(whole, RunResult) and not isinstance(first, (FrameStep, OrderStep, SourceStep, WindowStep)):
            records = pl.DataFrame(list(_records(model, frame)), schema=whole.clean.schema)
            assert records.equals(whole.clean), f"{case}: single records give something else than the table"


def _same(one: RunResult | str, other: RunResult | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return one.clean.equals(other.clean) and one.quarantine.equals(other.quarantine)


def _ran(model: FittedPipeline, frame: pl.DataFrame, size: int) -> RunResult | str:
    """Return what comes of rows in batches of a size; the kind of error where they are refused."""
    passes.BATCH, before = max(size, 1), passes.BATCH
    try:
        return model.run(frame)
    except WrangleError as error:
        return type(error).__name__
    finally:
        passes.BATCH = before


def _records(model: FittedPipeline, frame: pl.DataFrame) -> Iterator[Any]:
    for row in frame.to_dicts():
        try:
            yield model.record(row)
        except RecordRejectedError:
            continue


def same_when_saved(case: Case) -> None:
    """Hold that what was learned is plain: saved and read again it gives the same."""
    model = case.pipeline().fit(case.learned_from())
    with tempfile.TemporaryDirectory() as place:
        loaded = FittedPipeline.load(model.save(Path(place, "model")))
        given = case.given()
        assert _same(_ran(loaded, given, ROWS), _ran(model, given, ROWS)), f"{case}: saved and read it gives other rows"


def hostile(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows put together from a frame's values, null, and values that are seldom thought of; always the same.

    Examples
    --------
    >>> hostile(pl.DataFrame({"a": ["x"]})).height
    24
    """
    draw = random.Random(0)  # noqa: S311  # not for secrets
    pools = [[None, *column, *HOSTILE.get(type(column.dtype), ())] for column in frame]
    return pl.DataFrame(
        [
            pl.Series(column.name, draw.choices(pool, k=ROWS), column.dtype)
            for column, pool in zip(frame, pools, strict=True)
        ]
    )
