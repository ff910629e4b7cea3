from dataclasses import replace

import pytest
from served import RULES, make_bundle, raw_rows
from typer.testing import CliRunner

from wrangle.bundle.load import load_bundle
from wrangle.bundle.write import BundleParts, write_bundle
from wrangle.cli import app
from wrangle.errors import ArtefactError


@pytest.fixture
def bundle(tmp_path):
    loaded = load_bundle(make_bundle(tmp_path / "first"))
    parts = BundleParts(
        loaded.pipeline, loaded.model, {"ice.yaml": RULES}, "sklearn.ensemble.HistGradientBoostingClassifier",
        options={"max_iter": 20}, seed=7, counts={"training": {"read": 1200, "quarantined": 3}, "test": 300},
        dataset=[{"name": "weather", "files": ["a.csv", "b.csv"], "sha256": "d" * 64}], parent="ice@1",
        golden=raw_rows(60),
    )  # fmt: skip
    return write_bundle(tmp_path / "ice", replace(parts, name="icing"))


def run(folder):
    return CliRunner().invoke(app(), ["lineage", str(folder)])


def test_it_tells_where_every_part_came_from(bundle):
    found = run(bundle)
    loaded = load_bundle(bundle)
    assert found.exit_code == 0
    for told in (
        f"icing, sha256 {loaded.digest}",
        f"ice.yaml, sha256 {loaded.pipeline.pipeline.digest}",
        f"weather, sha256 {'d' * 64}",
        f"sha256 {loaded.manifest['learned']['sha256']}",
        "sklearn.ensemble.HistGradientBoostingClassifier(max_iter=20), seed 7",
        "1,200 read, 3 quarantined",
        "icy (binary)",
        "ice@1",
        f"scikit-learn {loaded.manifest['made_by']['scikit-learn']}",
        "golden records hold",
    ):
        assert told in found.stdout
    assert "a.csv" in found.stdout


def test_the_digests_of_its_own_files_can_be_told(bundle):
    found = CliRunner().invoke(app(), ["lineage", str(bundle), "--files"]).stdout
    for name, digest in load_bundle(bundle).manifest["files"].items():
        assert f"{name}, sha256 {digest}" in found


def test_a_bundle_that_was_changed_tells_nothing(bundle):
    (bundle / "metrics.json").write_text("{ }")
    found = run(bundle)
    assert isinstance(found.exception, ArtefactError)
    assert found.stdout == ""
