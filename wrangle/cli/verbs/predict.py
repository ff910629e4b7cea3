"""`wrangle predict`: answer all rows of a raw file by a bundle."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from wrangle.cli.arguments import Address, EngineName, ModelTarget, Workers, bundle_folder, engine_of


def command(  # noqa: PLR0913, PLR0917  # a command line's arguments
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
    engine: EngineName = None,
    address: Address = None,
    workers: Workers = None,
) -> None:
    """Answer all rows of a raw file, a row for a row: status, prediction, and why where one is rejected.

    With `--engine dask` or `ray` the workers of a cluster answer, who must see the bundle's folder.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # before scikit-learn: threads for a few rows wait for each other
    from wrangle.bundle.load import load_bundle
    from wrangle.bundle.predictor import Predictor
    from wrangle.bundle.scoring import score
    from wrangle.cli.progress import progress
    from wrangle.sources.opening import open_source

    folder, settings = bundle_folder(model), engine_of(None, engine, address, workers)
    bundle = load_bundle(folder)
    with open_source(bundle.source(data)) as input_, progress(input_.rows) as tell:
        if settings.use == "local":
            found = score(Predictor(bundle), input_, out, keep or (), tell)
        else:
            from wrangle.bundle.spread import score_on
            from wrangle.cluster.executor import cluster

            with cluster(settings, out) as executor:
                found = score_on(executor, folder, input_, out, keep or (), tell)
    for note in input_.remarks:
        typer.echo(f"note: {note}", err=True)
    typer.echo(str(found))
    typer.echo(f"written to {out}")
