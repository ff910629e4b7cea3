"""The functions that SQL expressions may call: each looks at one row only, and none can make text without bound."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from wrangle.expressions.times import PARTS, epoch, part, truncate

LONGEST = 10_000
"""The most that a number which counts characters may be."""


@dataclass(frozen=True)
class Function:
    """A function of SQL: how it is built, and which arguments it takes.

    `kinds` has a letter for each argument: `x` an expression, `t` a text literal, `n` a whole number from 0 to
    `LONGEST`, `r` a regular expression, `p` a part or unit of time. Those after `|` may be left out; a `*` at the end
    takes any number of the last. `copies` tells how often an argument stands in what is built.
    """

    kinds: str
    build: Callable[..., pl.Expr]
    copies: int = 1

    @property
    def least(self) -> int:
        """The number of arguments that must be given."""
        return len(self.kinds.partition("|")[0].rstrip("*"))

    def kind(self, index: int) -> str | None:
        """Return the kind of one argument; None where there are not so many."""
        letters = self.kinds.replace("|", "")
        if letters.endswith("*"):
            return letters[min(index, len(letters) - 2)]
        return letters[index] if index < len(letters) else None

    def takes(self) -> str:
        """Return how many arguments are taken, as part of a sentence."""
        most = len(self.kinds.replace("|", ""))
        if self.kinds.endswith("*"):
            return f"{self.least} arguments or more"
        return f"{most} argument{'s' * (most != 1)}" if most == self.least else f"{self.least} to {most} arguments"


def real(value: pl.Expr) -> pl.Expr:
    """Return a number as a float; text is refused when the types are known, not cast.

    Examples
    --------
    >>> pl.select(real(pl.lit(2))).item()
    2.0
    """
    return value * pl.lit(1.0)


def _where(allowed: Callable[[pl.Expr], pl.Expr], build: Callable[[pl.Expr], pl.Expr]) -> Function:
    """Return a function of one number that is null outside the numbers it is defined for."""
    return Function("x", lambda x: pl.when(allowed(x)).then(build(real(x))), copies=2)


def _number(build: Callable[[pl.Expr], pl.Expr]) -> Function:
    return Function("x", lambda x: build(real(x)))


def _rounded(x: pl.Expr, digits: int = 0) -> pl.Expr:
    return x.round(digits, mode="half_away_from_zero")


def _strip(x: pl.Expr, characters: str | None = None) -> pl.Expr:
    return x.str.strip_chars(characters)


def _matches(x: pl.Expr, pattern: str) -> pl.Expr:
    return x.str.contains(pattern, literal=False)


def _alternative(condition: pl.Expr, yes: pl.Expr, no: pl.Expr | None = None) -> pl.Expr:
    return pl.when(condition.cast(pl.Boolean)).then(yes).otherwise(pl.lit(None) if no is None else no)


def _null_if(x: pl.Expr, other: pl.Expr) -> pl.Expr:
    return pl.when(x.ne_missing(other)).then(x)


def _year_and_so_on() -> dict[str, Function]:
    return {name: Function("x", lambda x, name=name: part(name, x)) for name in PARTS}


def _text(build: Callable[..., pl.Expr], kinds: str = "x") -> Function:
    return Function(kinds, build)


SUBSTRING = _text(lambda x, start, length=None: x.str.slice(max(start - 1, 0), length), "xn|n")

FUNCTIONS: Mapping[str, Function] = {
    "abs": Function("x", lambda x: x.abs()),
    "acos": _where(lambda x: x.abs() <= 1, lambda x: x.arccos()),
    "asin": _where(lambda x: x.abs() <= 1, lambda x: x.arcsin()),
    "atan": _number(lambda x: x.arctan()),
    "atan2": Function("xx", lambda y, x: pl.arctan2(real(y), real(x))),
    "cbrt": _number(lambda x: x.cbrt()),
    "ceil": Function("x", lambda x: x.ceil()),
    "coalesce": Function("x*", pl.coalesce),
    "concat": _text(lambda *x: pl.concat_str([each.cast(pl.String) for each in x], ignore_nulls=True), "x*"),
    "contains": _text(lambda x, piece: x.str.contains(piece, literal=True), "xx"),
    "cos": _number(lambda x: x.cos()),
    "cosh": _number(lambda x: x.cosh()),
    "date_part": Function("px", lambda name, x: epoch(x) if name == "epoch" else part(name, x)),
    "date_trunc": Function("px", truncate),
    "degrees": _number(lambda x: x.degrees()),
    "ends_with": _text(lambda x, piece: x.str.ends_with(piece), "xx"),
    "exp": _number(lambda x: x.exp()),
    "floor": Function("x", lambda x: x.floor()),
    "greatest": Function("x*", pl.max_horizontal),
    "if": Function("xx|x", _alternative),
    "ifnull": Function("xx", pl.coalesce),
    "is_finite": _number(lambda x: x.is_finite()),
    "is_nan": _number(lambda x: x.is_nan()),
    "isnan": _number(lambda x: x.is_nan()),
    "least": Function("x*", pl.min_horizontal),
    "left": _text(lambda x, count: x.str.head(count), "xn"),
    "length": _text(lambda x: x.str.len_chars().cast(pl.Int64)),
    "ln": _where(lambda x: x > 0, lambda x: x.log()),
    "log10": _where(lambda x: x > 0, lambda x: x.log10()),
    "log2": _where(lambda x: x > 0, lambda x: x.log(2)),
    "lower": _text(lambda x: x.str.to_lowercase()),
    "lpad": _text(lambda x, length, fill=" ": x.str.pad_start(length, fill), "xn|t"),
    "ltrim": _text(lambda x, characters=None: x.str.strip_chars_start(characters), "x|t"),
    "nullif": Function("xx", _null_if, copies=2),
    "pi": Function("", lambda: pl.lit(math.pi)),
    "pow": Function("xx", lambda x, y: real(x).pow(real(y))),
    "power": Function("xx", lambda x, y: real(x).pow(real(y))),
    "radians": _number(lambda x: x.radians()),
    "regexp_extract": _text(lambda x, pattern, group=0: x.str.extract(pattern, group), "xr|n"),
    "regexp_like": _text(_matches, "xr"),
    "replace": _text(lambda x, old, new: x.str.replace_all(old, new, literal=True), "xtt"),
    "reverse": _text(lambda x: x.str.reverse()),
    "right": _text(lambda x, count: x.str.tail(count), "xn"),
    "round": Function("x|n", _rounded),
    "rpad": _text(lambda x, length, fill=" ": x.str.pad_end(length, fill), "xn|t"),
    "rtrim": _text(lambda x, characters=None: x.str.strip_chars_end(characters), "x|t"),
    "sign": Function("x", lambda x: x.sign()),
    "sin": _number(lambda x: x.sin()),
    "sinh": _number(lambda x: x.sinh()),
    "sqrt": _where(lambda x: x >= 0, lambda x: x.sqrt()),
    "starts_with": _text(lambda x, piece: x.str.starts_with(piece), "xx"),
    "substr": SUBSTRING,
    "substring": SUBSTRING,
    "tan": _number(lambda x: x.tan()),
    "tanh": _number(lambda x: x.tanh()),
    "trim": _text(_strip, "x|t"),
    "upper": _text(lambda x: x.str.to_uppercase()),
    **_year_and_so_on(),
}
"""Every function of SQL that may be called, by its name in small letters."""

_MANY_ROWS = "looks at more than one row; an expression sees one row at a time"
_OTHER_ANSWER = "gives another answer at every run; the same input must give the same output"
_NO_BOUND = "can make text without bound"
_AGGREGATES = (
    *("avg", "mean", "sum", "min", "max", "count", "median", "mode", "stddev", "variance", "quantile", "corr"),
    *("percentile_cont", "approx_quantile", "first", "last", "string_agg", "array_agg", "any_value"),
    *("row_number", "rank", "dense_rank", "ntile", "lag", "lead", "first_value", "last_value", "cume_dist"),
)
_UNSTEADY = (
    *("now", "random", "rand", "uuid", "gen_random_uuid", "clock_timestamp", "current_user", "session_user"),
    *("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"),
)

REFUSED: Mapping[str, str] = {
    **dict.fromkeys(_AGGREGATES, _MANY_ROWS),
    **dict.fromkeys(_UNSTEADY, _OTHER_ANSWER),
    **dict.fromkeys(("repeat", "regexp_replace"), _NO_BOUND),
    "log": "means another base in every database: write LN, LOG10 or LOG2",
    "mod": "is written a % b",
}
"""Names that are refused, with the end of the sentence that says why."""
