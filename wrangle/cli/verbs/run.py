"""`wrangle run`: clean a dataset and write the output folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wrangle.cli.arguments import Address, DataPath, EngineName, Rules, Settings, Workers, engine_of, variables


def command(  # noqa: PLR0913, PLR0917  # a command line's arguments
    rules: Rules,
    data: DataPath = None,
    out: Annotated[Path, typer.Option("--out", help="The output folder.")] = Path("out"),
    settings: Settings = None,
    learned: Annotated[
        Path | None,
        typer.Option(help="The output folder of an earlier run: what that one learned is taken.", show_default=False),
    ] = None,
    engine: EngineName = None,
    address: Address = None,
    workers: Workers = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how a cluster would do it, parts and passes, and write nothing.")
    ] = False,
) -> None:
    """Clean a dataset: write clean.parquet, quarantine.parquet, audit.parquet and run.json.

    Steps learn from this data; with `--learned` they do as in an earlier run, and checks compare with its data. With
    `--engine dask` or `ray` the work is done on a cluster, with the same result.
    """
    from wrangle.cli.progress import progress
    from wrangle.engine.data import open_data
    from wrangle.rulefile.read import load

    pipeline = load(rules, variables(settings))
    works = pipeline if learned is None else _as_in(pipeline, learned)
    settings_ = engine_of(pipeline.sections.get("engine"), engine, address, workers)
    if dry_run:
        typer.echo(_foreseen(pipeline, data, settings_, out))
        return
    with open_data(pipeline, data) as input_, progress(input_.rows) as tell:
        result = works.run(input_, into=out, progress=tell, engine=settings_)
    for note in dict.fromkeys((*input_.remarks, *result.summary["notes"])):
        typer.echo(f"note: {note}", err=True)
    typer.echo(str(result))
    typer.echo(f"written to {out}")


def _foreseen(pipeline: Any, data: str | None, settings: Any, out: Path) -> str:
    """Return how a cluster would run a pipeline."""
    from wrangle.engine.data import open_data

    if settings.use == "local":
        raise typer.BadParameter(
            "tells how a cluster would do it: say which by --engine dask or ray", param_hint="--dry-run"
        )
    from wrangle.cluster.executor import cluster
    from wrangle.cluster.foreseen import foreseen

    with open_data(pipeline, data) as input_, cluster(settings, out) as executor:
        return foreseen(executor, pipeline, input_, out)


def _as_in(pipeline: Any, folder: Path) -> Any:
    """Return a pipeline with what an earlier run learned."""
    from wrangle.engine.carried import carried
    from wrangle.engine.earlier import Earlier
    from wrangle.engine.fitted import FittedPipeline

    earlier = Earlier.pipeline_of(folder)
    return FittedPipeline(pipeline, carried(earlier, pipeline), earlier.schema)
