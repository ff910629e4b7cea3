"""Answers all rows of a raw file by a bundle: in one stream, whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from wrangle.bundle.predictor import BATCH, Predictor
from wrangle.engine.ops import ROW as NUMBER
from wrangle.engine.passes import read
from wrangle.engine.writing import lazily
from wrangle.errors import OutputError, SchemaError, did_you_mean
from wrangle.sources.input import Input
from wrangle.sources.output import output_error, whole_file

ROW = "_row"
"""The number of a row in the raw data, from 0."""
FORMATS = (".parquet", ".csv", ".jsonl")
SOURCE = "source"
"""Who rejects a row that the reader could not read whole."""


@dataclass(frozen=True)
class Scored:
    """How many rows were answered, by status."""

    rows: int
    counts: Mapping[str, int]

    def __str__(self) -> str:
        told = ", ".join(f"{self.counts.get(each, 0):,} {each}" for each in ("ok", "flagged", "rejected"))
        return f"{self.rows:,} rows answered: {told}"


def score(
    predictor: Predictor,
    input_: Input,
    out: str | Path,
    keep: Sequence[str] = (),
    tell: Callable[[int], None] | None = None,
) -> Scored:
    """Write an answer for each row of a raw input, in their order; whole or not at all.

    Parameters
    ----------
    predictor : Predictor
    input_ : Input
        The raw rows.
    out : path
        A file of `FORMATS`. In CSV, lists are texts, parted by `; `.
    keep : sequence of str
        Raw columns to write before the answers, as they were read.
    tell : callable, optional
        Is told the number of rows answered so far.

    Raises
    ------
    SchemaError
        The data lacks a column, or `keep` names one that is not there or that an answer has.
    OutputError
        The file cannot be written. An earlier one is intact.
    """
    target = hold_format(out)
    counts: Counter[str] = Counter()
    rows = lazily(answers(predictor, input_, keep, counts, tell or (lambda _: None)))
    put(rows, target)
    return Scored(counts.total(), dict(counts))


def hold_format(out: str | Path) -> Path:
    """Return the file to write.

    Raises
    ------
    OutputError
        It is of no format that can be written.
    """
    target = Path(out)
    if target.suffix.lower() not in FORMATS:
        raise OutputError(f"{target}: is of no format that can be written: name a file that ends in {_or(FORMATS)}")
    return target


def put(rows: pl.LazyFrame, target: Path) -> None:
    """Write answers to a file, whole or not at all."""
    with whole_file(target) as unfinished:
        try:
            _sink(rows, unfinished, target.suffix.lower())
        except (pl.exceptions.PolarsError, OSError) as error:
            raise output_error(target, error) or error from error


def answers(  # what is asked, of whom, and who is told
    predictor: Predictor,
    input_: Input,
    keep: Sequence[str],
    counts: Counter[str],
    tell: Callable[[int], None],
    start: int = 0,
) -> Iterator[pl.DataFrame]:
    """Yield answers, batch by batch; an empty frame of their columns where there is no row.

    Parameters
    ----------
    predictor : Predictor
    input_ : Input
    keep : sequence of str
        Raw columns to write before the answers.
    counts : Counter
        Is added to: status -> rows.
    tell : callable
        Is told the number of rows answered so far.
    start : int
        The number of the first row; `input_.rejects` tells numbers that begin there too.
    """
    columns = tuple(input_.frame.collect_schema())
    for name in keep:
        if name not in columns:
            raise SchemaError(f"{input_.origin}: has no column {name!r} to keep: {did_you_mean(name, columns)}")
    for batch in read(input_, columns, BATCH):
        numbers = (batch.drop_in_place(NUMBER) + start).alias(ROW)
        found = _unread(predictor.answer_frame(batch), numbers, input_)
        for name in keep:
            if name in {*found.columns, ROW}:
                raise SchemaError(f"{name!r} is a column of the answers: it cannot be kept from the data")
        counts.update(found["status"].to_list())
        tell(counts.total())
        yield pl.DataFrame([numbers, *batch.select(keep).get_columns(), *found.get_columns()])


def _unread(answers: pl.DataFrame, numbers: pl.Series, input_: Input) -> pl.DataFrame:
    """Return answers with those rows rejected that the reader could not read whole."""
    told = input_.rejects.filter(pl.col("__row").is_in(numbers.cast(pl.get_index_type()).implode()))
    if not told.height:
        return answers
    gone = told.group_by("__row", maintain_order=True).agg(pl.col("why").alias("__why"))
    beside = answers.with_columns(numbers.cast(pl.get_index_type()).alias("__row"))
    joined = beside.join(gone, on="__row", how="left", maintain_order="left")
    unread = pl.col("__why").is_not_null()
    instead = {"status": pl.lit("rejected"), "rejected_by": pl.lit([SOURCE]), "why": pl.col("__why")}
    return joined.select(
        pl.when(unread).then(instead.get(name, pl.lit(None))).otherwise(name).alias(name) for name in answers.columns
    )


def _sink(frame: pl.LazyFrame, path: Path, suffix: str) -> None:
    if suffix == ".parquet":
        frame.sink_parquet(path)
    elif suffix == ".jsonl":
        frame.sink_ndjson(path)
    else:
        said = pl.col("flags").list.eval(pl.concat_str(pl.element().struct.unnest(), separator=": "))
        frame.with_columns(pl.col("rejected_by", "why").list.join("; "), said.list.join("; ")).sink_csv(path)


def _or(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + f" or {names[-1]}"
