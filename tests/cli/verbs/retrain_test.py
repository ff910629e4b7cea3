from cycled import deployment, serve, tell, world
from typer.testing import CliRunner

from wrangle.bundle.load import load_bundle
from wrangle.cli import app


def wrangle(*arguments):
    return CliRunner().invoke(app(), ["retrain", *map(str, arguments), "--no-track"])


def test_a_challenger_is_kept_with_reasons_and_written_where_it_is_wanted(tmp_path):
    live = deployment(tmp_path)
    assert wrangle(live).exit_code == 2
    later = world(2_000, 1, "price", 10_000)
    serve(live, later)
    tell(live, later)
    found = wrangle(live, "--out", tmp_path / "challenger")
    assert found.exit_code == 1, found.output
    assert "kept as challenger" in found.stdout
    assert "its lower end should be 0.02 or more" in found.stdout
    assert load_bundle(tmp_path / "challenger").manifest["retrain"]["held_out"] == 500
    assert "nothing has changed since this was decided" in wrangle(live).stdout


def test_one_that_is_better_is_promoted(tmp_path):
    live = deployment(tmp_path)
    later = world(2_000, 1, "age", 10_000)
    serve(live, later)
    tell(live, later)
    found = wrangle(live, "--rules", tmp_path / "shop.yaml")
    assert found.exit_code == 0, found.output
    assert "roc_auc            champion 0.4" in found.stdout or "roc_auc            champion 0.5" in found.stdout
    assert "promoted: revision 2" in found.stdout
