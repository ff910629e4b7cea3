import pytest
from cycled import deployment, serve, tell, world
from typer.testing import CliRunner

from wrangle.cli import app


@pytest.fixture
def live(tmp_path):
    return deployment(tmp_path)


def wrangle(*arguments):
    return CliRunner().invoke(app(), [*map(str, arguments), "--no-track"])


def test_exit_codes_are_for_schedulers(live, tmp_path):
    assert wrangle("cycle", live).exit_code == 0
    later = world(2_000, 1, "age", 10_000)
    serve(live, later)
    tell(live, later)
    found = wrangle("cycle", live)
    assert found.exit_code == 0, found.output
    assert "when: quality: holds" in found.stdout
    assert "promoted: revision 2 serves" in found.stdout
    assert "trained on 2,000 rows of the repository and 1,500 captured ones, judged on the newest 500" in found.stdout
    assert wrangle("cycle", live).exit_code == 0
    assert wrangle("rollback", live, "--to", "1").exit_code == 2  # it takes no --no-track
    assert CliRunner().invoke(app(), ["rollback", str(live)]).exit_code == 0
    stays = wrangle("cycle", live)
    assert stays.exit_code == 1
    assert "nothing was done: 0 records with truth have come since the last challenger was judged" in stays.stdout
    failed = wrangle("cycle", tmp_path / "none")
    assert failed.exit_code == 2
    assert "is no deployment" in failed.stderr
