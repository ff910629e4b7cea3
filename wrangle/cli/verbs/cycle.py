"""`wrangle cycle`: monitor a deployment; retrain, compare and promote where the rule file says that it is time."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wrangle.cli.arguments import Deployed
from wrangle.cli.verbs.retrain import DataOption, RulesOption
from wrangle.errors import WrangleError

ALARM, FAILED = 1, 2


def command(
    deployment: Deployed,
    rules: RulesOption = None,
    data: DataOption = None,
    track: Annotated[bool, typer.Option(help="Record decisions in MLflow, where it is installed.")] = True,
) -> None:
    """Do what is due, and nothing twice. Exit code 0 nothing wrong or mended, 1 an alarm that stays, 2 error."""
    from wrangle.cli.stages import stages
    from wrangle.cycle.cycle import cycle

    try:
        with stages() as say:
            found = cycle(deployment, rules=rules, data=data, track=track, say=say)
    except WrangleError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(FAILED) from error
    _tell(found)
    if found.alarm:
        raise typer.Exit(ALARM)


def _tell(found: Any) -> None:
    from wrangle.cycle.wording import lines_of

    for each in found.finished:
        typer.echo(f"carried out what a process that was killed had decided ({each.id})")
    typer.echo(found.seen)
    for each in found.conditions:
        typer.echo(f"when: {each}: holds")
    if found.says:
        typer.echo(f"nothing was done: {found.says}")
    if found.decision is not None:
        for line in lines_of(found.decision):
            typer.echo(line)
