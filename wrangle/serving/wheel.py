"""Makes a wheel of the wrangle that runs here, so that a container gets just this one."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from wrangle.errors import ArtefactError

PACKAGE = Path(__file__).parents[1]
LEFT_OUT = {"__pycache__"}
_WHEEL = "Wheel-Version: 1.0\nGenerator: wrangle\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_DATE = (2020, 1, 1, 0, 0, 0)  # the same content is the same file


def write_wheel(folder: Path) -> Path:
    """Write `wrangle-VERSION-py3-none-any.whl` into a folder.

    Raises
    ------
    ArtefactError
        wrangle is not installed here, only lies in a folder: its version and requirements are not known.

    References
    ----------
    Python packaging user guide, binary distribution format 1.0.
    """
    try:
        own = distribution("wrangle")
    except PackageNotFoundError as error:
        raise ArtefactError("wrangle is not installed here: pip install it, then package the model") from error
    info = f"wrangle-{own.version}.dist-info"
    content = dict(_files())
    for name in ("METADATA", "entry_points.txt", "licenses/LICENSE"):
        if text := own.read_text(name):
            content[f"{info}/{name}"] = text.encode()
    content[f"{info}/WHEEL"] = _WHEEL.encode()
    lines = [f"{name},{_digest(data)},{len(data)}\n" for name, data in content.items()]
    content[f"{info}/RECORD"] = "".join([*lines, f"{info}/RECORD,,\n"]).encode()
    path = folder / f"wrangle-{own.version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED)
    return path


def _files() -> Iterator[tuple[str, bytes]]:
    for file in sorted(PACKAGE.rglob("*")):
        if file.is_file() and not LEFT_OUT.intersection(file.parts):
            yield file.relative_to(PACKAGE.parent).as_posix(), file.read_bytes()


def _digest(content: bytes) -> str:
    found = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
    return f"sha256={found.decode().rstrip('=')}"
