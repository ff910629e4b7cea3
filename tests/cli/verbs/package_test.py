from deployed import make_bundle
from typer.testing import CliRunner

from wrangle.cli import app


def test_a_package_is_written_and_its_files_are_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_bundle(tmp_path / "b")
    found = CliRunner().invoke(app(), ["package", "b", "--sagemaker", "sm"])
    assert found.exit_code == 0, found.output
    named = [line.split()[0] for line in found.stdout.splitlines()]
    assert named[:2] == ["sm/Dockerfile", "sm/model.tar.gz"]
    assert {each.name for each in (tmp_path / "sm").iterdir()} == {each.removeprefix("sm/") for each in named}


def test_the_kind_of_package_must_be_said(tmp_path):
    found = CliRunner().invoke(app(), ["package", str(tmp_path)])
    assert found.exit_code == 2
    assert "--sagemaker" in found.output
