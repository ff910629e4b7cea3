"""Arguments that several verbs take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

Rules = Annotated[Path, typer.Argument(help="The rule file.", metavar="RULES", show_default=False)]
DataPath = Annotated[
    Path | None, typer.Option("--data", help="The data, in place of the `source` of the rule file.", show_default=False)
]
Settings = Annotated[
    list[str] | None, typer.Option("--set", help="NAME=VALUE: a variable of the rule file.", show_default=False)
]


def variables(settings: Sequence[str] | None) -> Mapping[str, str]:
    """Return `--set NAME=VALUE` arguments as a mapping.

    Examples
    --------
    >>> variables(["year=2013", "path=a=b.csv"])
    {'year': '2013', 'path': 'a=b.csv'}
    """
    for each in settings or ():
        if "=" not in each:
            raise typer.BadParameter(f"{each!r} is not NAME=VALUE", param_hint="--set")
    return dict(each.split("=", 1) for each in settings or ())
