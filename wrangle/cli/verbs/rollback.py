"""`wrangle rollback`: return a deployment to an earlier state."""

from __future__ import annotations

from typing import Annotated

import typer

from wrangle.cli.arguments import Deployed


def command(
    deployment: Deployed,
    to: Annotated[
        int | None, typer.Option("--to", help="The revision to return to; else the one before.", show_default=False)
    ] = None,
) -> None:
    """Return a deployment to the state before the last change; servers take it over."""
    from wrangle.serving.promotion import rollback

    found = rollback(deployment, to)
    typer.echo(f"{deployment}: revision {found.revision}: {found.action}")
    for each in (*found.variants, *found.shadows):
        typer.echo(f"  {each.name}  {each.digest[:12]}")
