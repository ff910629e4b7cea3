"""`wrangle checks`: the checks of a rule file for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from wrangle.cli.arguments import Rules, Settings, variables

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
"""The verbs below `wrangle checks`."""


class To(StrEnum):
    """What checks can be written for."""

    great_expectations = "great-expectations"
    pandera = "pandera"


@app.callback()
def command() -> None:
    """Give the checks of a rule file to other tools, and take theirs."""


@app.command()
def export(
    rules: Rules,
    to: Annotated[To, typer.Option(help="For which tool.")],
    out: Annotated[Path, typer.Argument(help="The project's folder, or pandera's YAML file.", metavar="OUT")],
    run: Annotated[
        Path | None, typer.Option(help="The output folder of a run, whose results are stored too.", show_default=False)
    ] = None,
    set_: Settings = None,
) -> None:
    """Write checks and contract as a Great Expectations project with Data Docs, or as a pandera schema in YAML."""
    from wrangle.rulefile.read import load

    pipeline = load(rules, variables(set_))
    if to is To.pandera:
        from wrangle.sources.output import write_whole

        write_whole(out, pipeline.schema.to_yaml())
        typer.echo(f"schema of {len(pipeline.contract)} columns written to {out}")
        return
    from wrangle.reports.expectations import export as write

    done = write(pipeline, out, run)
    typer.echo(f"suite {done.suite!r} with {done.expectations} expectations written to {done.folder / 'gx'}")
    for each in done.left_out:
        typer.echo(f"  left out: {each}")
    if done.docs is not None:
        typer.echo(f"Data Docs: {done.docs}")


@app.command("import")
def import_(
    suite: Annotated[
        Path | None,
        typer.Argument(help="A suite of Great Expectations, in JSON.", metavar="SUITE", show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The rule file to write; else the terminal.", show_default=False)
    ] = None,
    pandera: Annotated[
        str | None,
        typer.Option(help="A pandera.polars schema or model instead: package.module:Schema.", show_default=False),
    ] = None,
) -> None:
    """Write the checks that say what a suite of Great Expectations or a schema of pandera says, as a section `expect:`.

    With `--pandera` the module that you name is imported: it runs as a program of yours.
    """
    from wrangle.rulefile.suite import read_suite
    from wrangle.sources.output import write_whole

    if (suite is None) == (pandera is None):
        raise typer.BadParameter("name either a SUITE or --pandera package.module:Schema")
    found = read_suite(suite) if suite is not None else _schema(str(pandera))
    if out is None:
        typer.echo(found.yaml(), nl=False)
    else:
        write_whole(out, f"name: {found.name}\n{found.yaml()}")
        typer.echo(f"{len(found.checks)} checks written to {out}")
    for each in found.left_out:
        typer.echo(f"left out: {each}", err=True)


def _schema(name: str) -> Any:
    """Return the checks of a schema that the user names, which is imported as Python would from here."""
    import sys
    from importlib import import_module
    from operator import attrgetter

    from wrangle.rulefile.pandera import read_schema

    module, _, attribute = name.partition(":")
    sys.path.insert(0, str(Path.cwd()))
    try:
        schema = attrgetter(attribute)(import_module(module))
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        raise typer.BadParameter(f"--pandera {name}: {error}: write package.module:Schema") from error
    finally:
        sys.path.pop(0)
    return read_schema(schema)
