"""`wrangle schema`: print the JSON schema of rule files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    out: Annotated[Path | None, typer.Option("--out", help="A file to write instead.", show_default=False)] = None,
) -> None:
    """Print the JSON schema of rule files, with which editors complete and check them."""
    from wrangle.rulefile.schema import schema_text

    if out is None:
        typer.echo(schema_text(), nl=False)
    else:
        out.write_text(schema_text(), encoding="utf-8")
