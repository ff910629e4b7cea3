"""`wrangle data`: what the repository holds: `list`, `show`, `diff`, `vacuum`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from wrangle.cli.tables import table

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
"""The verbs below `wrangle data`."""

Place = Annotated[
    str | None,
    typer.Option(
        "--repository",
        help="The repository's folder or address; else WRANGLE_REPOSITORY, else `data`, or `rules/data`.",
        show_default=False,
    ),
]
Name = Annotated[str, typer.Argument(help="A table, or a version of it: weather, weather@3.", metavar="NAME[@V]")]
ROWS = 5
"""Rows that `show` shows."""


@app.callback()
def command() -> None:
    """Look into the repository that `wrangle fetch` pulls data into, and clear old versions away."""


@app.command("list")
def list_(repository: Place = None) -> None:
    """List the tables with their newest versions."""
    found = opened(repository)
    tables = found.list()
    if not tables.height:
        typer.echo(f"{found!r} holds no table: fetch one by `wrangle fetch`")
        return
    names = ("table", "version", "rows", "rejected", "columns", "size", "fetched", "source")
    rows = [row | {"size": _size(row["bytes"])} for row in tables.iter_rows(named=True)]
    typer.echo(table(names, [[row[each] for each in names] for row in rows]))


@app.command()
def show(name: Name, repository: Place = None) -> None:
    """Tell all of a version: where it is from, its columns, its first rows, and what other versions there are."""
    found = opened(repository)
    version = found.version(name)
    told = found.versions(version.name)
    (row,) = told.filter(told["version"] == version.number).iter_rows(named=True)
    typer.echo(
        table(
            ("", version.label), [(each, value) for each, value in row.items() if each not in {"version", "readable"}]
        )
    )
    typer.echo("")
    typer.echo(table(("column", "type"), list(version.schema.items())))
    head = found.read(version.label).head(ROWS).collect()
    typer.echo("")
    typer.echo(table(tuple(head.columns), head.rows()))
    rejected = found.read(version.label, rejected=True).head(ROWS).collect()
    for why in rejected["__rejected"] if rejected.height else ():
        typer.echo(f"could not be read whole: {why}")
    if told.height > 1:
        typer.echo("")
        names = ("version", "rows", "rejected", "mode", "fetched", "readable", "source")
        typer.echo(table(names, told.select(names).rows()))


@app.command()
def diff(
    before: Name,
    after: Name,
    key: Annotated[
        list[str] | None,
        typer.Option("--key", help="A column by which a row is the same one; may be given again.", show_default=False),
    ] = None,
    repository: Place = None,
) -> None:
    """Compare two versions: rows that came and went, and with `--key` the cells that are others."""
    typer.echo(str(opened(repository).diff(before, after, key or ())))


@app.command()
def vacuum(
    name: Annotated[str | None, typer.Argument(help="A table; else all.", metavar="NAME", show_default=False)] = None,
    keep: Annotated[int, typer.Option("--keep", help="How many of the newest versions stay.")] = 10,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
    repository: Place = None,
) -> None:
    """Clear away the files that only old versions need, and what killed writers left behind."""
    for cleared in opened(repository).vacuum(name, keep, dry_run=dry_run):
        typer.echo(f"would go: {cleared}" if dry_run else str(cleared))


def opened(repository: str | None) -> Any:
    """Return the repository that is meant: the one that is named, or the one that is there."""
    from wrangle.repository.repository import Repository

    named = repository or os.environ.get("WRANGLE_REPOSITORY")
    beside = next((each for each in ("data", "rules/data") if any(Path(each).glob("*/_delta_log"))), None)
    return Repository(named or beside)


def _size(bytes_: int) -> str:
    return f"{bytes_ / 1e6:,.1f} MB"
