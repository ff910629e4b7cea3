"""`wrangle test`: run the examples of a rule file."""

from __future__ import annotations

import typer

from wrangle.cli.arguments import DataPath, Rules, Settings, variables


def command(rules: Rules, data: DataPath = None, settings: Settings = None) -> None:
    """Run the examples of a rule file, its unit tests; exit code 1 if one does not hold."""
    from wrangle.engine.trial import trials
    from wrangle.rulefile.read import load

    pipeline = load(rules, variables(settings))
    if not pipeline.examples:
        typer.echo(f"{rules}: there are no `examples:`")
        return
    done = trials(pipeline.fit(data))
    for number, trial in enumerate(done, 1):
        name = trial.example.name or f"example {number}"
        typer.echo(f"{'failed' if trial.faults else 'passed'}: {name}")
        for fault in trial.faults:
            typer.echo(f"    {fault}")
    if any(trial.faults for trial in done):
        raise typer.Exit(1)
