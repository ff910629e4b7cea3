"""Counts pairs of group and value by sorting one whole number for each row: several times cheaper than grouping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from wrangle.numbered import numbered

DECIMALS = 1e4
"""Values with at most four decimals can be packed: value times this, a whole number."""
VALUE_BITS = 40
"""Bits of a packed value, its sign among them."""
GROUP_BITS = 22
"""Bits of a packed group."""


def counted(rows: pl.DataFrame, by: Sequence[str], value: str, count: str) -> pl.DataFrame | None:
    """Return each pair of group and value with its count; None where the rows cannot be packed.

    They can if there is one group column, of text, and the values are floats of few decimals and without null: what is
    packed is unpacked and held against the values, so the answer is exact or none.

    Parameters
    ----------
    rows : polars.DataFrame, (rows, by + value)
    by : sequence of str
    value, count : str
        The column of values, and the name for the counts.

    Examples
    --------
    >>> rows = pl.DataFrame({"g": ["x", "y", "x"], "v": [1.5, 2.0, 1.5]})
    >>> counted(rows, ["g"], "v", "n").rows()
    [('x', 1.5, 2), ('y', 2.0, 1)]
    >>> counted(pl.DataFrame({"g": ["x"], "v": [1 / 3]}), ["g"], "v", "n") is None
    True
    """
    if len(by) != 1 or not isinstance(rows.schema[by[0]], pl.String) or not rows.schema[value].is_float():
        return None
    import numpy as np

    values = rows[value].to_numpy()
    with np.errstate(over="ignore", invalid="ignore"):  # such values do not fit
        scaled = np.rint(values * DECIMALS)
    if not len(values) or rows[value].null_count() or not _fits(values, scaled):
        return None
    groups = numbered(rows[by[0]])
    if len(groups.texts) >= 1 << GROUP_BITS:
        return None
    packed, counts = np.unique((groups.codes << VALUE_BITS) + scaled.astype(np.int64), return_counts=True)
    code = (packed + (1 << (VALUE_BITS - 1))) >> VALUE_BITS
    return pl.DataFrame(
        [
            groups.texts.gather(pl.Series(code)).alias(by[0]),
            pl.Series(value, (packed - (code << VALUE_BITS)) / DECIMALS),
            pl.Series(count, counts),
        ]
    )


def _fits(values: Any, scaled: Any) -> bool:
    """Tell whether scaled values are whole numbers of few enough bits that give the values back."""
    import numpy as np

    small = np.abs(scaled).max() < 1 << (VALUE_BITS - 2)
    return bool(small and np.array_equal(scaled / DECIMALS, values))
