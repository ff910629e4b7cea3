"""Arguments that several verbs take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

Rules = Annotated[Path, typer.Argument(help="The rule file.", metavar="RULES", show_default=False)]
DataPath = Annotated[
    str | None,
    typer.Option(
        "--data",
        help="The data, in place of the `source` of the rule file: a path, an address, a table of the repository.",
        show_default=False,
    ),
]
Settings = Annotated[
    list[str] | None, typer.Option("--set", help="NAME=VALUE: a variable of the rule file.", show_default=False)
]

EngineName = Annotated[
    Literal["local", "dask", "ray"] | None,
    typer.Option(
        "--engine", help="What works on the rows, in place of `engine:` in the rule file.", show_default=False
    ),
]
Address = Annotated[
    str | None,
    typer.Option(
        "--address",
        help="Where the cluster is: tcp://HOST:8786 (Dask), auto or HOST:6379 (Ray); else one is started here.",
        show_default=False,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", min=1, help="How many workers are started where there is no address.", show_default=False
    ),
]

ModelTarget = Annotated[
    str, typer.Argument(help="A bundle's folder, or models:/NAME@ALIAS.", metavar="MODEL", show_default=False)
]
Deployed = Annotated[Path, typer.Argument(help="The deployment's folder.", metavar="DEPLOYMENT", show_default=False)]


def bundle_folder(target: str) -> Path:
    """Return the folder that a model's name stands for; one in the registry is fetched.

    Examples
    --------
    >>> bundle_folder("out/model").as_posix()
    'out/model'
    """
    if not target.startswith("models:/"):
        return Path(target)
    from wrangle.training.registry import resolve

    return Path(resolve(target))


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


def engine_of(said: Any, engine: str | None, address: str | None, workers: int | None) -> Any:
    """Return the settings of `engine:`, with what the command line says in their place.

    Parameters
    ----------
    said : wrangle.sections.engine.Engine, optional
        What the rule file says.
    engine, address, workers
        The arguments.

    Returns
    -------
    wrangle.sections.engine.Engine
    """
    from wrangle.sections.engine import Engine

    found = (said or Engine()).at(use=engine, address=address, workers=workers)
    if found.use == "local" and (address or workers):
        raise typer.BadParameter(
            "says where a cluster is: say which by --engine dask or ray", param_hint="--address, --workers"
        )
    return found


def moment(text: str | None, option: str) -> datetime | None:
    """Return the time that an option names; it must say its time zone.

    Examples
    --------
    >>> moment("2026-05-01T00:00+00:00", "--since").isoformat()
    '2026-05-01T00:00:00+00:00'
    """
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no time: write 2026-05-01T00:00+00:00", param_hint=option) from error
    if found.tzinfo is None:
        raise typer.BadParameter(f"{text!r} has no time zone: write +00:00 behind it for UTC", param_hint=option)
    return found
