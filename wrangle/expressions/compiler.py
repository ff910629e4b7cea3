"""Turns a syntax tree of SQL into a polars expression, by a list of what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import polars as pl

from wrangle.errors import did_you_mean
from wrangle.expressions.arguments import LITERALS, interval_text, like, look_at, number, one_of
from wrangle.expressions.casts import CASTS, TYPES
from wrangle.expressions.fault import SqlError
from wrangle.expressions.formulas import formula_names
from wrangle.expressions.functions import FUNCTIONS, Function
from wrangle.expressions.logic import COMPARISONS, Logic
from wrangle.expressions.syntax import called, kind, literal_number, place
from wrangle.expressions.times import PARTS, epoch, interval, part, seconds_between, shifted

Named = Mapping[str, Callable[..., pl.Expr]]
"""Our formulas, by the name that SQL calls them by."""


def compiled(tree: Any, named: Named) -> pl.Expr:
    """Return the polars expression of a syntax tree.

    Parameters
    ----------
    tree : sqlglot.exp.Expression
        A tree whose nodes are known to be allowed ones.
    named : mapping
        Our formulas.

    Raises
    ------
    SqlError
        A function is unknown, or a literal or an argument is none that is allowed.
    """
    return _Compiler(named).build(tree)


class _Compiler(Logic):
    """Builds expressions bottom-up; one method a node, found by the node's name."""

    def __init__(self, named: Named) -> None:
        self.named = named

    def build(self, node: Any) -> pl.Expr:
        """Return the expression of a node; errors get the node's place where they have none of their own."""
        name = kind(node)
        try:
            method = self._comparison if name in COMPARISONS else getattr(self, f"_{name.lower()}", self._no_value)
            built: pl.Expr = method(node)
        except SqlError as error:
            raise error if error.position is not None else SqlError(error.what, place(node), error.help) from None
        return built.not_() if node.args.get("negate") else built

    def _no_value(self, node: Any) -> pl.Expr:
        raise SqlError(f"{kind(node).upper()} is no value", place(node))

    def _both(self, node: Any) -> tuple[pl.Expr, pl.Expr]:
        return self.build(node.this), self.build(node.expression)

    # --- leaves

    def _column(self, node: Any) -> pl.Expr:
        return pl.col(node.name)

    def _literal(self, node: Any) -> pl.Expr:
        return pl.lit(node.this, pl.String) if node.is_string else number(literal_number(node))

    def _boolean(self, node: Any) -> pl.Expr:
        return pl.lit(bool(node.this))

    def _null(self, _: Any) -> pl.Expr:
        return pl.lit(None)

    def _interval(self, node: Any) -> pl.Expr:
        months, span = interval(interval_text(node))
        if months:
            raise SqlError("an interval of months can only be added to a time or taken from one", place(node))
        return pl.lit(span)

    # --- numbers

    def _add(self, node: Any) -> pl.Expr:
        if kind(node.expression) == "Interval":
            return shifted(self.build(node.this), interval(interval_text(node.expression)), 1)
        one, other = self._both(node)
        return one + other

    def _sub(self, node: Any) -> pl.Expr:
        if kind(node.expression) == "Interval":
            return shifted(self.build(node.this), interval(interval_text(node.expression)), -1)
        one, other = self._both(node)
        return one - other

    def _mul(self, node: Any) -> pl.Expr:
        one, other = self._both(node)
        return one * other

    def _neg(self, node: Any) -> pl.Expr:
        if kind(node.this) == "Literal" and not node.this.is_string:
            return number(-literal_number(node.this))
        return -self.build(node.this)

    def _div(self, node: Any) -> pl.Expr:
        return self.build(node.this) / self._divisor(node)

    def _mod(self, node: Any) -> pl.Expr:
        return self.build(node.this) % self._divisor(node)

    def _divisor(self, node: Any) -> pl.Expr:
        value = self.build(node.expression)
        return _as_long_as(node.this, pl.when(value != 0).then(value))

    def _pow(self, node: Any) -> pl.Expr:
        return self._power([node.this, node.expression])

    def _power(self, given: Sequence[Any]) -> pl.Expr:
        base, exponent = (self.build(each) for each in given)
        constant = kind(given[1].unnest()) == "Literal"
        return FUNCTIONS["power"].build(base, exponent if constant else _as_long_as(given[0], exponent))

    # --- text

    def _dpipe(self, node: Any) -> pl.Expr:
        return pl.concat_str([each.cast(pl.String) for each in self._both(node)])

    def _like(self, node: Any, flags: str = "s") -> pl.Expr:
        return self.build(node.this).str.contains(like(node.expression, flags))

    def _ilike(self, node: Any) -> pl.Expr:
        return self._like(node, "is")

    def _regexplike(self, node: Any) -> pl.Expr:
        return self._call("regexp_like", FUNCTIONS["regexp_like"], [node.this, node.expression], place(node))

    def _trim(self, node: Any) -> pl.Expr:
        side = str(node.args.get("position") or "BOTH").upper()
        name = {"LEADING": "ltrim", "TRAILING": "rtrim", "BOTH": "trim"}[side]
        given = [node.args[each] for each in ("this", "expression") if node.args.get(each)]
        return self._call(name, FUNCTIONS[name], given, place(node))

    def _substring(self, node: Any) -> pl.Expr:
        given = [node.args[name] for name in ("this", "start", "length") if node.args.get(name)]
        return self._call("substring", FUNCTIONS["substring"], given, place(node))

    # --- types and times

    def _cast(self, node: Any) -> pl.Expr:
        wanted = TYPES.get(str(getattr(node.args["to"].this, "value", "")))
        if wanted is None:
            known = "INTEGER, DOUBLE, TEXT, BOOLEAN, DATE, TIMESTAMP"
            raise SqlError(f"CAST knows no type {node.args['to'].sql()}", place(node), f"known are: {known}")
        value = self.build(node.this)
        if kind(node.this) == "Literal" and wanted in {"date", "datetime"}:
            read = pl.select(CASTS[wanted](value)).item()
            if read is None:
                raise SqlError(f"{node.this.name!r} is no {wanted}", place(node), "write it as in DATE '2024-01-31'")
            return pl.lit(read)
        return CASTS[wanted](value)

    def _trycast(self, node: Any) -> pl.Expr:
        return self._cast(node)

    def _extract(self, node: Any) -> pl.Expr:
        name = node.name.lower()
        value = node.expression.unnest()
        if name == "epoch" and kind(value) == "Sub" and kind(value.expression) != "Interval":
            return seconds_between(self.build(value))
        if name == "epoch":
            return epoch(self.build(value))
        return part(one_of(name, PARTS, place(node)), self.build(value))

    # --- calls

    def _anonymous(self, node: Any) -> pl.Expr:
        name, given = called(node), node.expressions
        if name in FUNCTIONS:
            return self._call(name, FUNCTIONS[name], given, place(node))
        if name not in self.named:
            known = did_you_mean(name, [*FUNCTIONS, *self.named, *formula_names()])
            raise SqlError(f"there is no function {node.name!r}", place(node), known)
        try:
            return self.named[name](*[self.build(each) for each in given])
        except SqlError:
            raise
        except ValueError as error:
            raise SqlError(str(error), place(node)) from None

    def _call(self, name: str, function: Function, given: Sequence[Any], position: int | None) -> pl.Expr:
        kinds = [function.kind(index) for index in range(len(given))]
        if len(given) < function.least or None in kinds:
            raise SqlError(f"{name} takes {function.takes()}, not {len(given)}", position)
        arguments = [self._argument(each, node) for each, node in zip(kinds, given, strict=True)]
        look_at(name, arguments)
        return self._power(given) if name in {"pow", "power"} else function.build(*arguments)

    def _argument(self, letter: str | None, node: Any) -> Any:
        return self.build(node) if letter == "x" else LITERALS[letter or ""](node)


def _as_long_as(node: Any, value: pl.Expr) -> pl.Expr:
    """Return a number as a column of values, one a row, wherever this node is one.

    polars divides by a single number by multiplying with its inverse, which rounds otherwise; and it keeps a result
    as a single number whenever it is the same in all rows that it happens to see: CASE WHEN x THEN 2 ELSE 3 END. So
    zero is added for every row of the columns of the dividend.
    """
    names = dict.fromkeys(each.name for each in node.walk() if kind(each) == "Column")
    if not names:
        return value
    zeros = [pl.col(name).is_null().cast(pl.Int8) * pl.lit(0, pl.Int8) for name in names]
    return value + reduce(lambda one, other: one + other, zeros)
