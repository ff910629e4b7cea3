"""`wrangle monitor`: compare what was served with the training, and answers with the truth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wrangle.cli.arguments import moment
from wrangle.errors import WrangleError

ALARM, FAILED = 1, 2

Target = Annotated[str, typer.Argument(help="A deployment's folder, or a bundle's.", metavar="TARGET")]
Since = Annotated[str | None, typer.Option(help="From this time on: 2026-05-01T00:00+00:00.", show_default=False)]
Until = Annotated[str | None, typer.Option(help="Until before this time.", show_default=False)]
Captures = Annotated[
    str | None,
    typer.Option(
        help="A store's address, or a file or folder of SageMaker's data capture; else the deployment's own.",
        show_default=False,
    ),
]
RulesOption = Annotated[
    Path | None, typer.Option("--rules", help="Take `monitor:` from this rule file.", show_default=False)
]
Out = Annotated[
    Path | None,
    typer.Option("--out", help="Where the report goes; by default monitor/ of the deployment.", show_default=False),
]


def command(  # noqa: PLR0913, PLR0917  # a command line's arguments
    target: Target,
    since: Since = None,
    until: Until = None,
    captures: Captures = None,
    rules: RulesOption = None,
    variant: Annotated[str | None, typer.Option(help="Which model; else the first.", show_default=False)] = None,
    out: Out = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print monitor.json instead of sentences.")] = False,
) -> None:
    """Compare served records with the training, and answers with the truth.

    Exit code 0 fine, 1 alarm, 2 nothing could be told: an error, or no record was captured.
    """
    from wrangle.monitoring.monitor import monitor

    first, last = moment(since, "--since"), moment(until, "--until")
    try:
        found = monitor(target, since=first, until=last, captures=captures, rules=rules, variant=variant)
        folder = found.save(out)
    except WrangleError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(FAILED) from error
    _tell(found, folder, as_json=as_json)
    if not found.is_fine:
        raise typer.Exit(FAILED if found.is_empty else ALARM)


def _tell(found: Any, folder: Path, *, as_json: bool) -> None:
    if as_json:
        from wrangle.bundle.bundle import json_text

        typer.echo(json_text(found.found), nl=False)
        return
    typer.echo(str(found))
    typer.echo(f"report: {folder / 'report.html'}")
