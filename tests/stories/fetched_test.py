"""From a server that drops connections, into the repository, to a model that says by which version it was trained."""

import pytest
from trainings import raw
from typer.testing import CliRunner

from wrangle.cli import app

RULES = """\
name: ice
source: {source}
columns: {{station: string, at: datetime, cold: string, wet: float, noise: float, ice: boolean}}
clean:
  - parse_number: {{column: cold, otherwise: quarantine}}
  - impute: {{column: wet, with: median}}
train:
  target: ice
  features: [cold, wet]
  estimator: sklearn.linear_model.LogisticRegression
  split: {{by: at, test: 0.25}}
  metrics: [roc_auc]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch, web):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WRANGLE_REPOSITORY", raising=False)
    text = raw(20_000).select("station", "at", "cold", "wet", "noise", "ice").write_csv()
    web.files["/ice.csv"] = text.replace("\n", "\nEWR,2026\n", 1).encode()
    (tmp_path / "ice.yaml").write_text(RULES.format(source=f"{web.address}/ice.csv"))
    return tmp_path


def wrangle(*arguments):
    found = CliRunner().invoke(app(), list(map(str, arguments)))
    assert found.exit_code == 0, found.exception
    return found.stdout


def test_a_model_tells_the_version_of_the_data_that_it_was_trained_on(folder, web):
    web.wrong += [600_000, {"code": 503}]
    said = wrangle("fetch", "ice.yaml")
    assert said == "ice@0: 20,001 rows, 1 of them could not be read whole and are kept with the reason\n"
    assert [part is None for part in web.sent()] == [True, False, False]
    assert "nothing was downloaded" in wrangle("fetch", "ice.yaml")
    (folder / "ice.yaml").write_text(RULES.format(source="ice@0"))
    assert "source: 1 row to the quarantine" in wrangle("run", "ice.yaml")
    wrangle("train", "ice.yaml", "--out", "model", "--no-track")
    assert "ice@0 of data, sha256" in wrangle("lineage", "model")
    web.files["/ice.csv"] = web.files["/ice.csv"].replace(b"station", b"airport", 1)
    found = CliRunner().invoke(app(), ["fetch", f"{web.address}/ice.csv"])
    assert "- station: String" in str(found.exception)
    assert "+ airport: String" in str(found.exception)
