import json
from importlib.metadata import version

import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from wrangle.bundle.manifest import digests, hold_files, hold_versions, made_by, read_manifest
from wrangle.errors import ArtefactError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a.yaml").write_text("name: a\n")
    (tmp_path / "card.md").write_text("")
    whole = {"format": "wrangle bundle", "version": 1, "files": digests(tmp_path)}
    (tmp_path / "manifest.json").write_text(json.dumps(whole))
    return tmp_path


def test_every_file_but_the_manifest_has_a_digest(folder):
    manifest, digest = read_manifest(folder)
    assert list(manifest["files"]) == ["card.md", "rules/a.yaml"]
    assert len(digest) == 64
    hold_files(folder, manifest)


def test_the_first_file_that_differs_is_named(folder):
    (folder / "rules" / "a.yaml").write_text("name: b\n")
    with pytest.raises(ArtefactError, match=r"a\.yaml: is damaged \(its SHA-256 is not that in manifest\.json\)"):
        hold_files(folder, read_manifest(folder)[0])


@pytest.mark.parametrize("files", [None, [], "card.md"])
def test_a_manifest_that_names_no_files_is_refused(folder, files):
    with pytest.raises(ArtefactError, match="names no files"):
        hold_files(folder, {"files": files})


def test_a_manifest_of_no_bounds_is_not_read(folder, monkeypatch):
    monkeypatch.setattr("wrangle.bundle.manifest.LARGEST", 10)
    with pytest.raises(ArtefactError, match="is not as wrangle writes it"):
        read_manifest(folder)


@pytest.mark.parametrize("made", [None, [], {}, {"scikit-learn": 1.9}])
def test_a_manifest_that_does_not_tell_its_versions_is_refused(folder, made):
    with pytest.raises(ArtefactError, match="models are not carried between minor versions"):
        hold_versions(folder, {"made_by": made})


def test_the_library_of_an_estimator_is_found_inside_of_it():
    xgboost = pytest.importorskip("xgboost")
    inside = make_pipeline(LogisticRegression(), xgboost.XGBClassifier())
    assert made_by(inside)["xgboost"] == xgboost.__version__
    assert made_by(LogisticRegression())["scikit-learn"] == version("scikit-learn")
    assert "xgboost" not in made_by(LogisticRegression())
