"""The kinds of check. A check is a boolean mask: true = violation, false = fine, null = does not apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

import polars as pl
from pydantic import Field, PrivateAttr, model_validator

from wrangle.errors import NotFittedError
from wrangle.expressions.missing import is_missing
from wrangle.statistics.base import Statistic
from wrangle.steps.base import Learned, Typed
from wrangle.steps.options import Condition, Reads, names_of, options_with


class Check(Typed):
    """What every check is: an expectation about the data, named as in Great Expectations.

    What becomes of the row that breaks it and whether the run fails are two questions: `otherwise` answers the
    first, and with `mostly` the second.
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    """Types of Great Expectations that say the same -> the name of each argument there -> the option here."""

    name: str | None = Field(default=None, min_length=1)
    """A name for messages and results; the keyword and its columns where none is given."""

    _learned: Learned | None = PrivateAttr(default=None)

    @classmethod
    def keyword(cls) -> str:
        """Return the check's keyword in rule files: the name of its file."""
        return cls.__module__.rsplit(".", 1)[-1]

    @property
    def label(self) -> str:
        """The check's name in messages and results."""
        return self.name or " ".join((self.keyword(), *self.reads()))

    def expectation(self) -> tuple[str, dict[str, Any]] | None:
        """Return Great Expectations' type and arguments that say the same; None where it has nothing that does."""
        for type_, arguments in self.expectations.items():
            values = {theirs: getattr(self, ours) for theirs, ours in arguments.items()}
            return type_, {name: list(each) if isinstance(each, tuple) else each for name, each in values.items()}
        return None

    @classmethod
    def of_expectation(cls, type_: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options that say what an expectation of Great Expectations says.

        Parameters
        ----------
        type_ : str
            One of `expectations`.
        arguments : mapping
            What it was given, but for `mostly`; null as if it were not there.

        Raises
        ------
        ValueError
            An argument has no counterpart.
        """
        known = cls.expectations[type_]
        if unknown := [name for name in arguments if name not in known]:
            raise ValueError(f"{', '.join(unknown)} has no counterpart")
        return {known[name]: value for name, value in arguments.items()}

    def training(self) -> Mapping[str, Statistic]:
        """Return what the check asks of the training data, by names of its choice: of rows as they come to it."""
        return {}

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Turn the answers (and the files that options name) into what the check keeps: plain JSON values, tables."""
        return dict(values)

    def fitted(self, learned: Learned) -> Self:
        """Return the check with what it learned."""
        told = self.model_copy()
        told._learned = learned  # noqa: SLF001  # its own copy
        return told

    @property
    def is_fitted(self) -> bool:
        """Whether the check has learned what it asks for."""
        return self._learned is not None

    @property
    def learned(self) -> Learned:
        """What the check learned.

        Raises
        ------
        NotFittedError
            It has learned nothing yet.
        """
        if self._learned is None:
            raise NotFittedError(f"the check {self.label!r} is yet to learn from training data: call `fit` first")
        return self._learned

    def reads(self) -> tuple[str, ...]:
        """Return the names of the columns that the check looks at, those of `where` apart."""
        options = options_with(type(self), Reads)
        return tuple(dict.fromkeys(name for option in options for name in names_of(getattr(self, option))))


class RowCheck(Check):
    """A check that tells which rows break it."""

    where: Condition | None = None
    """A SQL condition: the check applies only to rows for which it is true."""

    mostly: Annotated[float, Field(ge=0, le=1)] = 1.0
    """The share of the rows it applies to that must be fine for the check to succeed."""

    otherwise: Literal["quarantine", "warn", "fail"] = "quarantine"
    """What becomes of a row that breaks it, or of the run (`fail`: below `mostly` nothing is written)."""

    at: Literal["always", "training"] = "always"
    """`training`: the check is skipped when serving."""

    def why(self) -> str:
        """Return what is asked, as the end of a sentence: "is not between 0 and 100"."""
        raise NotImplementedError


class ValueCheck(RowCheck):
    """A check that looks at one row at a time."""

    def mask(self) -> pl.Expr:
        """Return a row-local boolean expression: true = violation, false = fine, null = does not apply."""
        raise NotImplementedError


class KeyCheck(RowCheck):
    """A check that must see all rows of a key together: uniqueness, order.

    One record has no other rows: the check is left out when serving.
    """

    otherwise: Literal["quarantine", "warn", "fail"] = "fail"
    """What becomes of rows that break it, or of the run."""

    def partition_by(self) -> tuple[str, ...]:
        """Return the columns whose equal values must meet in one part; none: all rows are one key."""
        raise NotImplementedError

    def needs(self) -> Sequence[pl.Expr]:
        """Return what `violations` has to see of each row besides the keys, as named row-local expressions."""
        return ()

    def applies(self) -> pl.Expr:
        """Return a row-local condition: the rows that the check applies to, those whose key is not wholly missing."""
        return pl.all_horizontal(is_missing(key) for key in self.partition_by()).not_()

    def violations(self, part: pl.DataFrame) -> pl.Series:
        """Return the mask over rows of whole keys, in any order.

        Parameters
        ----------
        part : polars.DataFrame, (rows of whole keys, keys + needs + `__row`)
            `__row` is each row's number in the input.
        """
        raise NotImplementedError


class TableCheck(Check):
    """A check on the table as a whole, answered from totals."""

    otherwise: Literal["warn", "fail"] = "fail"
    """Whether the run fails, or only says so."""

    def statistics(self) -> Mapping[str, Statistic]:
        """Return what the check asks of the rows that are written, by names of its choice."""
        return {}

    def observe(self, totals: Mapping[str, Any]) -> tuple[bool, str]:
        """Return whether the check succeeds and what was seen, as a sentence.

        Parameters
        ----------
        totals : mapping
            `rows`: rows that the check saw; `columns`: their names, in order; `schema`: their types; `statistics`: the
            answers to what the check asks.
        """
        raise NotImplementedError


class MeasureCheck(TableCheck):
    """A check that one number found in a column lies in a range, ends included."""

    measure: ClassVar[str]
    """What is measured, as it is said: "mean"."""

    min: float | None = None
    """The least value that is fine."""

    max: float | None = None
    """The greatest value that is fine."""

    @model_validator(mode="after")
    def _makes_a_range(self) -> Self:
        hold_range(self.keyword(), self.min, self.max)
        return self

    def statistic(self) -> Statistic:
        """Return what is asked of the column."""
        raise NotImplementedError

    def statistics(self) -> Mapping[str, Statistic]:
        """Return that it is asked for."""
        return {"found": self.statistic()}

    def measured(self, totals: Mapping[str, Any]) -> float | None:
        """Return the number from `totals`, as `observe` is given them; None where there is none."""
        found: float | None = totals["statistics"]["found"]
        return found

    def observe(self, totals: Mapping[str, Any]) -> tuple[bool, str]:
        """Return whether the number lies in the range; without a value to measure it does not."""
        found = self.measured(totals)
        if found is None:
            return False, f"{self.measure}: no value"
        said = f"{self.measure} {found:.12g}"
        if self.min is not None and not found >= self.min:
            return False, f"{said}, not at least {self.min:g}"
        if self.max is not None and not found <= self.max:
            return False, f"{said}, not at most {self.max:g}"
        return True, said


def hold_range(keyword: str, low: float | None, high: float | None) -> None:
    """Hold that a range has an end, and is not empty.

    Raises
    ------
    ValueError
        It has none, or is.
    """
    if low is None and high is None:
        raise ValueError(f"{keyword} needs `min`, `max` or both")
    if low is not None and high is not None and low > high:
        raise ValueError(f"min {low:g} is greater than max {high:g}")
