"""What can be shown: as a page, in a notebook, on a terminal."""

from __future__ import annotations

import html
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from wrangle.sources.output import write_whole


class Shown:
    """Facts that a module of `wrangle.reports` writes as a page and as text."""

    report: ClassVar[str]
    """The module's name."""

    height: ClassVar[str] = "30rem"
    """How high the page is in a notebook."""

    def to_dict(self) -> dict[str, Any]:
        """Return all facts as plain JSON values."""
        raise NotImplementedError

    def html(self) -> str:
        """Return it as a page that needs nothing else."""
        return str(self._report().render(self.to_dict()))

    def save(self, path: str | Path) -> Path:
        """Write the page, whole or not at all.

        Raises
        ------
        OutputError
            It cannot be written there.
        """
        return write_whole(path, self.html())

    def _report(self) -> Any:
        return import_module(f"wrangle.reports.{self.report}")

    def __str__(self) -> str:
        return str(self._report().text(self.to_dict()))

    def _repr_html_(self) -> str:
        page = html.escape(self.html())
        return f'<iframe srcdoc="{page}" style="width: 100%; height: {self.height}; border: 0"></iframe>'
