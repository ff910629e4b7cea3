"""Says in words why a row was rejected, and puts rejected rows together with their original values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
import polars.selectors as cs

from wrangle.engine.ops import ROW, CheckOp, ColumnOp, FrameOp, KeyOp, Op, RowOp

REJECTION = pl.Schema({ROW: pl.UInt32(), "position": pl.Int32(), "why": pl.String()})
"""One reason of one rejected row."""

QUARANTINE = pl.Schema({"_row": pl.UInt32(), "_rejected_by": pl.List(pl.String()), "_why": pl.List(pl.String())})
"""What stands in the quarantine beside the original columns."""


def rejections(op: Op, frame: pl.DataFrame, mask: pl.Series) -> pl.DataFrame:
    """Return the rows that an operation rejects, each with its reason.

    Parameters
    ----------
    op : Op
    frame : polars.DataFrame, (rows, columns)
        What the operation read.
    mask : polars.Series, (rows,), Boolean
        The rows to reject.
    """
    names = [name for name in looked_at(op) if name in frame.columns]
    rows = frame.select(ROW, *names).filter(mask)
    why = why_expression(op, {name: rows.schema[name] for name in names})
    return rows.select(pl.col(ROW), pl.lit(op.position, pl.Int32()).alias("position"), why.alias("why"))


def looked_at(op: Op) -> Sequence[str]:
    """Return the columns whose values explain an operation's verdict, in the order of its options."""
    if isinstance(op, ColumnOp):
        return op.inputs
    if isinstance(op, (CheckOp, KeyOp)):
        return op.check.reads()
    return tuple(sorted(op.reads))


def why_expression(op: Op, columns: Mapping[str, pl.DataType]) -> pl.Expr:
    """Return the reason as an expression over the columns looked at: "temperature 'abc' is not a number"."""
    said = pl.concat_str([_shown(name, dtype) for name, dtype in columns.items()], separator=", ")
    return pl.concat_str([said, pl.lit(complaint(op))], separator=" ") if columns else pl.lit(complaint(op))


def complaint(op: Op) -> str:
    """Return what an operation has against a row, as the end of a sentence."""
    if isinstance(op, ColumnOp):
        return op.step.misfit
    if isinstance(op, (CheckOp, KeyOp)):
        return op.check.why()
    if isinstance(op, RowOp):
        return f"is not kept: {getattr(op.step, 'condition', op.origin.label)}"
    assert isinstance(op, FrameOp)
    return f"is left out by {op.origin.label}"


def _shown(name: str, dtype: pl.DataType) -> pl.Expr:
    value = pl.col(name).cast(pl.String, strict=False)
    if isinstance(dtype, pl.String):
        value = pl.concat_str([pl.lit("'"), value, pl.lit("'")])
    return pl.concat_str([pl.lit(f"{name} "), value.fill_null("null")])


def quarantined(raw: pl.DataFrame, found: Sequence[pl.DataFrame], labels: Mapping[int, str]) -> pl.DataFrame:
    """Return rejected rows as they were read, each with who rejected it and why.

    Parameters
    ----------
    raw : polars.DataFrame, (rows, raw columns + `__row`)
        A batch as it was read: its rows are numbered upwards.
    found : sequence of polars.DataFrame, (reasons, `REJECTION`)
    labels : mapping
        Position of an operation -> its name.
    """
    every = pl.concat(found).sort(ROW, "position")
    names = every["position"].replace_strict(list(labels), list(labels.values()), return_dtype=pl.String, default=None)
    by_row = (
        every.with_columns(names.alias("by"))
        .group_by(ROW, maintain_order=True)
        .agg(pl.col("by").unique(maintain_order=True), pl.col("why"))
    )
    originals = raw.drop(ROW).select(pl.all().gather(raw[ROW].search_sorted(by_row[ROW])))
    originals = originals.with_columns(cs.categorical().cast(pl.String))  # texts that an earlier pass has kept
    originals = originals.with_columns(cs.string() + "")  # or a few texts would keep all those of the batch in memory
    beside = by_row.rename({ROW: "_row", "by": "_rejected_by", "why": "_why"})
    return originals.with_columns(beside)
