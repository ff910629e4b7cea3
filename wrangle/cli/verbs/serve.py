"""`wrangle serve`: answer records over HTTP."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

Target = Annotated[
    str,
    typer.Argument(
        help="A bundle's folder, a deployment's folder, or models:/NAME@ALIAS.", metavar="TARGET", show_default=False
    ),
]


def command(  # noqa: PLR0913, PLR0917  # each is an option of the command line
    target: Target,
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any free one.")] = 8080,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that share the port.")] = 1,
    token_file: Annotated[
        Path | None,
        typer.Option(
            help="A file with the token that callers must bring; or set WRANGLE_SERVE_TOKEN.", show_default=False
        ),
    ] = None,
    max_body: Annotated[int | None, typer.Option(min=1, help="Bytes of a request.", show_default=False)] = None,
    max_records: Annotated[int | None, typer.Option(min=1, help="Records in a request.", show_default=False)] = None,
    timeout: Annotated[
        float | None, typer.Option(min=0.01, help="Seconds until a request is given up.", show_default=False)
    ] = None,
    wait: Annotated[
        float | None,
        typer.Option(
            min=0, help="Milliseconds that a request waits for others to be answered with.", show_default=False
        ),
    ] = None,
    drain: Annotated[int, typer.Option(min=0, help="Seconds that a stop waits for requests under way.")] = 25,
    access_log: Annotated[bool, typer.Option("--access-log", help="Log every request.")] = False,
) -> None:
    """Answer raw records over HTTP: SageMaker's contract, Open Inference Protocol, metrics, OpenAPI and a page."""
    from wrangle.serving.server import THREADS, Settings, serve

    os.environ.update({name: value for name, value in THREADS.items() if name not in os.environ})
    given = {"body": max_body, "records": max_records, "timeout": timeout, "wait": wait}
    limits = {name: value for name, value in given.items() if value is not None}
    token = str(token_file) if token_file else None
    serve(Settings(_folder(target), host, port, workers, token, drain, limits, access_log))


def _folder(target: str) -> str:
    """Return the folder that a target stands for; a name in the registry is resolved now, once."""
    if not target.startswith("models:/"):
        return target
    from wrangle.training.registry import resolve

    return str(resolve(target))
