import pytest
from deployed import make_bundle, spoil
from typer.testing import CliRunner

from wrangle.cli import app
from wrangle.errors import ArtefactError, DeploymentError
from wrangle.serving.deployment import read_deployment


@pytest.fixture
def wrangle(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for number in range(2):
        make_bundle(tmp_path / f"b{number}", number)
    return lambda *arguments: CliRunner().invoke(app(), [str(each) for each in arguments])


def test_a_promotion_says_what_is_served(wrangle, tmp_path):
    found = wrangle("promote", "b0", "live")
    digest = read_deployment(tmp_path / "live").variants[0].digest[:12]
    assert found.stdout == f"live: revision 1: promote weather@{digest}\n  main  {digest}  weight 1\n"


def test_variants_weights_and_shadows_are_options(wrangle, tmp_path):
    wrangle("promote", "b0", "live")
    wrangle("promote", "b1", "live", "--variant", "canary", "--weight", "0.25")
    found = wrangle("promote", "b1", "live", "--shadow")
    assert [line.split()[0] for line in found.stdout.splitlines()[1:]] == ["main", "canary", "shadow"]
    assert "weight 0.25" in found.stdout
    assert len(read_deployment(tmp_path / "live").shadows) == 1


def test_a_bad_bundle_is_refused_and_nothing_changes(wrangle, tmp_path):
    wrangle("promote", "b0", "live")
    found = wrangle("promote", spoil(tmp_path / "b1"), "live")
    assert found.exit_code == 1
    assert isinstance(found.exception, ArtefactError)
    assert read_deployment(tmp_path / "live").revision == 1


def test_a_weight_without_a_variant_is_explained(wrangle):
    found = wrangle("promote", "b0", "live", "--weight", "0.5")
    assert isinstance(found.exception, DeploymentError)
    assert "--variant NAME" in str(found.exception)
