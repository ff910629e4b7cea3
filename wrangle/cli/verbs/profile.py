"""`wrangle profile`: tell what a table holds, and what there may be to clean."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wrangle.cli.arguments import Address, EngineName, Settings, Workers, engine_of, variables

STRICT = 2
"""The exit code of `--strict` where there is something to clean."""


def command(  # noqa: PLR0913, PLR0917  # a command line's arguments
    data: Annotated[
        str | None,
        typer.Argument(
            help="A file, a glob, a URL or another source; may be left out with --rules.", show_default=False
        ),
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option("--rules", help="A rule file: its `source` says how to read the data.", show_default=False),
    ] = None,
    cleaned: Annotated[bool, typer.Option("--cleaned", help="Profile the rows that come out of the rules.")] = False,
    target: Annotated[
        str | None, typer.Option("--target", help="The column that a model is to predict.", show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write an HTML page.", show_default=False)] = None,
    json_: Annotated[Path | None, typer.Option("--json", help="Write all facts as JSON.", show_default=False)] = None,
    sample: Annotated[int, typer.Option("--sample", min=100, help="Rows that are looked at closely.")] = 100_000,
    no_values: Annotated[bool, typer.Option("--no-values", help="Show no value of the data.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 2 where there is something to clean.")] = False,
    engine: EngineName = None,
    address: Address = None,
    workers: Workers = None,
    settings: Settings = None,
) -> None:
    """Tell what each column holds, and what there may be to clean: read once, in bounded memory. Nothing is changed.

    With `--engine dask` or `ray` the workers of a cluster read, and find the same.

    Exit code 0; 1 where the data cannot be read; with --strict 2 where there is something to clean.
    """
    import json

    from wrangle.cli.progress import progress
    from wrangle.engine.data import open_data
    from wrangle.engine.pipeline import Pipeline
    from wrangle.explore.profile.profile import profile
    from wrangle.rulefile.read import load
    from wrangle.sources.output import write_whole

    if rules is None and (data is None or cleaned):
        raise typer.BadParameter(
            "name the data, or a rule file with --rules" if data is None else "--cleaned needs --rules"
        )
    pipeline = Pipeline("profile") if rules is None else load(rules, variables(settings))
    works = engine_of(pipeline.sections.get("engine"), engine, address, workers)
    with open_data(pipeline, data) as input_, progress(input_.rows) as tell:
        found = profile(
            input_, rules=pipeline, cleaned=cleaned, target=target, sample=sample, values=not no_values, engine=works,
            progress=tell,
        )  # fmt: skip
    typer.echo(str(found))
    for path, make in (
        (out, found.html),
        (json_, lambda: json.dumps(found.to_dict(), indent=1, ensure_ascii=False) + "\n"),
    ):
        if path is not None:
            write_whole(path, make())
            typer.echo(f"written to {path}")
    if strict and found.concerns:
        raise typer.Exit(STRICT)
