"""`wrangle steps`: list the steps and checks."""

from __future__ import annotations

import typer


def command() -> None:
    """List all steps and checks, each with what it does."""
    from wrangle.catalogue import chapter, modules

    shown = ""
    for keyword in sorted(modules("steps"), key=lambda each: (chapter(each), each)):
        if chapter(keyword) != shown:
            shown = chapter(keyword)
            typer.echo(f"\n{shown}" if keyword else shown)
        typer.echo(_line("steps", keyword))
    typer.echo("\nchecks")
    for keyword in modules("checks"):
        typer.echo(_line("checks", keyword))
    typer.echo("\n`wrangle explain NAME` prints the page of one of them.")


def _line(folder: str, keyword: str) -> str:
    from wrangle.catalogue import BrokenOperationError, modules, operation

    try:
        summary = (operation(folder, keyword).__doc__ or " ").splitlines()[0]
    except BrokenOperationError as error:
        summary = f"(not usable: {error})"
    width = max(len(name) for each in ("steps", "checks") for name in modules(each)) + 2
    return f"  {keyword:{width}}{summary}"
