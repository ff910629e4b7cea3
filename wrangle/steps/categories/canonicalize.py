"""Writes one name for all its spellings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, ClassVar, Literal

import polars as pl
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator

from wrangle.errors import SourceError
from wrangle.expressions.lookup import gather
from wrangle.expressions.matching import best_score, folded, resemble, squeezed
from wrangle.expressions.once import Once
from wrangle.expressions.ways import VALUE, Way, first_answer
from wrangle.steps import spellings
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import DataFile, NewColumn, TextColumn

WAYS = ("exact", "folded", "fingerprint", "fuzzy")
"""The names of the ways, in order."""

SHORT = 4
"""Folded texts shorter than this are not compared fuzzily: codes and acronyms resemble too much."""

NONE = ""
"""Stands for no name among those that a text may resemble."""


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

    A text is looked for in four ways, one after the other: `exact`, as it stands; `folded`, without case, accents,
    punctuation and white space; `fingerprint`, with its words in any order, or as two names for the same
    ("Burma/Myanmar"); and, where `fuzzy` is given, `fuzzy`: it may differ by some letters from a spelling of four or
    more. What could be several names is none: it is left to `otherwise`, as is text that is no known spelling. A name
    is a spelling of itself. Null stays null; empty text is no spelling unless one is named. The audit says of each of
    its examples which way found it, and `way` writes it for every row.

    Four vocabularies are built in, with the names of the Unicode CLDR and reviewed aliases (acronyms, former and
    formal names):

    - `countries`: countries and territories of ISO 3166-1, and Kosovo; `output`: `name`, `alpha_2`, `alpha_3`;
    - `us_states`: states, district and territories of the USA; `name`, `code`;
    - `currencies`: those that have a code of ISO 4217, former ones too; `name`, `code`;
    - `languages`: those that have a code of ISO 639; `name`, `code`, `alpha_3`.

    Their words are read too: "Rep." is "Republic", "St." is "Saint", and of countries, numbers ("14 - Chad",
    "Chad 99"), marks of footnotes ("Chad[1]"), "the", "of" and "and" count for nothing. Codes count as they stand
    only: "in" is not India. A word for the people is its country ("Belgian"); a part of a country, a country that is
    no more, and a place in two countries are none. Names of countries in French, Spanish, Portuguese, German,
    Italian, Dutch, Russian, Arabic and Chinese always count.

    Mistyped names are found by `fuzzy` only. Of 774 ways of writing a country, 86 of them mistyped, and 245 texts that
    are none, 91% of the first are known without, and none of the second is taken for a country; with `fuzzy: 85`, 99%
    and 2. It is for names that people typed, together with `way` where a wrong one does harm.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("canonicalize: {column: a, names: {Norway: [NO, Norge]}}", a=["no", " NORGE", "norway", "SE", None])
    {'a': ['Norway', 'Norway', 'Norway', 'SE', None]}
    >>> rule = "canonicalize: {column: a, vocabulary: countries, fuzzy: 90, way: how, otherwise: 'null'}"
    >>> apply(rule, a=["UK", "U.S.A.", "Korea, Rep. of", "Untied States", "Atlantis"])["how"]
    ['exact', 'exact', 'fingerprint', 'fuzzy', None]
    >>> apply("canonicalize: {column: a, vocabulary: countries, output: alpha_2, into: b}", a=["Germany"])
    {'a': ['Germany'], 'b': ['DE']}
    >>> apply("canonicalize: {column: a, vocabulary: countries, locales: [en, fr]}", a=["Allemagne"])
    {'a': ['Germany']}
    >>> apply("canonicalize: {column: a, vocabulary: currencies, output: code}", a=["euros", "US dollars", "€"])
    {'a': ['EUR', 'USD', 'EUR']}
    """

    ways: ClassVar[tuple[str, ...]] = WAYS

    column: TextColumn
    """The column of text."""

    into: NewColumn | None = None
    """A new column for the names; without it the text is rewritten in place."""

    way: NewColumn | None = None
    """A new column for the way in which each text was found: `exact`, `folded`, `fingerprint` or `fuzzy`."""

    names: Names | None = None
    """Name -> its other spellings."""

    vocabulary: DataFile | None = None
    """A CSV or Parquet file with the columns `spelling` and `name` (and `match`: `exact` or `folded` where a text may
    differ no further), or one that is built in: `countries`, `us_states`, `currencies`, `languages`."""

    output: str = "name"
    """The column of the vocabulary that is written, such as `alpha_2` of `countries` or `code` of `currencies`."""

    locales: Annotated[tuple[str, ...], Field(min_length=1)] = ("en",)
    """The languages whose names count, by CLDR; English always does, and of countries those named above. An earlier
    one counts before a later."""

    fuzzy: Annotated[Fuzzy, BeforeValidator(_as_fuzzy)] | None = None
    """The least similarity, 50 to 100, of a text that is no known spelling, or `{min_score, margin}`."""

    otherwise: Literal["keep", "null", "quarantine", "fail"] = "keep"
    """What becomes of text that is no spelling of one name."""

    _learned: Learned | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _has_one_vocabulary(self) -> Canonicalize:
        if (self.names is None) == (self.vocabulary is None):
            raise ValueError("canonicalize needs either `names` or `vocabulary`")
        if self.names is not None and self.output != "name":
            raise ValueError("canonicalize takes `output` with a `vocabulary` only")
        if not self._built_in and self.locales != ("en",):
            raise ValueError("canonicalize takes `locales` with a built-in `vocabulary` only")
        if self.names is not None:
            try:
                spellings.of_names(self.names)
            except SourceError as error:
                raise ValueError(str(error)) from None
        fault = spellings.faults(str(self.vocabulary), self.output, self.locales) if self._built_in else ""
        if fault:
            raise ValueError(fault)
        return self

    @property
    def _built_in(self) -> bool:
        return self.vocabulary is not None and not self.vocabulary.suffix

    @property
    def cost(self) -> float:  # type: ignore[override]  # depends on what is asked
        """What a cell costs: fuzzy comparison with some hundred spellings is dear."""
        return 20_000.0 if self.fuzzy else 1_000.0

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return "is no known spelling"

    def writes(self, learned: Learned | None = None) -> tuple[str, ...]:
        """Return the column of the names, and that of the ways."""
        return (self.into or self.column, *([self.way] if self.way else []))

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return `spellings` (with `name` to write, `match` and keys), `reading`: how texts are read, and `others`.

        Raises
        ------
        SourceError
            The vocabulary cannot be read, or has one spelling for two names.
        SchemaError
            The vocabulary lacks a column.
        """
        read_by = spellings.reading_of(self.vocabulary)
        others = spellings.others_of(self.vocabulary, read_by) if self.fuzzy is not None else []
        return {"spellings": spellings.keyed(self._table(), read_by), "reading": read_by, "others": others}

    def _table(self) -> pl.DataFrame:
        if self.names is not None:
            return spellings.of_names(self.names)
        assert self.vocabulary is not None
        if self._built_in:
            return spellings.of_built_in(str(self.vocabulary), self.output, self.locales)
        return spellings.of_file(self.vocabulary, self.output)

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return the names, and the ways where they are asked for."""
        self._learned = learned
        found = [first_answer(pl.col(self.column), self._ways(learned), pl.String()).alias(self.into or self.column)]
        return [*found, self._way(learned).alias(self.way)] if self.way else found

    def explain(self, texts: pl.Series, answered: pl.Series) -> pl.Series:
        """Return which of the ways finds each text; null where none does. What no other way finds is found fuzzily."""
        assert self._learned is not None
        found = texts.alias(self.column).to_frame().select(self._way(self._learned, WAYS[:-1])).to_series()
        fuzzily = answered & texts.is_not_null() & (self.fuzzy is not None)
        return pl.select(pl.coalesce(found, pl.when(fuzzily).then(pl.lit(WAYS[-1])))).to_series()

    def scores(self, way: str, texts: pl.Series, answers: pl.Series) -> pl.Series | None:
        """Return how alike each text is to the spelling of its name that is most like it."""
        if way != WAYS[-1] or self._learned is None:
            return None
        read = texts.alias("value").to_frame().select(self._read(self._learned)).to_series()
        table = _whole(self._learned["spellings"])
        known = {name: table.filter(name=name)["read"].to_list() for name in answers.unique()}
        pairs = zip(read, (known[name] for name in answers), strict=True)
        return pl.Series([best_score(text, spelled) for text, spelled in pairs], dtype=pl.Float64)

    def _way(self, learned: Learned, names: Sequence[str] = WAYS) -> pl.Expr:
        named = [partial(_called, way, name) for way, name in zip(self._ways(learned), names, strict=False)]
        return first_answer(pl.col(self.column), named, pl.String())

    @staticmethod
    def _read(learned: Learned) -> pl.Expr:
        return spellings.read(VALUE, learned.get("reading", ()))

    def _ways(self, learned: Learned) -> list[Way]:
        """Return what finds the names, in order; those that need no more than folded text come in one."""
        table = _whole(learned["spellings"])
        keys = Once(partial(spellings.keys, table))
        read, read_by = self._read(learned), learned.get("reading", ())

        def known(text: pl.Expr) -> pl.Expr:
            words = spellings.words(spellings.read(text, read_by), read_by)
            return pl.coalesce(gather(text, table["spelling"], table["name"]), gather(words, *keys("fingerprint")))

        def one(way: Way) -> Way:
            return lambda: pl.when(~spellings.of_several(VALUE, known)).then(way()) if read_by else way()

        ways: list[Way] = [
            lambda: gather(VALUE, table["spelling"], table["name"]),
            one(partial(_folded, keys, table)),
            lambda: first_answer(
                VALUE, [one(lambda: known(VALUE)), lambda: spellings.of_both(VALUE, known)], pl.String()
            ),
        ]
        if self.fuzzy is not None:
            ways.append(one(partial(_alike, read, table, learned.get("others", ()), self.fuzzy)))
        return ways


def _called(way: Way, name: str) -> pl.Expr:
    return pl.when(way().is_not_null()).then(pl.lit(name))


def _folded(keys: Any, table: pl.DataFrame) -> pl.Expr:
    """Return the name of the spelling that folded text is, and else of the one that it is but for blanks."""
    fold = folded(VALUE)
    tight = spellings.keys(table.with_columns(tight=squeezed(pl.col("folded"))), "tight")
    return pl.coalesce(gather(fold, *keys("folded")), gather(squeezed(fold), *tight))


def _whole(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table of spellings that was learned before texts were read, as one of today."""
    return table if "read" in table.columns else table.with_columns(read=pl.col("folded"))


def _alike(read: pl.Expr, table: pl.DataFrame, others: Sequence[str], fuzzy: Fuzzy) -> pl.Expr:
    """Return the name that each text resembles; null where it is as much like one of the others, which are none."""
    long = pl.col("read").str.len_chars() >= SHORT
    known = table.filter(pl.col("match") == "", long).select(pl.col("read").alias("folded"), "name").unique()
    none = pl.DataFrame({"folded": list(others)}, schema={"folded": pl.String}).with_columns(name=pl.lit(NONE))
    every = pl.concat([known, none.join(known, "folded", "anti")])
    alike = (
        pl.when(read.str.len_chars() >= SHORT)
        .then(read)
        .map_batches(
            lambda texts: resemble(texts, every, fuzzy.min_score, fuzzy.margin),
            return_dtype=pl.String,
            is_elementwise=True,
        )
    )
    return pl.when(alike != NONE).then(alike)
