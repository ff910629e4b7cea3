"""`wrangle check`: read a rule file and name all its faults, and what is probably wrong in it."""

from __future__ import annotations

from typing import Annotated

import typer

from wrangle.cli.arguments import Rules, Settings, variables

Strict = Annotated[bool, typer.Option("--strict", help="Exit code 1 also where something is only probably wrong.")]


def command(rules: Rules, settings: Settings = None, strict: Strict = False) -> None:
    """Read a rule file and name all its faults; exit code 1 if there are any. No data is read.

    Without faults, what is legal and probably wrong is named: a comment `# lint: ok` in its line accepts it.
    """
    from wrangle.cycle.held import hold
    from wrangle.lint.lint import findings
    from wrangle.rulefile.read import load_placed

    pipeline, places = load_placed(rules, variables(settings))
    hold(pipeline, places)
    found = findings(pipeline, places)
    for each in found:
        typer.echo(each)
    counts = [
        (len(pipeline.contract), "column"),
        (len(pipeline.steps), "step"),
        (len(pipeline.checks), "check"),
        (len(pipeline.examples), "example"),
    ]
    counts += [(len(found), "finding")] if found else []
    said = ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts)
    typer.echo(f"{rules}: no faults: {said}")
    if found and strict:
        raise typer.Exit(1)
