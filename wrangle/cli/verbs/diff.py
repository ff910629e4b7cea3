"""`wrangle diff`: tell what changes in the data when one rule file takes the place of another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wrangle.cli.arguments import Settings, variables

DIFFERENT, ERROR = 1, 2
"""Exit codes, as those of diff(1)."""


def command(  # noqa: PLR0913, PLR0917  # a command line's arguments
    old: Annotated[Path, typer.Argument(help="The rule file as it is.", metavar="OLD", show_default=False)],
    new: Annotated[Path, typer.Argument(help="The rule file as it may be.", metavar="NEW", show_default=False)],
    data: Annotated[
        str | None,
        typer.Argument(help="The data, in place of the `source` of either.", metavar="[DATA]", show_default=False),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write an HTML page.", show_default=False)] = None,
    json_: Annotated[Path | None, typer.Option("--json", help="Write all facts as JSON.", show_default=False)] = None,
    models: Annotated[bool, typer.Option("--models", help="Train by both, and compare the metrics.")] = False,
    settings: Settings = None,
) -> None:
    """Run two rule files over the same data, and tell which cells, rows, columns and checks differ.

    Exit code 0 where nothing differs, 1 where something does, 2 where one of them cannot be run.
    """
    import json
    from dataclasses import replace

    from wrangle.cli.progress import progress
    from wrangle.errors import WrangleError
    from wrangle.explore.diff.diff import diff
    from wrangle.rulefile.read import load
    from wrangle.sources.output import write_whole

    named = variables(settings)
    try:
        with progress() as tell:
            found = diff(load(old, named), load(new, named), data, with_models=models, progress=tell)
        found = replace(found, old=str(old), new=str(new))
        typer.echo(str(found))
        facts = json.dumps(found.to_dict(), indent=1, ensure_ascii=False) + "\n"
        for path, content in ((out, found.html()), (json_, facts)):
            if path is not None:
                write_whole(path, content)
                typer.echo(f"written to {path}")
    except WrangleError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(ERROR) from error
    if not found.same:
        raise typer.Exit(DIFFERENT)
