"""`wrangle quarantine`: what was rejected, by whom and why; and again, once the rules are mended."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wrangle.cli.arguments import Rules, Settings, variables

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
"""The verbs below `wrangle quarantine`."""


@app.callback()
def command() -> None:
    """Look at the rows that a run rejected, and run them again."""


@app.command()
def replay(
    rules: Rules,
    out: Annotated[Path, typer.Argument(help="The output folder of a run.", metavar="OUT", show_default=False)],
    set_: Settings = None,
) -> None:
    """Run only the rejected rows again, by rules that were mended, and join the output; whole or not at all."""
    from wrangle.rulefile.read import load

    result = load(rules, variables(set_)).replay(out)
    done = result.summary["replayed"][-1]
    typer.echo(
        f"{done['rows']:,} rejected rows ran again: {done['written']:,} came back, {done['quarantined']:,} stay "
        f"rejected, {done['dropped']:,} were dropped"
    )
    if kept := done["kept_what_was_learned"]:
        typer.echo(
            f"note: {', '.join(kept)} kept what was learned without these rows; `wrangle run` learns anew", err=True
        )
    typer.echo(str(result))
    typer.echo(f"written to {out}")


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
