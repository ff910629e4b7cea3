"""`wrangle check`: read a rule file and name all its faults."""

from __future__ import annotations

import typer

from wrangle.cli.arguments import Rules, Settings, variables


def command(rules: Rules, settings: Settings = None) -> None:
    """Read a rule file and name all its faults; exit code 1 if there are any. No data is read."""
    from wrangle.rulefile.read import load

    pipeline = load(rules, variables(settings))
    counts = (
        (len(pipeline.contract), "column"),
        (len(pipeline.steps), "step"),
        (len(pipeline.checks), "check"),
        (len(pipeline.examples), "example"),
    )
    said = ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts)
    typer.echo(f"{rules}: no faults: {said}")
