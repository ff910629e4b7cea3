"""`wrangle quarantine`: what was rejected, by whom and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
"""The verbs below `wrangle quarantine`."""


@app.callback()
def command() -> None:
    """Look at the rows that a run rejected."""


@app.command()
def show(
    out: Annotated[Path, typer.Argument(help="The output folder of a run.", metavar="OUT", show_default=False)],
    by: Annotated[str | None, typer.Option(help="Only what this step or check rejected.", show_default=False)] = None,
    rows: Annotated[int, typer.Option(help="How many reasons, and how many rows, to show.", min=1)] = 10,
) -> None:
    """Count rejected rows by who rejected them and why; show the first ones as they were read."""
    import polars as pl

    from wrangle.engine.rejected import Rejected

    found = Rejected.of(out)
    typer.echo(f"{found.rows.height:,} of {found.read:,} rows were rejected")
    for name, count in found.by().iter_rows():
        typer.echo(f"  {count:>9,}  {name}")
    if pairs := found.together():
        typer.echo("\nreject the same rows")
        for each in pairs[:rows]:
            typer.echo(f"  {each['rows']:>9,}  {' and '.join(each['by'])}")
    mine = found.only(by)
    if not mine.rows.height:
        return
    typer.echo("\nmost frequent reasons" + (f" of {by}" if by else ""))
    for why, count in mine.why().head(rows).iter_rows():
        typer.echo(f"  {count:>9,}  {why}")
    options: dict[str, Any] = {"tbl_hide_dataframe_shape": True, "tbl_cols": -1, "tbl_width_chars": 200}
    typer.echo("")
    with pl.Config(**options, tbl_hide_column_data_types=True, tbl_rows=rows):
        typer.echo(str(mine.shown(rows)))
