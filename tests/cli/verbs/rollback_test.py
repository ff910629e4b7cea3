import pytest
from deployed import make_bundle
from typer.testing import CliRunner

from wrangle.cli import app
from wrangle.errors import DeploymentError


@pytest.fixture
def wrangle(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for number in range(3):
        make_bundle(tmp_path / f"b{number}", number)
        CliRunner().invoke(app(), ["promote", f"b{number}", "live"])
    return lambda *arguments: CliRunner().invoke(app(), [str(each) for each in arguments])


def test_one_command_returns_to_the_state_before(wrangle):
    found = wrangle("rollback", "live")
    assert found.exit_code == 0
    assert found.stdout.startswith("live: revision 4: rollback to revision 2\n  main  ")


def test_a_revision_may_be_named(wrangle):
    assert "revision 4: rollback to revision 1" in wrangle("rollback", "live", "--to", "1").stdout
    found = wrangle("rollback", "live", "--to", "77")
    assert isinstance(found.exception, DeploymentError)
    assert "known are 4, 3, 2, 1" in str(found.exception) or "known are 3, 2, 1" in str(found.exception)


def test_a_folder_that_is_no_deployment_says_how_to_make_one(wrangle):
    found = wrangle("rollback", "b0")
    assert isinstance(found.exception, DeploymentError)
