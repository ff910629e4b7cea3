"""`wrangle predict`: answer all rows of a raw file by a bundle."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from wrangle.cli.arguments import ModelTarget, bundle_folder


def command(
    model: ModelTarget,
    data: Annotated[str, typer.Argument(help="Raw rows: a file, an address.", metavar="DATA", show_default=False)],
    out: Annotated[
        Path, typer.Option("--out", help="The file to write: .parquet, .csv or .jsonl.", show_default=False)
    ],
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep", help="A raw column to write before the answers; may be given again.", show_default=False
        ),
    ] = None,
) -> None:
    """Answer all rows of a raw file, a row for a row: status, prediction, and why where one is rejected."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # before scikit-learn: threads for a few rows wait for each other
    from wrangle.bundle.load import load_bundle
    from wrangle.bundle.predictor import Predictor
    from wrangle.bundle.scoring import score
    from wrangle.cli.progress import progress
    from wrangle.sources.opening import open_source

    bundle = load_bundle(bundle_folder(model))
    with open_source(bundle.source(data)) as input_, progress(input_.rows) as tell:
        found = score(Predictor(bundle), input_, out, keep or (), tell)
    for note in input_.remarks:
        typer.echo(f"note: {note}", err=True)
    typer.echo(str(found))
    typer.echo(f"written to {out}")
