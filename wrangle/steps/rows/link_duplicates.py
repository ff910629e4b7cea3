"""Finds rows that are likely to be the same record, written otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import polars as pl
import polars.selectors as cs
from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, model_validator

from wrangle.errors import RunFailedError, SchemaError
from wrangle.expressions import linking
from wrangle.expressions.likeness import Likeness, Links, alike, likeness
from wrangle.schema import family, type_name
from wrangle.steps.base import FrameStep, Step, WindowStep
from wrangle.steps.options import Column, NewColumn, Reads, names_of

ROW, MISSING = "__row", "__missing"
METHODS = {"text": "letters", "number": "number", "time": "date"}
"""Family of a type -> how its values are compared where nothing is said."""

LEAST = {"letters": 0.0, "edit": 0.5, "jaro_winkler": 0.5, "token_sort": 0.5, "token_set": 0.5}
"""How alike texts must be to count at all where nothing is said: what is half alike is so by chance."""

WITHIN = {"number": 0.1, "date": 30.0}
LOWEST, HIGHEST = 0.5, 0.725
"""Between these lies a threshold that is not given."""

Method = Literal["letters", "exact", "edit", "jaro_winkler", "token_sort", "token_set", "number", "date"]
Way = Literal["exact", "words", "prefix", "fingerprint", "phonetic"]


class Comparison(BaseModel):
    """How the values of one column are compared."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: Method | None = None
    """What makes values alike."""

    weight: Annotated[float, Field(gt=0)] = 1
    """What the column counts for, times how rarely two rows agree in it by chance."""

    min: Annotated[float, Field(ge=0, lt=1)] | None = None
    """How alike texts must be to count at all, 0 to 1: 0.5 but for `letters`."""

    within: Annotated[float, Field(gt=0)] | None = None
    """From which distance on values are not alike at all: of numbers a share of the larger one, 0.1; of times days,
    30."""

    def fault(self) -> str:
        """Return what does not go together, as the end of a sentence; empty where all does."""
        if self.within is not None and self.method not in {None, "number", "date"}:
            return "takes `within` for the methods `number` and `date` only"
        if self.min is not None and self.method in {"exact", "number", "date"}:
            return f"takes no `min` for the method `{self.method}`"
        return ""


class _Linking(Step):
    """What the step is, whether it drops rows or writes what they belong to."""

    compare: Annotated[str | tuple[str, ...] | Mapping[str, Method | Comparison], Field(min_length=1), Reads()]
    """The columns that tell whether two rows are the same record: names, or name -> method or
    `{method, weight, min, within}`. The methods are `letters` (pairs of letters in common, rare ones counting more; the
    default for text), `exact`, `edit` (letters that differ), `jaro_winkler` (the beginning counts more), `token_sort`
    (words in any order), `token_set` (words of one among those of the other), `number`, `date`."""

    block: Annotated[str | tuple[str, ...] | Mapping[str, Way | tuple[Way, ...]], Reads()] = ()
    """Only rows that share one of these are compared: columns, or column -> `exact`, `words` (a word that stands in at
    most 100 rows), `prefix` (4 letters), `fingerprint` or `phonetic`, or several of them. Without it: the words of all
    columns of text that are compared, and the values of the others."""

    threshold: Annotated[float, Field(gt=0, le=1)] | None = None
    """How alike rows must be, 0 to 1. Without it from 0.5 to 0.725, the lower the more the columns tell. With
    `one_to_one`, where most rows have a partner, 0.3 finds more."""

    across: Column | None = None
    """Only rows of different values of this column are compared: that of a source, to link two tables."""

    one_to_one: bool | None = None
    """Whether a row is linked with the one most like it alone, and only if it is that one's most alike too: yes where
    `across` is given."""

    max_block: Annotated[int, Field(ge=2)] = 2_000
    """How many rows may share a value of `block`; more are an error."""

    keep: Literal["first", "most_complete"] | None = None
    """Which row of a cluster stays, the others are dropped: the first, or the one with the fewest nulls and NaNs."""

    into: NewColumn | None = None
    """The new column that tells the cluster of each row by the number of its first row, from 0; `cluster` where
    nothing is said and no `keep`."""

    score: NewColumn | None = None
    """A new column beside it: how alike the row is to the row of its cluster that is most like it; null for a row
    alone."""

    @model_validator(mode="after")
    def _does_one_thing(self) -> _Linking:
        if self.keep and (self.into or self.score):
            raise ValueError("link_duplicates takes either `keep`, or `into` (and `score`)")
        if self.one_to_one is True and self.across is None:
            raise ValueError("link_duplicates takes `one_to_one` with `across` only")
        for how in self.compare.values() if isinstance(self.compare, Mapping) else ():
            if isinstance(how, Comparison) and how.fault():
                raise ValueError(f"link_duplicates {how.fault()}")
        return self

    def partition_by(self) -> tuple[str, ...]:
        """Return no column: any two rows may be the same record."""
        return ()

    def needs(self) -> Sequence[pl.Expr]:
        """Return the columns that are compared or bring rows together."""
        names = (*names_of(self.compare), *names_of(self.block), *names_of(self.across))
        return [pl.col(name) for name in dict.fromkeys(names)]

    def linked(self, rows: pl.DataFrame) -> Links:
        """Return the pairs of rows that are taken for one record.

        Parameters
        ----------
        rows : polars.DataFrame, (rows, needs)
        """
        columns = [self._likeness(rows[name]) for name in names_of(self.compare)]
        sides = None if self.across is None else _sides(rows[self.across])
        pairs = linking.candidates(self._blocks(rows), rows.height, sides)
        best = sides is not None and self.one_to_one is not False
        links = alike(pairs, columns, self.threshold or _threshold(columns, rows.height))
        return linking.best_only(links, sides) if best else links

    def _likeness(self, values: pl.Series) -> Likeness:
        said = self.compare[values.name] if isinstance(self.compare, Mapping) else Comparison()
        how = said if isinstance(said, Comparison) else Comparison(method=said)
        method = how.method or METHODS.get(family(values.dtype), "exact")
        if method in {"number", "date"} and METHODS.get(family(values.dtype)) != method:
            what = f"compares by {method}, and the column {values.name!r} is {type_name(values.dtype)}"
            raise SchemaError(f"{self.label} {what}: parse it before, or choose another method")
        least = LEAST.get(method, 0.0) if how.min is None else how.min
        return likeness(values, method, how.weight, least, how.within or WITHIN.get(method, 1.0))

    def _blocks(self, rows: pl.DataFrame) -> list[pl.DataFrame]:
        found: list[pl.DataFrame] = []
        for name, ways in self._ways(rows).items():
            for way in names_of(ways):
                keys = linking.block_keys(rows[name], way)
                self._hold(name, linking.crowded(keys, self.max_block) if names_of(self.block) else [])
                found.append(keys.filter(pl.len().over("key") <= self.max_block))
        return found

    def _ways(self, rows: pl.DataFrame) -> Mapping[str, Any]:
        if isinstance(self.block, Mapping) and self.block:
            return self.block
        if names_of(self.block):
            return dict.fromkeys(names_of(self.block), "exact")
        compared = names_of(self.compare)
        return {name: "words" if family(rows[name].dtype) == "text" else "exact" for name in compared}

    def _hold(self, name: str, crowd: Sequence[tuple[str, int]]) -> None:
        if not crowd:
            return
        some = ", ".join(f"{key!r} ({count:,} rows)" for key, count in crowd[:3])
        more = f" and {len(crowd) - 3:,} more" if len(crowd) > 3 else ""
        help_ = "make it null if it stands for nothing, choose a column that parts rows further, or raise `max_block`"
        raise RunFailedError(f"{self.label}: too many rows share a value of {name!r}: {some}{more}\n  help: {help_}")


class LinkDuplicates(_Linking, FrameStep):
    """Find rows that are likely to be the same record though they differ: spelling, order of words, what is missing.

    Rows that share a value of `block` are compared, column by column, as text without case, accents and punctuation.
    Each column gives a likeness from 0 to 1, a half where a value is missing, and counts by how rarely two rows agree
    in it by chance: a telephone number for more than a city. Rows of which the mean is at least the threshold are one
    record, and so are those that are linked over others. `keep` drops all but one of them, and counts them as dropped;
    else a new column tells which rows belong together: look at them, and `deduplicate` by it.

    To link two tables, put the rows of the second after those of the first with `union`, or several files in `source`,
    and name the column that tells them apart in `across`.

    All values that are compared are held in memory, and some millions of pairs at a time. When serving, `keep` is left
    out, and a new column wants `at: training`.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> names = ["Arnie Morton's of Chicago", "ARNIE MORTONS of Chicago", "Art's Delicatessen", "Delicatessen Art"]
    >>> phones = ["310/246-1501", "310-246-1501", "818/762-1221", "818-762-1221"]
    >>> apply("link_duplicates: {compare: [name, phone]}", name=names, phone=phones)["cluster"]
    [0, 0, 2, 2]
    >>> rule = "link_duplicates: {compare: {name: token_set, phone: exact}, block: phone, keep: first}"
    >>> apply(rule, name=names, phone=phones)["name"]
    ["Arnie Morton's of Chicago", "Art's Delicatessen"]

    References
    ----------
    Fellegi, I. P., Sunter, A. B. (1969): A Theory for Record Linkage. JASA 64 (328), 1183-1210.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _chooses_its_kind(cls, value: Any, handler: ModelWrapValidatorHandler[LinkDuplicates]) -> Any:
        found = handler(value)
        return found if found.keep or cls is not LinkDuplicates else ClusterDuplicates.model_validate(value)

    def needs(self) -> Sequence[pl.Expr]:
        """Return what is compared, and for the most complete row the number of missing values of each row."""
        missing = pl.sum_horizontal(pl.all().is_null(), cs.float().is_nan().fill_null(False)).alias(MISSING)
        return [*super().needs(), *([missing] if self.keep == "most_complete" else [])]

    def keep_rows(self, part: pl.DataFrame) -> pl.Series:
        """Return which rows stay: one of each cluster."""
        rows = part.with_row_index("__place").sort(ROW)
        order = [MISSING] if self.keep == "most_complete" else []
        cluster = pl.Series("__cluster", linking.clusters(self.linked(rows), rows.height))
        kept = rows.with_columns(cluster).sort([*order, ROW]).unique("__cluster", keep="first", maintain_order=True)
        return pl.repeat(False, part.height, dtype=pl.Boolean, eager=True).scatter(kept["__place"], True)


class ClusterDuplicates(_Linking, WindowStep):
    """The same, where no row goes: a new column tells the cluster of each."""

    into: NewColumn | None = "cluster"

    def compute(self, part: pl.DataFrame) -> pl.DataFrame:
        """Return the number of the first row of each row's cluster, and how alike the row is to one of it."""
        import numpy as np

        rows = part.sort(ROW)
        links = self.linked(rows)
        first = linking.clusters(links, rows.height)
        made = [rows[ROW], rows[ROW].cast(pl.Int64).gather(first).alias(self.into or "cluster")]
        if self.score is not None:
            best = np.full(rows.height, np.nan)
            for each in (links.one, links.other):
                np.fmax.at(best, each, links.score)
            made.append(pl.Series(self.score, best).fill_nan(None))
        return pl.DataFrame(made)


def _sides(values: pl.Series) -> Any:
    known = values.fill_nan(None) if values.dtype.is_float() else values
    return (known.cast(pl.String).rank("dense").cast(pl.Int64) - 1).fill_null(-1).to_numpy()


def _threshold(columns: Sequence[Likeness], height: int) -> float:
    """Return how alike rows must be so that hardly any two of them are by chance: e^3 of 1.

    What two equal rows tell is the sum of the columns' rarities; what it takes to pick one pair of all is the logarithm
    of their number.
    """
    import numpy as np

    told = sum(column.weight for column in columns)
    wanted = float(np.log(max(height, 2) ** 2 / 2)) + 3
    return min(max(wanted / told, LOWEST), HIGHEST)
