"""`wrangle fetch`: pull a source into the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wrangle.cli.arguments import Settings, variables
from wrangle.sources.source import Source

RepositoryPath = Annotated[
    str | None,
    typer.Option(
        "--repository",
        help="The repository's folder or address; else WRANGLE_REPOSITORY, else `data` beside the rule file.",
        show_default=False,
    ),
]


def command(  # noqa: PLR0913, PLR0917  # a command line's arguments
    source: Annotated[
        str, typer.Argument(help="A rule file, a file or an address.", metavar="RULES|SOURCE", show_default=False)
    ],
    name: Annotated[str | None, typer.Option("--as", help="The table's name.", show_default=False)] = None,
    repository: RepositoryPath = None,
    append: Annotated[bool, typer.Option("--append", help="Put the rows behind those that are there.")] = False,
    key: Annotated[
        list[str] | None,
        typer.Option("--key", help="When appending: rows with a key that is there are left out.", show_default=False),
    ] = None,
    accept_schema: Annotated[bool, typer.Option("--accept-schema", help="Take other columns than before.")] = False,
    option: Annotated[
        list[str] | None,
        typer.Option("--option", help="NAME=VALUE: an option of `source:`, as in a rule file.", show_default=False),
    ] = None,
    settings: Settings = None,
) -> None:
    """Pull a source into the repository: a new version of a table, or none where nothing changed."""
    from pydantic import ValidationError

    from wrangle.repository.repository import Repository

    if Path(source).suffix in {".yaml", ".yml"}:
        spec, own = _of_rules(Path(source), settings)
        repository = repository or spec.repository
    else:
        try:
            spec, own = Source(path=source, **variables(option)), None
        except ValidationError as error:
            told = error.errors()[0]
            raise typer.BadParameter(f"{told['loc'][0]}: {told['msg']}", param_hint="--option") from None
    found = Repository(repository).fetch(spec, name or own, append=append, key=key or (), accept_schema=accept_schema)
    for note in found.notes:
        typer.echo(f"note: {note}", err=True)
    typer.echo(str(found))


def _of_rules(rules: Path, settings: list[str] | None) -> tuple[Source, str]:
    """Return the source of a rule file, and the file's name for it."""
    from wrangle.errors import SourceError
    from wrangle.rulefile.read import load

    pipeline = load(rules, variables(settings))
    if pipeline.source is None:
        raise SourceError(f"{rules}: names no `source` to fetch: add one, or name a file or an address")
    return pipeline.source, pipeline.name
