"""`wrangle run`: clean a dataset and write the output folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wrangle.cli.arguments import DataPath, Rules, Settings, variables


def command(
    rules: Rules,
    data: DataPath = None,
    out: Annotated[Path, typer.Option("--out", help="The output folder.")] = Path("out"),
    settings: Settings = None,
    learned: Annotated[
        Path | None,
        typer.Option(help="The output folder of an earlier run: what that one learned is taken.", show_default=False),
    ] = None,
) -> None:
    """Clean a dataset: write clean.parquet, quarantine.parquet, audit.parquet and run.json.

    Steps learn from this data; with `--learned` they do as in an earlier run, and checks compare with its data.
    """
    from wrangle.cli.progress import progress
    from wrangle.engine.data import open_data
    from wrangle.rulefile.read import load

    pipeline = load(rules, variables(settings))
    works = pipeline if learned is None else _as_in(pipeline, learned)
    with open_data(pipeline, data) as input_, progress(input_.rows) as tell:
        result = works.run(input_, into=out, progress=tell)
    for note in dict.fromkeys((*input_.remarks, *result.summary["notes"])):
        typer.echo(f"note: {note}", err=True)
    typer.echo(str(result))
    typer.echo(f"written to {out}")


def _as_in(pipeline: Any, folder: Path) -> Any:
    """Return a pipeline with what an earlier run learned."""
    from wrangle.engine.carried import carried
    from wrangle.engine.earlier import Earlier
    from wrangle.engine.fitted import FittedPipeline

    earlier = Earlier.pipeline_of(folder)
    return FittedPipeline(pipeline, carried(earlier, pipeline), earlier.schema)
