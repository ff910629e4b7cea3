"""`wrangle package`: a model for other people's stacks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wrangle.cli.arguments import ModelTarget, bundle_folder


def command(
    model: ModelTarget,
    sagemaker: Annotated[
        Path, typer.Option("--sagemaker", help="The folder to write for Amazon SageMaker.", show_default=False)
    ],
) -> None:
    """Package a model for Amazon SageMaker: model.tar.gz, and the Dockerfile of its container."""
    from wrangle.serving.sagemaker import package

    found = package(bundle_folder(model), sagemaker)
    for each in sorted(found.iterdir()):
        typer.echo(f"{sagemaker / each.name}  {each.stat().st_size:,} bytes")
