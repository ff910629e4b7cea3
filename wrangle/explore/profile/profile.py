"""Profiles a table: one pass over all rows, and a closer look at a sample of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

import polars as pl

from wrangle.engine.data import Data, open_data
from wrangle.engine.executor import Local, executor_of
from wrangle.engine.passes import BATCH, Progress, read
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.run import Run
from wrangle.engine.session import Session
from wrangle.errors import ClusterError, SchemaError, SourceError, did_you_mean
from wrangle.explore.profile.coded import coded
from wrangle.explore.profile.concerns import concerns
from wrangle.explore.profile.describe import KEY, Values, column_profile, values_of
from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import ColumnProfile, Concern, Power, Relation
from wrangle.explore.profile.power import power
from wrangle.explore.profile.private import without_values
from wrangle.explore.profile.relations import ROWS, relations
from wrangle.explore.profile.rowsample import ROW
from wrangle.explore.profile.scan import UNIQUE, Scan, scan
from wrangle.explore.shown import Shown
from wrangle.rulefile.read import load
from wrangle.sections.engine import Engine
from wrangle.sources.input import Input

SAMPLE = 100_000
"""Rows that are looked at closely."""

SEED = 0


@dataclass(frozen=True)
class Profile(Shown):
    """What a table holds, and what there may be to clean."""

    report: ClassVar[str] = "profile"
    height: ClassVar[str] = "40rem"

    name: str
    """Where the rows come from."""
    rows: int
    sampled: int
    """Rows of the sample."""
    columns: Mapping[str, ColumnProfile]
    concerns: tuple[Concern, ...]
    """What there may be to clean."""
    keys: tuple[Mapping[str, Any], ...] = ()
    """Likely keys: `columns`, `repeated` (rows that repeat one), `exact`."""
    equal_rows: int | None = None
    """Rows that are equal to an earlier one; None where columns cannot be compared."""
    equal_exact: bool = True
    relations: tuple[Relation, ...] = ()
    """How closely columns go together, the closest first."""
    target: str | None = None
    power: tuple[Power, ...] = ()
    """How well each column alone predicts the target, the best first."""
    values: bool = True
    """Whether values of the data are shown."""
    notes: tuple[str, ...] = field(default=())
    """How the data were read."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "name": self.name,
            "rows": self.rows,
            "sampled": self.sampled,
            "values": self.values,
            "notes": list(self.notes),
            "equal_rows": self.equal_rows,
            "equal_exact": self.equal_exact,
            "keys": [dict(each) for each in self.keys],
            "target": self.target,
            "concerns": [each.describe() for each in self.concerns],
            "columns": {name: column.describe() for name, column in self.columns.items()},
            "power": [vars(each) for each in self.power],
            "relations": [vars(each) for each in self.relations],
        }

    def __repr__(self) -> str:
        return (
            f"Profile({self.name!r}: {self.rows:,} rows, {len(self.columns)} columns, {len(self.concerns)} to look at)"
        )


def profile(  # noqa: PLR0913  # options by name
    data: Data = None,
    *,
    rules: Pipeline | str | Path | None = None,
    cleaned: bool = False,
    target: str | None = None,
    sample: int = SAMPLE,
    values: bool = True,
    engine: Any = None,
    progress: Progress | None = None,
) -> Profile:
    """Look at a table: what each column holds, how columns go together, and what there may be to clean.

    All rows are read once, in bounded memory. Rows, nulls, marks of a missing value, ends, means and spreads are exact,
    and so is all else of columns with up to 20,000 different values; numbers of different values beyond that are
    estimated with a standard error of 0.4 %, and what is dear (looks, quantiles, correlations, a target) is told from
    a sample of the rows, the same in each run.

    Parameters
    ----------
    data : frame, path or source, optional
        Anything that `Pipeline.run` takes; without it the `source` of `rules`.
    rules : Pipeline or path, optional
        A rule file: its `source` says how the data are read.
    cleaned : bool
        Whether to profile the rows that come out of the rules, in place of the raw ones.
    target : str, optional
        The column that a model is to predict: each column's power to predict it is told, and likely leaks.
    sample : int
        How many rows are looked at closely.
    values : bool
        Whether values of the data are shown; without them there is no example, no frequent value and no smallest or
        largest one.
    engine : str or wrangle.sections.engine.Engine, optional
        `local`, `dask`, `ray`, or all settings, in place of what the rule file's `engine:` says. What is found is the
        same.
    progress : callable, optional
        Is told the number of rows read so far.

    Raises
    ------
    SourceError
        The data cannot be read.
    ClusterError
        The cluster cannot be reached, or a step cannot be run there: it is named, before any row is read.
    SchemaError
        There is no such target.

    Examples
    --------
    >>> found = profile(pl.DataFrame({"sky": ["OVC", "OVC ", "n/a", "CLR"] * 5, "t": ["1.5", "2", "3", "?"] * 5}))
    >>> found.columns["t"].looks, found.columns["t"].numbers.mean
    ('number', 2.16666666667)
    >>> [(each.kind, each.columns, each.cells) for each in found.concerns][:3]
    [('blanks', ('sky',), 5), ('missing_marks', ('sky',), 5), ('missing_marks', ('t',), 5)]
    """
    pipeline = load(rules) if isinstance(rules, (str, Path)) else rules or Pipeline("profile")
    with open_data(pipeline, data) as input_:
        with executor_of(pipeline, _engine(pipeline, engine, input_, cleaned=cleaned)) as executor:
            if isinstance(executor, Local):
                found = scan(_told(_batches(pipeline, input_, cleaned=cleaned), progress), sample, SEED)
            else:
                found = _scanned_on(executor, pipeline, input_, sample, progress, cleaned=cleaned)
        if target is not None and target not in found.columns:
            raise SchemaError(f"the data have no column {target!r}: {did_you_mean(target, found.columns)}")
        if not found.rows:
            raise SourceError(f"{input_.origin}: there are no rows to profile: give data with some")
        told = _profile(found, input_, target, cleaned=cleaned)
    return told if values else without_values(told)


def _batches(pipeline: Pipeline, input_: Input, *, cleaned: bool) -> Iterator[pl.DataFrame]:
    """Yield the raw rows, or those that come out of the rules, numbered in `__row`."""
    if cleaned:
        work = Run.of(Session(pipeline, input_))
        yield from work.reading(numbered=True)
        return
    try:
        columns = input_.frame.collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise input_.explain(error) from error
    yield from read(input_, columns, BATCH)


def _engine(pipeline: Pipeline, engine: Any, input_: Input, *, cleaned: bool) -> Engine:
    """Return where to work: a profile has no output folder beside which workers could hand rows to each other.

    Raises
    ------
    ClusterError
        The cluster is elsewhere, and no folder that its workers see is known, which these rows need.
    """
    settings = Engine.model_validate((pipeline.sections.get("engine") if engine is None else engine) or {})
    if settings.address is None or settings.scratch is not None:
        return settings
    if cleaned or not input_.pieces:
        what = "rows that come out of rules" if cleaned else f"{input_.origin}: what workers cannot read where it lies"
        raise ClusterError(
            f"{what} goes through a folder that all machines see, and a profile has no output that it could lie "
            f"beside: say `engine: {{use: {settings.use}, address: {settings.address!r}, scratch: FOLDER}}` in a rule "
            "file (--rules), or profile without --address"
        )
    return settings.at(scratch=tempfile.gettempdir())  # only to have one: files are read where they lie


def _scanned_on(  # what `profile` is given
    cluster: Any, pipeline: Pipeline, input_: Input, size: int, progress: Progress | None, *, cleaned: bool
) -> Scan:
    """Return what the workers of a cluster find."""
    from wrangle.explore.profile.parts import clean_parts, scan_on

    try:
        parts = clean_parts(Session(pipeline, input_, executor=cluster)) if cleaned else cluster.layout(input_).parts
        return scan_on(cluster, parts, size, SEED, progress)
    except SourceError as error:
        said = input_.diagnose()
        raise SourceError(said) if said else error from error


def _told(batches: Iterator[pl.DataFrame], progress: Progress | None) -> Iterator[pl.DataFrame]:
    rows = 0
    for batch in batches:
        yield batch
        rows += batch.height
        if progress is not None:
            progress(rows)


def _profile(found: Scan, input_: Input, target: str | None, *, cleaned: bool) -> Profile:
    frame = found.sample.rows.drop(ROW)
    values = {name: values_of(each, frame[name]) for name, each in found.columns.items()}
    columns = {
        name: column_profile(name, frame.schema[name], each, values[name]) for name, each in found.columns.items()
    }
    evidence = _evidence(found, frame, columns, values)
    evidence = replace(
        evidence,
        text=input_.text and not cleaned,
        unread=tuple(input_.rejects.head(3).iter_rows()),
        unread_rows=input_.rejects.height,
    )
    evidence = _related(evidence, target)
    return Profile(
        name=input_.origin,
        rows=found.rows,
        sampled=frame.height,
        columns=columns,
        concerns=concerns(evidence),
        keys=evidence.keys,
        equal_rows=evidence.equal_rows,
        equal_exact=evidence.equal_exact,
        relations=evidence.relations,
        target=target,
        power=evidence.power,
        notes=tuple(input_.notes),
    )


def _evidence(
    found: Scan, frame: pl.DataFrame, columns: Mapping[str, ColumnProfile], values: Mapping[str, Values]
) -> Evidence:
    compared = found.compares_rows
    return Evidence(
        rows=found.rows,
        columns=columns,
        values=values,
        sample=frame,
        equal_rows=found.equal.repeated if compared else None,
        equal_exact=found.equal.exact,
        keys=tuple(_keys(found, columns)),
    )


def _keys(found: Scan, columns: Mapping[str, ColumnProfile]) -> Iterator[Mapping[str, Any]]:
    """Yield columns and pairs of columns that nearly every row has for itself."""
    for name, column in columns.items():
        if _may_be_key(column) and column.repeated <= (1 - KEY) * column.rows:
            yield {"columns": [name], "repeated": column.repeated, "exact": not column.distinct_error}
    for pair, sample in found.pairs.items():
        if sample.rows >= UNIQUE * found.rows and sample.repeated <= (1 - UNIQUE) * sample.rows:
            yield {"columns": list(pair), "repeated": sample.repeated, "exact": sample.exact}


def _may_be_key(column: ColumnProfile) -> bool:
    """Tell whether a column has a value in nearly each of its rows, and holds no measured numbers."""
    whole = column.numbers is None or not column.type.lower().startswith(("float", "decimal"))
    measured = column.texts is not None and column.looks in {"number", "quantity"} and _fractions(column)
    return column.rows >= 20 and column.known >= KEY * column.rows and whole and not measured


def _fractions(column: ColumnProfile) -> bool:
    return any("." in each["shape"] or "," in each["shape"] for each in (column.texts.shapes if column.texts else ()))


def _related(evidence: Evidence, target: str | None) -> Evidence:
    few = evidence.sample.gather_every(-(-evidence.sample.height // ROWS))
    numbers = coded(few, evidence.columns)
    found = tuple(relations(numbers))
    if target is None or target not in numbers:
        return replace(evidence, relations=found, target=target)
    others = {name: each for name, each in numbers.items() if name != target}
    return replace(evidence, relations=found, target=target, power=tuple(power(numbers[target], others)))
