"""Packages a bundle for Amazon SageMaker: `model.tar.gz`, and what its container is built from."""

from __future__ import annotations

import gzip
import sys
import tarfile
from pathlib import Path

from wrangle.bundle.bundle import Bundle
from wrangle.bundle.load import load_bundle
from wrangle.serving.pins import pins_for, read_pins
from wrangle.serving.wheel import write_wheel
from wrangle.sources.output import OutputFolder

DOCKERFILE = """\
# The container of {name}, as Amazon SageMaker runs it: `docker run IMAGE serve`.
# Build: docker build -t {image} .
# The model is not in the image: SageMaker unpacks model.tar.gz into /opt/ml/model. To try it here:
#   mkdir model && tar -xzf model.tar.gz -C model
#   docker run -p 8080:8080 -v "$PWD/model:/opt/ml/model:ro" {image} serve
FROM python:{python}-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \\
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 POLARS_MAX_THREADS=1

COPY requirements.txt {wheel} /opt/program/
RUN pip install --no-cache-dir --no-deps --requirement /opt/program/requirements.txt \\
    && pip install --no-cache-dir --no-deps /opt/program/{wheel} \\
    && pip check

EXPOSE 8080
ENTRYPOINT ["python", "-m", "wrangle.serving.container"]
CMD ["serve"]
"""


def package(bundle: str | Path, folder: str | Path) -> Path:
    """Write `model.tar.gz` (the bundle at its root), a Dockerfile and what that needs into a folder.

    Parameters
    ----------
    bundle : path
        It is loaded and must answer its golden records.
    folder : path
        A new or empty folder, or one that this wrote before; written whole or not at all.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ArtefactError
        The bundle is damaged, or names a requirement that is not pinned.
    OutputError
        The folder cannot be written.
    """
    loaded = load_bundle(bundle)
    own = read_pins((loaded.folder / "requirements.txt").read_text(encoding="utf-8"), str(loaded.folder))
    pins = pins_for({name: version for name, version in own.items() if name != "wrangle"})
    with OutputFolder(folder, sign="Dockerfile") as output:
        wheel = write_wheel(output.path).name
        _archive(loaded, output.path / "model.tar.gz")
        lines = "".join(f"{name}=={version}\n" for name, version in pins.items())
        (output.path / "requirements.txt").write_text(lines, encoding="utf-8")
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        image = "".join(each if each.isalnum() else "-" for each in loaded.name.lower()).strip("-") or "model"
        text = DOCKERFILE.format(name=loaded.name, image=image, python=python, wheel=wheel)
        (output.path / "Dockerfile").write_text(text, encoding="utf-8")
    return output.target


def _archive(bundle: Bundle, path: Path) -> None:
    """Write the files of a bundle, as they would be written by anybody at any time: the same bundle, the same bytes."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for file in sorted(each for each in bundle.folder.rglob("*") if each.is_file()):
            info = tarfile.TarInfo(file.relative_to(bundle.folder).as_posix())
            info.size, info.mode = file.stat().st_size, 0o644
            with file.open("rb") as content:
                archive.addfile(info, content)
