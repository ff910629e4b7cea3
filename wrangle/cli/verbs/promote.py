"""`wrangle promote`: have a bundle served by a deployment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wrangle.cli.arguments import Deployed, ModelTarget, bundle_folder


def command(
    bundle: ModelTarget,
    deployment: Deployed,
    variant: Annotated[str | None, typer.Option(help="Beside the others, under this name.", show_default=False)] = None,
    weight: Annotated[
        float | None, typer.Option(min=0, help="The variant's share, by the sum of all weights.", show_default=False)
    ] = None,
    shadow: Annotated[
        bool, typer.Option("--shadow", help="As a shadow: answers copies of requests, for the record only.")
    ] = False,
) -> None:
    """Have a bundle served: copy it into the deployment and write deployment.json anew; servers take it over."""
    from wrangle.serving.promotion import Promotion, promote

    found = promote(bundle_folder(bundle), Path(deployment), Promotion(variant, weight, shadow))
    typer.echo(f"{deployment}: revision {found.revision}: {found.action}")
    for each in found.variants:
        typer.echo(f"  {each.name}  {each.digest[:12]}  weight {each.weight:g}")
    for each in found.shadows:
        typer.echo(f"  {each.name}  {each.digest[:12]}  shadow")
