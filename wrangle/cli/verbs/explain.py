"""`wrangle explain`: print the reference page of a step, check or section."""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def command(
    name: Annotated[str, typer.Argument(help="A step, check or section.", metavar="NAME", show_default=False)],
) -> None:
    """Print the reference page of a step, check or section."""
    from wrangle.rulefile.reference import page

    text = page(name)
    if not sys.stdout.isatty():
        typer.echo(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))
