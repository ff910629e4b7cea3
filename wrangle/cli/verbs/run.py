"""`wrangle run`: clean a dataset and write the output folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wrangle.cli.arguments import DataPath, Rules, Settings, variables


def command(
    rules: Rules,
    data: DataPath = None,
    out: Annotated[Path, typer.Option("--out", help="The output folder.")] = Path("out"),
    settings: Settings = None,
) -> None:
    """Clean a dataset: write clean.parquet, quarantine.parquet, audit.parquet and run.json."""
    from wrangle.cli.progress import progress
    from wrangle.engine.data import open_data
    from wrangle.rulefile.read import load

    pipeline = load(rules, variables(settings))
    with open_data(pipeline, data) as input_, progress(input_.rows) as tell:
        result = pipeline.run(input_, into=out, progress=tell)
    for note in dict.fromkeys((*input_.remarks, *result.summary["notes"])):
        typer.echo(f"note: {note}", err=True)
    typer.echo(str(result))
    typer.echo(f"written to {out}")
