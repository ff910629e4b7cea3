r"""wrangle: one rule file from raw table to served model.

>>> import wrangle
>>> pipeline = wrangle.read_text("name: p\nclean: [clip: {column: a, min: 0}]")
>>> import polars as pl
>>> pipeline.run(pl.DataFrame({"a": [-1.0, 2.0]})).clean["a"].to_list()
[0.0, 2.0]
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import Any

_HOMES = {
    "Pipeline": "wrangle.engine.pipeline",
    "FittedPipeline": "wrangle.engine.fitted",
    "Repository": "wrangle.repository.repository",
    "RunResult": "wrangle.engine.result",
    "WrangleError": "wrangle.errors",
    "diff": "wrangle.explore.diff.diff",
    "load": "wrangle.rulefile.read",
    "monitor": "wrangle.monitoring.monitor",
    "profile": "wrangle.explore.profile.profile",
    "read_text": "wrangle.rulefile.read",
    "suggest": "wrangle.explore.suggest.suggestion",
}
"""Public name -> the module that has it; imported when first asked for."""

__version__ = version("wrangle")
__all__ = [
    "FittedPipeline",
    "Pipeline",
    "Repository",
    "RunResult",
    "WrangleError",
    "__version__",
    "diff",
    "load",
    "monitor",
    "profile",
    "read_text",
    "suggest",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'wrangle' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
