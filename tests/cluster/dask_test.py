"""What is told where Dask cannot be reached: at once, with what to do, and nothing besides."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from wrangle.cluster import connect
from wrangle.errors import ClusterError
from wrangle.sections.engine import Engine

WRANGLE = Path(sys.executable).with_name("wrangle")


def test_without_certificates_an_address_that_asks_for_them_is_refused_and_nothing_else_is_said(tmp_path):
    (tmp_path / "rules.yaml").write_text("name: p\nsource: raw.csv\n")
    (tmp_path / "raw.csv").write_text("a\n1\n")
    began = time.monotonic()
    where = ["--engine", "dask", "--address", "tls://127.0.0.1:1", "--out", "out"]
    found = subprocess.run(
        [WRANGLE, "run", "rules.yaml", *where], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert found.returncode == 1
    (line,) = found.stderr.splitlines()
    assert line.startswith("error: engine: dask: tls://127.0.0.1:1 asks for certificates, and none are set: set DASK_")
    assert time.monotonic() - began < 20
    assert not (tmp_path / "out").exists()


def test_an_address_of_no_kind_that_dask_knows_is_told():
    with pytest.raises(ClusterError, match=r"no workers answer at ftp://a:1 \(unknown address scheme 'ftp'"):
        connect(Engine(use="dask", address="ftp://a:1"))
