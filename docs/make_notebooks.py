"""Run the notebooks of `docs/notebooks/` anew, and keep what they show: texts and small tables, no pages.

Call it by `make notebooks`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "docs" / "notebooks"

LARGEST = 6_000
"""Letters of an output beyond which it is not kept: pages are shown when the notebook is run."""

KEPT = ("text/plain", "text/html")


def run(path: Path, folder: Path = ROOT) -> Any:
    """Run a notebook from a folder; return it with what it shows."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.create_kernel_manager().transport = "ipc"  # no port is opened
    client.execute()
    return notebook


def trimmed(notebook: Any) -> Any:
    """Return a notebook without what differs from run to run, and without large outputs."""
    for cell in notebook.cells:
        cell.metadata = {}
        for output in cell.get("outputs", ()):
            if "data" in output:
                output["data"] = {
                    kind: text for kind, text in output["data"].items() if kind in KEPT and len(text) <= LARGEST
                }
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return notebook


def main() -> None:
    """Run all of them."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        nbformat.write(trimmed(run(path)), path)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
