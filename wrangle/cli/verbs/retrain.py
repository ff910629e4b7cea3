"""`wrangle retrain`: train a challenger now, judge it beside the champion, promote it or keep it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wrangle.cli.arguments import Deployed
from wrangle.errors import WrangleError

KEPT, FAILED = 1, 2

RulesOption = Annotated[
    Path | None,
    typer.Option("--rules", help="The rule file; else the one that the champion was trained by.", show_default=False),
]
DataOption = Annotated[
    Path | None,
    typer.Option("--data", help="The repository's data; else the source of the rule file.", show_default=False),
]


def command(
    deployment: Deployed,
    rules: RulesOption = None,
    data: DataOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The challenger's folder; else in the deployment.", show_default=False)
    ] = None,
    track: Annotated[bool, typer.Option(help="Record the decision in MLflow, where it is installed.")] = True,
) -> None:
    """Train on data and truth, compare on the newest records. Exit code 0 promoted, 1 kept, 2 error."""
    from wrangle.cli.stages import stages
    from wrangle.cycle.challenger import Asked
    from wrangle.cycle.retrain import retrain
    from wrangle.cycle.wording import lines_of

    try:
        with stages() as say:
            found, new = retrain(deployment, rules=rules, data=data, asked=Asked(out=out, say=say), track=track)
    except WrangleError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(FAILED) from error
    for line in lines_of(found):
        typer.echo(line)
    if not new:
        typer.echo("nothing has changed since this was decided: nothing was done")
    if not (found.promotes and found.state == "done"):
        raise typer.Exit(KEPT)
