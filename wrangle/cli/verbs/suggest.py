"""`wrangle suggest`: write a rule file from what data hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Target = Annotated[str, typer.Argument(help="The data: a file, a glob, a folder, a URL.", metavar="DATA")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="The rule file to write.", show_default=False)]
Name = Annotated[str | None, typer.Option("--name", help="What the rule file is called.", show_default=False)]
Rows = Annotated[int, typer.Option("--rows", min=1, help="How many rows are looked at, from the beginning.")]
Force = Annotated[bool, typer.Option("--force", help="Write over a rule file that is there.")]
Json = Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")]


def command(
    data: Target,
    out: Out = None,
    name: Name = None,
    rows: Rows = 200_000,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Suggest a rule file for data: each rule with what speaks for it, how many cells, how sure, examples.

    What the data prove stands as a rule; what they only hint at stands as a comment, after `#?`, for you to decide.
    Without `--out` the rule file is printed.
    """
    import json

    from wrangle.errors import OutputError
    from wrangle.explore.suggest.suggestion import suggest

    if out is not None and out.exists() and not force:
        raise OutputError(f"{out}: there is such a file already: name another, or say --force to write over it")
    found = suggest(data, name=name or (out.stem if out else None), rows=rows)
    if out is not None:
        found.save(out)
    if as_json:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
    elif out is None:
        typer.echo(found.text, nl=False)
    else:
        steps = [each for each in found.findings if each.section != "columns"]
        sure = sum(each.applied for each in steps)
        typer.echo(f"{out}: {sure} rules, {len(steps) - sure} more to be decided (#?), from {found.rows:,} rows")
        typer.echo(f"read it, then: wrangle preview {out}; wrangle run {out}")
