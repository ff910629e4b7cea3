"""`wrangle dialect`: tell how a CSV file is written, as a `source:` that pins it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DataFile = Annotated[Path, typer.Argument(help="A CSV file, packed or not.", metavar="FILE", show_default=False)]


def command(file: DataFile) -> None:
    """Tell how a CSV file is written: the `source:` that reads it so, with nothing left to be found, and why."""
    from wrangle.sources.dialect import detect
    from wrangle.sources.files import find

    dialect = detect(find((str(file),))[0])
    for line in dialect.evidence:
        typer.echo(f"# {line}")
    signs = [("decimal", dialect.decimal), ("thousands", dialect.thousands)]
    if dialect.decimal == ",":
        told = ", ".join(f"{name}: {sign!r}" for name, sign in signs if sign)
        typer.echo(f"# numbers are written with {told}: options of `parse_number`, or of `source:` for all columns")
    typer.echo(f"# columns: {', '.join(dialect.columns)}")
    typer.echo(dialect.yaml(str(file)))
    for note in dialect.notes:
        typer.echo(f"note: {note}", err=True)
