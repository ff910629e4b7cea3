"""Installs small distributions into a folder, as far as `importlib.metadata` looks: files, and their metadata."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def install(folder: Path, name: str, files: dict[str, str], points: dict[str, dict[str, str]]) -> Path:
    """Write the files of a distribution and what it declares; return the folder, which belongs on the path."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    groups = [
        f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in each.items()) for group, each in points.items()
    ]
    (info / "entry_points.txt").write_text("\n".join(groups))
    return folder


def python(folder: Path, *arguments: str) -> str:
    """Return what a new process says, errors too, that has the folder on its path and works in it."""
    environment = os.environ | {"PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=folder, env=environment, check=False
    )
    return done.stdout + done.stderr


def wrangle(folder: Path, *arguments: str) -> str:
    """Return what the command line says in such a process."""
    return python(folder, "-m", "wrangle.cli", *arguments)
