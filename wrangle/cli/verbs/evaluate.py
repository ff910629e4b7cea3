"""`wrangle evaluate`: measure a bundle on data that it did not learn from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def command(
    bundle: Annotated[Path, typer.Argument(help="The bundle's folder.", metavar="BUNDLE", show_default=False)],
    data: Annotated[
        Path, typer.Option("--data", help="Raw rows with all that the target is made from.", show_default=False)
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="Write what was found as JSON to this file.", show_default=False)
    ] = None,
) -> None:
    """Measure a bundle on new data, slice by slice. Exit code 1 if a limit of `accept:` does not hold there."""
    from wrangle.bundle.bundle import json_text
    from wrangle.bundle.load import load_bundle
    from wrangle.cli.verbs.train import told
    from wrangle.sources.output import write_whole
    from wrangle.training.measured import evaluate_bundle

    loaded = load_bundle(bundle)
    found = evaluate_bundle(loaded, data)
    typer.echo(told(loaded.name, found))
    if out is not None:
        write_whole(out, json_text(json.loads(json.dumps(found.describe(), default=str))))
        typer.echo(f"written to {out}")
    if not found.accepted:
        raise typer.Exit(1)
