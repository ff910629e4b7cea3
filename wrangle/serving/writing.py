"""Writes a deployment's folder: by one at a time, and each file and bundle whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wrangle.bundle.bundle import Bundle
from wrangle.bundle.manifest import hold_files, read_manifest
from wrangle.errors import ArtefactError, DeploymentError
from wrangle.serving.deployment import BUNDLES, FILE

LOCK = ".lock"
WAIT = 10.0
"""Seconds that a writer waits for another one."""


def hold_bundle(folder: Path, digest: str) -> None:
    """Hold a deployed bundle against the SHA-256 that the deployment names.

    Raises
    ------
    ArtefactError, DeploymentError
        It is damaged, or another one.
    """
    manifest, found = read_manifest(folder)
    if found != digest:
        raise DeploymentError(f"{folder}: is not the bundle that was promoted ({found[:12]}, not {digest[:12]})")
    hold_files(folder, manifest)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that it is there as it was or as it will be, also after a loss of power.

    Raises
    ------
    DeploymentError
        It cannot be written, and is as it was.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise DeploymentError(f"{path}: cannot be written: {error.strerror or error}; it is as it was") from error
    finally:
        beside.unlink(missing_ok=True)


def copy_bundle(bundle: Bundle, target: Path) -> None:
    """Copy a bundle into the deployment, whole or not at all; what is there already is held against its digests.

    Raises
    ------
    DeploymentError
        It cannot be copied, or what is there already is damaged.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        if target.exists():
            hold_bundle(target, bundle.digest)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(bundle.folder, beside)
        hold_bundle(beside, bundle.digest)
        for each in (*beside.rglob("*"), beside):
            _sync(each)
        beside.rename(target)
        _sync(target.parent)
    except OSError as error:
        raise DeploymentError(f"{target}: the bundle cannot be copied: {error.strerror or error}") from error
    except ArtefactError as error:
        raise DeploymentError(f"{error}. Remove {target} and promote again") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only one that writes a deployment, whose folder is made where it is missing.

    Raises
    ------
    DeploymentError
        Another one writes for too long, or the folder is something else.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = sorted(each.name for each in folder.iterdir() if not each.name.startswith("."))
        if others and FILE not in others and others != [BUNDLES]:
            raise DeploymentError(f"{folder}: is no deployment (it holds {others[0]}): name a new or an empty folder")
        with (folder / LOCK).open("a") as file:
            _lock(file.fileno(), folder)
            yield
    except OSError as error:
        raise DeploymentError(f"{folder}: cannot be written: {error.strerror or error}") from error


def _locked(handle: int) -> bool:
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock(handle: int, folder: Path) -> None:
    end = time.monotonic() + WAIT
    while not _locked(handle):
        if time.monotonic() > end:
            raise DeploymentError(f"{folder}: another promote or rollback is under way: try again when it is done")
        time.sleep(0.05)
