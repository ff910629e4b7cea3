"""Logic in SQL expressions: comparisons, conditions, choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from wrangle.expressions.fault import SqlError
from wrangle.expressions.syntax import kind, place

COMPARISONS: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "EQ": pl.Expr.eq,
    "NEQ": pl.Expr.ne,
    "GT": pl.Expr.gt,
    "GTE": pl.Expr.ge,
    "LT": pl.Expr.lt,
    "LTE": pl.Expr.le,
    "NullSafeEQ": pl.Expr.eq_missing,
    "NullSafeNEQ": pl.Expr.ne_missing,
}
MIRRORED: Mapping[str, str] = {"GT": "LT", "LT": "GT", "GTE": "LTE", "LTE": "GTE"}
TRUTHS = frozenset({*COMPARISONS, "And", "Or", "Not", "Is", "Between", "In", "Like", "ILike", "RegexpLike", "Boolean"})
"""Nodes that are true, false or null for certain."""


class Logic:
    """Builds the nodes that are true, false or null, and those that choose by them."""

    def build(self, node: Any) -> pl.Expr:
        """Return the expression of a node."""
        raise NotImplementedError

    def _truth(self, node: Any) -> pl.Expr:
        built = self.build(node)
        return built if kind(node.unnest()) in TRUTHS else built.cast(pl.Boolean)

    def _paren(self, node: Any) -> pl.Expr:
        return self.build(node.this)

    def _and(self, node: Any) -> pl.Expr:
        return self._truth(node.this) & self._truth(node.expression)

    def _or(self, node: Any) -> pl.Expr:
        return self._truth(node.this) | self._truth(node.expression)

    def _not(self, node: Any) -> pl.Expr:
        return self._truth(node.this).not_()

    def _comparison(self, node: Any) -> pl.Expr:
        if kind(node.this) in COMPARISONS:
            raise SqlError("a comparison cannot be compared", place(node.this), "write it as in: 1 < a AND a < 3")
        if not kind(node).startswith("NullSafe") and "Null" in {kind(node.this), kind(node.expression)}:
            raise SqlError("a comparison with NULL is never true", place(node), "write IS NULL or IS NOT NULL")
        return self._compared(kind(node), node.this, node.expression)

    def _compared(self, name: str, one: Any, other: Any) -> pl.Expr:
        """Compare, the constant on the right: polars 2.1 gives one row for `0 < x` if it holds x as one value."""
        if not _reads(one) and _reads(other):
            name, one, other = MIRRORED.get(name, name), other, one
        return COMPARISONS[name](self.build(one), self.build(other))

    def _is(self, node: Any) -> pl.Expr:
        value, what = self.build(node.this), node.expression
        if kind(what) == "Null":
            return value.is_null()
        if kind(what) == "Boolean":
            return value.eq_missing(pl.lit(bool(what.this)))
        if kind(what) == "Column" and what.name.lower() == "nan":
            return value.is_nan()
        raise SqlError("IS is followed by NULL, NAN, TRUE or FALSE", place(what), "write = to compare values")

    def _between(self, node: Any) -> pl.Expr:
        low, high = node.args["low"], node.args["high"]
        return self._compared("GTE", node.this, low) & self._compared("LTE", node.this, high)

    def _in(self, node: Any) -> pl.Expr:
        value, items = node.this, node.expressions
        if not items:
            raise SqlError("IN is followed by a list of values", place(node), "write it as in: a IN ('x', 'y')")
        if all(kind(each) == "Literal" and each.is_string for each in items):
            return self.build(value).is_in([each.this for each in items])
        if any(kind(each) == "Null" for each in items):
            raise SqlError("IN with NULL in its list is never false", place(node), "leave NULL out; write OR a IS NULL")
        return pl.any_horizontal([self._compared("EQ", value, each) for each in items])

    def _case(self, node: Any) -> pl.Expr:
        subject = node.args.get("this")
        chain: Any = pl
        for each in node.args["ifs"]:
            test = self._truth(each.this) if subject is None else self._compared("EQ", subject, each.this)
            chain = chain.when(test).then(self.build(each.args["true"]))
        default = node.args.get("default")
        built: pl.Expr = chain.otherwise(pl.lit(None) if default is None else self.build(default))
        return built

    def _if(self, node: Any) -> pl.Expr:
        no = node.args.get("false")
        yes = pl.when(self._truth(node.this)).then(self.build(node.args["true"]))
        return yes.otherwise(pl.lit(None) if no is None else self.build(no))


def _reads(node: Any) -> bool:
    return any(kind(each) == "Column" for each in node.walk())
