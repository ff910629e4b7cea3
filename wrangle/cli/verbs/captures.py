"""`wrangle captures`: what a server kept of requests and answers, as lines of JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from wrangle.cli.arguments import moment
from wrangle.cli.stores import store_of

Since = Annotated[str | None, typer.Option(help="From this time on: 2026-05-01T00:00+00:00.", show_default=False)]
Until = Annotated[str | None, typer.Option(help="Until before this time.", show_default=False)]
Out = Annotated[Path | None, typer.Option("--out", help="The file to write; else the terminal.", show_default=False)]


def command(
    store: Annotated[str, typer.Argument(help="A deployment's folder, or an SQLAlchemy address.", metavar="STORE")],
    since: Since = None,
    until: Until = None,
    out: Out = None,
    sagemaker: Annotated[bool, typer.Option("--sagemaker", help="As Amazon SageMaker's data capture.")] = False,
    import_: Annotated[
        Path | None,
        typer.Option("--import", help="Add a file or folder of SageMaker's data capture instead.", show_default=False),
    ] = None,
) -> None:
    """Write captured requests and answers, oldest first, a JSON object a line; or take in those of SageMaker."""
    if import_ is not None:
        _import(import_, store)
        return
    from wrangle.captures.read import read_captures
    from wrangle.captures.sagemaker import sagemaker_lines

    frames = read_captures(store_of(store), moment(since, "--since"), moment(until, "--until"))
    lines = sagemaker_lines if sagemaker else _lines
    target: Any = nullcontext(sys.stdout) if out is None else out.open("w", encoding="utf-8")
    count = 0
    with target as file:
        for line in (line for frame in frames for line in lines(frame)):
            file.write(line + "\n")
            count += 1
    if out is not None:
        typer.echo(f"{count:,} captures written to {out}")


def _import(path: Path, store: str) -> None:
    from wrangle.monitoring.importing import Served, import_captures

    read, new = import_captures(path, store_of(store), Served() if "://" in store else _served(Path(store)))
    typer.echo(f"{read:,} captured records read: {new:,} new, {read - new:,} known already")


def _served(folder: Path) -> Any:
    """Return what lines of SageMaker's do not tell, as the deployment has it."""
    from wrangle.monitoring.importing import Served
    from wrangle.serving.deployment import read_deployment

    spec = read_deployment(folder).variants[0]
    schema = json.loads((folder / spec.bundle / "schema.json").read_text(encoding="utf-8"))
    return Served(tuple(schema["input"]["properties"]), spec.name, spec.digest)


def _lines(frame: Any) -> Iterator[str]:
    for row in frame.iter_rows(named=True):
        told = row | {name: json.loads(row[name]) for name in ("request", "answer")}
        yield json.dumps(told | {"time": row["time"].isoformat()}, ensure_ascii=False)
