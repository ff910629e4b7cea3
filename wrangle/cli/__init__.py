"""The command line: `wrangle VERB`. A verb is a file in `verbs/`: arguments in, one call, exit code out."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

from wrangle.errors import WrangleError

VERBS = Path(__file__).parent / "verbs"


def app() -> typer.Typer:
    """Return the command line with a command for each file of `verbs/`."""
    found = typer.Typer(
        name="wrangle",
        help="One rule file from raw table to served model.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        rich_markup_mode=None,
    )
    for file in sorted(VERBS.glob("[!_]*.py")):
        module = import_module(f"wrangle.cli.verbs.{file.stem}")
        if hasattr(module, "app"):  # a verb with verbs of its own
            found.add_typer(module.app, name=file.stem)
        else:
            found.command(file.stem)(module.command)
    return found


SETTINGS = {
    # memory is kept for a second, for the next batch, and shared by all threads: less CPU time, and a third less memory
    "_RJEM_MALLOC_CONF": "oversize_threshold:0,dirty_decay_ms:1000,muzzy_decay_ms:0,narenas:2",
    # threads of an estimator that wait for each other sleep: where they spin instead (the default), and another process
    # has one of the cores, a fit of one second took twelve
    "OMP_WAIT_POLICY": "passive",
    "POLARS_ROW_GROUP_PREFETCH_SIZE": "2",  # more row groups read ahead only take memory
}
"""What polars and scikit-learn read from the environment when they are imported; what the user has set there stays."""


INTERRUPTED = 130
"""The exit code after Ctrl-C: 128 and the signal's number."""


def main() -> None:
    """Run the command line; errors of ours become one message and exit code 1, Ctrl-C one and exit code 130."""
    os.environ.update({name: value for name, value in SETTINGS.items() if name not in os.environ})
    sys.unraisablehook = _tell_unraisable
    try:
        app()()
    except WrangleError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201  # a command line prints
        sys.exit(1)
    except (KeyboardInterrupt, SystemExit) as end:  # typer makes the second of the first
        if isinstance(end, SystemExit) and end.code != INTERRUPTED:
            raise
        print("interrupted: nothing was written", file=sys.stderr)  # noqa: T201
        sys.exit(INTERRUPTED)


def _tell_unraisable(told: Any) -> None:
    """Say nothing of Ctrl-C in a destructor: polars has raised it where it counts, Python does so once more there."""
    if not issubclass(told.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(told)
