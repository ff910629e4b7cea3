"""A check: which columns there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field

from wrangle.checks.base import TableCheck


class Columns(TableCheck):
    """Expect the table to have these columns.

    Examples
    --------
    >>> Columns(names=["a", "b"]).observe({"columns": ["b", "a", "c"]})
    (True, '3 columns')
    >>> Columns(names=["a", "b"], exactly=True, in_order=True).observe({"columns": ["b", "a", "c"]})
    (False, '3 columns; unexpected: c; in the order b, a')
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_table_columns_to_match_set": {"column_set": "names", "exact_match": "exactly"},
        "expect_table_columns_to_match_ordered_list": {"column_list": "names"},
    }

    names: Annotated[tuple[str, ...], Field(min_length=1)]
    """The columns that must be there."""

    exactly: bool = False
    """Whether there may be no other column."""

    in_order: bool = False
    """Whether the named columns must stand in this order."""

    def expectation(self) -> tuple[str, dict[str, Any]]:
        """Return what Great Expectations calls it."""
        if self.exactly and self.in_order:
            return "expect_table_columns_to_match_ordered_list", {"column_list": list(self.names)}
        options = {"column_set": list(self.names), "exact_match": self.exactly}
        return "expect_table_columns_to_match_set", options

    @classmethod
    def of_expectation(cls, type_: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options that say what an expectation says; a set must match exactly unless it says otherwise."""
        found = super().of_expectation(type_, arguments)
        if "column_list" in arguments:
            return {**found, "exactly": True, "in_order": True}
        return {"exactly": True, **found}

    def observe(self, totals: Mapping[str, Any]) -> tuple[bool, str]:
        """Return whether the columns are as asked; reads `columns` of `totals`."""
        present = list(totals["columns"])
        wrong = list(self._faults(present))
        said = f"{len(present)} column" + ("" if len(present) == 1 else "s")
        return not wrong, "; ".join((said, *wrong))

    def _faults(self, present: list[str]) -> Iterator[str]:
        if missing := [name for name in self.names if name not in present]:
            yield "missing: " + ", ".join(missing)
        if self.exactly and (extra := [name for name in present if name not in self.names]):
            yield "unexpected: " + ", ".join(extra)
        found = [name for name in present if name in self.names]
        if self.in_order and found != [name for name in self.names if name in present]:
            yield "in the order " + ", ".join(found)
