"""Writes one name for all its spellings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any, Literal

import polars as pl
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from wrangle.errors import SchemaError, SourceError, did_you_mean
from wrangle.expressions.lookup import gather
from wrangle.expressions.matching import fingerprint, folded, resemble
from wrangle.expressions.ways import VALUE, Way, first_answer
from wrangle.steps.base import ColumnStep, DataFile, Learned, NewColumn, TextColumn, names_of

SHORT = 4
"""Folded texts shorter than this are not compared fuzzily: codes and acronyms resemble too much."""


class Fuzzy(BaseModel):
    """How alike a text must be to a spelling to count as one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_score: Annotated[float, Field(ge=50, le=100)] = 90
    """The least similarity, from 50 to 100."""

    margin: Annotated[float, Field(ge=0, le=100)] = 5
    """By how much the best name must be more similar than the second best."""


def _as_fuzzy(value: Any) -> Any:
    return {"min_score": value} if isinstance(value, (str, int, float)) and not isinstance(value, bool) else value


Names = Mapping[str, Annotated[str | tuple[str, ...], Field(min_length=1)]]


class Canonicalize(ColumnStep):
    """Write one name for all its spellings: "Norway" for "NO", "Norge" and "NORWAY ".

    A text is looked for as it stands, then without case, accents, punctuation and white space, then with its words in
    any order; and with `fuzzy`, it may differ by some letters from a spelling of four or more. What could be several
    names is none: it is left to `otherwise`, as is text that is no known spelling. A name is a spelling of itself.
    Null stays null; empty text is no spelling unless one is named.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("canonicalize: {column: a, names: {Norway: [NO, Norge]}}", a=["no", " NORGE", "norway", "SE", None])
    {'a': ['Norway', 'Norway', 'Norway', 'SE', None]}
    >>> rule = "canonicalize: {column: a, vocabulary: countries, fuzzy: 90, otherwise: 'null'}"
    >>> apply(rule, a=["U.S.A.", "united  states", "Untied States", "Korea, Republic of", "Atlantis"])
    {'a': ['United States', 'United States', 'United States', 'South Korea', None]}
    >>> apply("canonicalize: {column: a, vocabulary: countries, output: alpha_2, into: b}", a=["Germany"])
    {'a': ['Germany'], 'b': ['DE']}
    """

    column: TextColumn
    """The column of text."""

    into: NewColumn | None = None
    """A new column for the names; without it the text is rewritten in place."""

    names: Names | None = None
    """Name -> its other spellings."""

    vocabulary: DataFile | None = None
    """A CSV or Parquet file with the columns `spelling` and `name`, or a built-in vocabulary: `countries`."""

    output: str = "name"
    """The column of the vocabulary that is written: `countries` also has `alpha_2` and `alpha_3`."""

    fuzzy: Annotated[Fuzzy, BeforeValidator(_as_fuzzy)] | None = None
    """The least similarity, 50 to 100, of a text that is no known spelling, or `{min_score, margin}`."""

    otherwise: Literal["keep", "null", "quarantine", "fail"] = "keep"
    """What becomes of text that is no spelling of one name."""

    @model_validator(mode="after")
    def _has_one_vocabulary(self) -> Canonicalize:
        if (self.names is None) == (self.vocabulary is None):
            raise ValueError("canonicalize needs either `names` or `vocabulary`")
        if self.names is not None and self.output != "name":
            raise ValueError("canonicalize takes `output` with a `vocabulary` only")
        if self.names is not None:
            _inline(self.names)
        if self.vocabulary is not None and not self.vocabulary.suffix:
            _built_in(self.vocabulary)
        return self

    @property
    def cost(self) -> float:  # type: ignore[override]  # depends on what is asked
        """What a cell costs: fuzzy comparison with some hundred spellings is dear."""
        return 20_000.0 if self.fuzzy else 1_000.0

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return "is no known spelling"

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return `spellings`: `spelling`, `name` to write, `folded`, `fingerprint`, and `match` (`exact` or empty).

        Raises
        ------
        SourceError
            The vocabulary cannot be read, or has one spelling for two names.
        SchemaError
            The vocabulary lacks a column.
        """
        table = _inline(self.names) if self.names is not None else self._from_file()
        keys = table.with_columns(folded=folded(pl.col("spelling")))
        return {"spellings": keys.with_columns(fingerprint=fingerprint(pl.col("folded")))}

    def _from_file(self) -> pl.DataFrame:
        assert self.vocabulary is not None
        path = _built_in(self.vocabulary) if not self.vocabulary.suffix else self.vocabulary
        table = _read(path)
        for name in ("spelling", "name", self.output):
            if name not in table.columns:
                raise SchemaError(f"{path.name} has no column {name!r}: {did_you_mean(name, table.columns)}")
        match = pl.col("match").fill_null("") if "match" in table.columns else pl.lit("")
        chosen = table.select("spelling", pl.col(self.output).alias("name"), match.alias("match")).drop_nulls()
        itself = chosen.select(pl.col("name").alias("spelling"), "name", pl.lit("").alias("match"))
        every = pl.concat([chosen, itself]).unique(["spelling", "name"], keep="first", maintain_order=True)
        _refuse_doubled(every, path.name)
        return every

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return the names."""
        table = learned["spellings"]
        keys = cache(partial(_keys, table))
        fold = folded(VALUE)
        ways: list[Way] = [
            lambda: gather(VALUE, table["spelling"], table["name"]),
            lambda: gather(fold, *keys("folded")),
            lambda: gather(fingerprint(fold), *keys("fingerprint")),
        ]
        if self.fuzzy is not None:
            ways.append(partial(_alike, fold, table, self.fuzzy))
        return [first_answer(pl.col(self.column), ways, pl.String()).alias(self.into or self.column)]


def _alike(fold: pl.Expr, table: pl.DataFrame, fuzzy: Fuzzy) -> pl.Expr:
    """Return the name that each text resembles."""
    long = pl.col("folded").str.len_chars() >= SHORT
    known = table.filter(pl.col("match") != "exact", long).select("folded", "name").unique()
    return (
        pl.when(fold.str.len_chars() >= SHORT)
        .then(fold)
        .map_batches(
            lambda texts: resemble(texts, known, fuzzy.min_score, fuzzy.margin),
            return_dtype=pl.String,
            is_elementwise=True,
        )
    )


def _inline(names: Names) -> pl.DataFrame:
    """Return names of a rule file as a table; each is a spelling of itself."""
    pairs = [(each, name) for name, others in names.items() for each in dict.fromkeys((name, *names_of(others)))]
    rows = [(*pair, "") for pair in pairs]
    table = pl.DataFrame(rows, schema=dict.fromkeys(("spelling", "name", "match"), pl.String), orient="row")
    try:
        _refuse_doubled(table, "`names`")
    except SourceError as error:
        raise ValueError(str(error)) from None
    return table


def _refuse_doubled(table: pl.DataFrame, where: str) -> None:
    doubled = table["spelling"].is_duplicated()
    if doubled.any():
        spelling, names = table.filter(doubled).group_by("spelling", maintain_order=True).agg("name").row(0)
        raise SourceError(f"{where}: {spelling!r} is a spelling of both {names[0]!r} and {names[1]!r}: leave it to one")


def _keys(table: pl.DataFrame, column: str) -> tuple[pl.Series, pl.Series]:
    """Return the keys that belong to one name alone, and the names; spellings that match exactly have none."""
    loose = table.filter(pl.col("match") != "exact")
    names: dict[str, str | None] = {}
    for key, name in zip(loose[column].to_list(), loose["name"].to_list(), strict=True):
        names[key] = name if names.get(key, name) == name else None
    clear = {key: name for key, name in names.items() if key and name is not None}
    return pl.Series("key", list(clear), pl.String), pl.Series("name", list(clear.values()), pl.String)


def _built_in(path: Path) -> Path:
    from wrangle.vocabularies import FOLDER, names

    if path.name not in names():
        help_ = did_you_mean(path.name, names())
        raise ValueError(f"there is no built-in vocabulary {path.name!r} ({help_}); a file needs its ending, .csv")
    return FOLDER / f"{path.name}.csv"


def _read(path: Path) -> pl.DataFrame:
    try:
        read = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SourceError(f"{path}: the vocabulary cannot be read: {str(error).splitlines()[0]}") from error
    return read.cast(pl.String)
