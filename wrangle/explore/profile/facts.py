"""What a profile tells, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Numbers:
    """The finite numbers of a column. Count, mean, spread and ends are of all rows where `exact` says so."""

    count: int
    mean: float
    std: float | None
    min: float | None
    max: float | None
    zeros: int
    negative: int
    nan: int
    infinite: int
    exact: bool
    """Whether the figures above are of all rows; else of the sample."""
    quantiles: Mapping[str, float]
    """Share of the rows -> the number below which they lie; from the sample."""
    edges: Sequence[float]
    """The ends of the bins of the histogram; from the sample."""
    counts: Sequence[int]
    low: float | None = None
    """Below it numbers lie far out: the lower quartile less three times the distance of the quartiles."""
    high: float | None = None
    outside: int = 0
    """Rows with numbers that lie far out, or about so many."""
    extremes: Sequence[float] = ()
    """Some of them."""


@dataclass(frozen=True)
class Times:
    """The dates and times of a column."""

    min: str
    max: str
    formats: Mapping[str, int]
    """Of text: format -> rows, or about so many."""
    ambiguous: Sequence[str]
    """Formats that read all their texts with day and month the other way round, too."""
    edges: Sequence[str]
    counts: Sequence[int]
    beyond: int = 0
    """Rows with a date before the year 1 or after 9999, which all else leaves out."""


@dataclass(frozen=True)
class Texts:
    """What the texts of a column are like."""

    shortest: int
    longest: int
    mean_length: float
    padded: int
    """Rows with blanks at an end."""
    kinds: Mapping[str, int]
    """number, written number, quantity, boolean, date, missing or text -> rows, or about so many."""
    units: Mapping[str, int]
    """What stands behind numbers -> rows, or about so many."""
    shapes: Sequence[Mapping[str, Any]]
    """The most frequent looks: `shape` (9 for a digit, A and a for runs of letters), `rows`, `example`."""
    odd: Sequence[str]
    """Some values that are neither like most nor missing."""


@dataclass(frozen=True)
class ColumnProfile:
    """What is told of one column."""

    name: str
    type: str
    looks: str
    """What it holds, whatever its type: number, quantity, date, time, boolean, category, text, key, constant, empty."""
    rows: int
    nulls: int
    missing: Mapping[str, int]
    """Texts that stand for a missing value -> rows; exact."""
    distinct: int
    distinct_error: float
    """The relative standard error of `distinct`; 0 where it is exact."""
    repeated: int
    """Rows that hold a value which an earlier one holds, or about so many."""
    exact: bool
    """Whether all values were counted one by one, so that every figure is of all rows."""
    top: Sequence[Mapping[str, Any]]
    """The most frequent values: `value`, `rows`."""
    numbers: Numbers | None = None
    times: Times | None = None
    texts: Texts | None = None
    unit: str = ""
    """The likely unit of its numbers: the one that most are written with, else the one that its name ends with."""
    spellings: Sequence[Mapping[str, Any]] = ()
    """Values that are likely spellings of one: `name`, `rows`, `others` (spelling -> rows)."""

    @property
    def there(self) -> int:
        """Rows with a value."""
        return self.rows - self.nulls

    @property
    def known(self) -> int:
        """Rows with a value that does not stand for a missing one."""
        return self.there - sum(self.missing.values())

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return asdict(self)


@dataclass(frozen=True)
class Concern:
    """Something to look at or to clean."""

    kind: str
    columns: tuple[str, ...]
    text: str
    """What was found, without any value of the data."""
    cells: int
    """How many cells, or rows where it is about rows."""
    exact: bool = True
    """Whether `cells` is counted in all rows; else estimated from the sample."""
    of: str = "cells"
    """What `cells` counts."""
    examples: tuple[str, ...] = ()
    step: Mapping[str, Any] = field(default_factory=dict)
    """The step or check that would mend it: keyword -> options. Empty where none can."""

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return asdict(self)


@dataclass(frozen=True)
class Relation:
    """How closely two columns go together."""

    one: str
    other: str
    measure: str
    """pearson, spearman, cramers_v or correlation_ratio."""
    value: float


@dataclass(frozen=True)
class Power:
    """How well one column alone predicts the target."""

    column: str
    measure: str
    """roc_auc (0.5 is chance) or r2 (0 is chance)."""
    value: float
    rows: int
