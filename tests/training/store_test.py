import os
import subprocess
import sys

import pytest

from wrangle.training.store import address, shown


def test_the_store_is_a_file_in_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    assert address() == f"sqlite:///{tmp_path}/mlflow.db"


def test_the_environment_wins(monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000")
    assert address() == "http://127.0.0.1:5000"


@pytest.mark.parametrize(
    ("uri", "wanted"),
    [
        ("mysql+pymysql://root:p%40ss@db:3306/ml", "mysql+pymysql://root@db:3306/ml"),
        ("https://host/path:a@b", "https://host/path:a@b"),
        ("sqlite:////data/mlflow.db", "sqlite:////data/mlflow.db"),
    ],
)
def test_no_password_is_shown(uri, wanted):
    assert shown(uri) == wanted


def test_mlflow_is_not_imported_before_it_is_asked_for():
    code = "import sys, wrangle.training.registry, wrangle.cli; wrangle.cli.app(); print('mlflow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert done.stdout.strip() == "False"
