"""`wrangle truth`: what came to be true of captured requests: `add` takes it in, `show` tells how much is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from wrangle.cli.stores import store_of

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
"""The verbs below `wrangle truth`."""

Target = Annotated[str, typer.Argument(help="A deployment's folder, or an SQLAlchemy address.", metavar="TARGET")]
Name = str | None


@app.callback()
def command() -> None:
    """Join what came to be true to the requests that were answered, and tell how much is known."""


@app.command()
def add(  # noqa: PLR0913, PLR0917  # a command line's arguments
    source: Annotated[
        str, typer.Argument(help="CSV, JSON lines or Parquet; or a database's address.", metavar="FILE|URL")
    ],
    target: Target,
    id_: Annotated[Name, typer.Option("--id", help="The column of the inference id.", show_default=False)] = None,
    label: Annotated[Name, typer.Option(help="The column of the label.", show_default=False)] = None,
    time: Annotated[
        Name, typer.Option(help="The column that says when the label came to be true.", show_default=False)
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option(help="A raw column by which records are found, where there is no id.", show_default=False),
    ] = None,
    table: Annotated[Name, typer.Option(help="The table, where the source is a database.", show_default=False)] = None,
    replace: Annotated[bool, typer.Option("--replace", help="These labels win over those that came earlier.")] = False,
) -> None:
    """Add labels. Each line is kept once; adding twice changes nothing. Exit code 1 if lines were refused."""
    from wrangle.captures.adding import How, add_truth
    from wrangle.captures.truth_files import refused_lines
    from wrangle.cli.stores import truth_of

    known = truth_of(target)
    columns = known.named(id_, label, time, tuple(key or ()))
    lines = _lines(source, table, columns)
    name = Path(source).name if "://" not in source else (table or "a database")
    found = add_truth(store_of(target), lines, How(name, known.labels, replace, known.within))
    typer.echo(f"{found.read:,} lines read: {found.new:,} new, {found.again:,} known already, "
               f"{len(found.refused):,} refused")  # fmt: skip
    told = ", ".join(f"{count:,} {state}" for state, count in found.counts.describe().items())
    typer.echo(f"  of the new ones: {told}")
    if found.refused:
        typer.echo(refused_lines(found.refused), err=True)
        raise typer.Exit(1)


@app.command()
def show(target: Target) -> None:
    """Tell how many lines are in each state, and of how many captures the label is known."""
    from wrangle.captures.states import coverage
    from wrangle.cli.stores import truth_of

    found = coverage(store_of(target), truth_of(target).within)
    typer.echo(f"{found.lines:,} lines of truth")
    for state, count in found.counts.describe().items():
        typer.echo(f"  {state:10} {count:>12,}")
    share = f" ({found.labelled / found.captured:.1%})" if found.captured else ""
    typer.echo(f"{found.labelled:,} of {found.captured:,} captured requests have a label{share}")
    if found.first is not None and found.last is not None:
        typer.echo(f"  answered from {_time(found.first)} to {_time(found.last)}")


def _lines(source: str, table: str | None, columns: Any) -> Iterator[Any]:
    from wrangle.captures.truth_files import read_file
    from wrangle.captures.truth_tables import read_table

    return read_table(source, table, columns) if "://" in source else read_file(Path(source), columns)


def _time(microseconds: int) -> str:
    from datetime import UTC, datetime

    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)).isoformat(timespec="seconds")
