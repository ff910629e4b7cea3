"""A check: how many rows there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from wrangle.checks.base import TableCheck, hold_range


class RowCount(TableCheck):
    """Expect the number of rows to lie in a range, ends included.

    Examples
    --------
    >>> RowCount(min=1000).observe({"rows": 12})
    (False, '12 rows, not at least 1000')
    >>> RowCount(min=1, max=20).observe({"rows": 12})
    (True, '12 rows')
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_table_row_count_to_be_between": {"min_value": "min", "max_value": "max"}
    }

    min: Annotated[int, Field(ge=0)] | None = None
    """The least number of rows."""

    max: Annotated[int, Field(ge=0)] | None = None
    """The greatest number of rows."""

    @model_validator(mode="after")
    def _makes_a_range(self) -> RowCount:
        hold_range(self.keyword(), self.min, self.max)
        return self

    def observe(self, totals: Mapping[str, Any]) -> tuple[bool, str]:
        """Return whether the number of rows is in the range; reads `rows` of `totals`."""
        rows = totals["rows"]
        said = f"{rows} row" + ("" if rows == 1 else "s")
        if self.min is not None and rows < self.min:
            return False, f"{said}, not at least {self.min}"
        if self.max is not None and rows > self.max:
            return False, f"{said}, not at most {self.max}"
        return True, said
