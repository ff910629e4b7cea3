import pytest
from monitored import WEATHER

from wrangle.errors import ArtefactError, CaptureError
from wrangle.monitoring.watched import watched
from wrangle.rulefile.read import read_text
from wrangle.training.train import train


def test_columns_that_only_the_target_is_made_of_are_known(tmp_path):
    text = f"""
name: late
source: {WEATHER}
clean: [parse_number: {{column: humidity}}, parse_number: {{column: pressure}}]
transform: [derive: {{damp: humidity > 60, at: training}}]
train: {{target: damp, features: [pressure], estimator: linear}}
"""
    bundle = train(read_text(text), curve=False).save(tmp_path / "bundle")
    assert watched(bundle, "x.jsonl").later == {"humidity"}


def test_a_bundle_of_before_says_what_to_do(deicing, tmp_path):
    import shutil

    from wrangle.bundle.load import load_bundle
    from wrangle.monitoring.monitor import monitor

    made = load_bundle(deicing[0])
    assert watched(deicing[0]).baseline.rows > 3000
    shutil.copytree(deicing[0], tmp_path / "old")
    (tmp_path / "old" / "baseline.json").unlink()
    with pytest.raises(ArtefactError, match="is missing"):  # the manifest names it
        monitor(tmp_path / "old", captures="sqlite:///x.sqlite")
    assert made.name == "deicing"


def test_the_password_of_other_captures_comes_from_the_environment_and_is_not_shown(deicing, tmp_path, monkeypatch):
    from wrangle.serving.promotion import promote

    promote(deicing[0], tmp_path / "live")
    monkeypatch.setenv("WRANGLE_TEST_WATCHED", "open-sesame-watched")
    url = "postgresql://me:${env:WRANGLE_TEST_WATCHED}@host/captures"
    for target in (deicing[0], tmp_path / "live"):
        assert "open-sesame-watched" in str(watched(target, url).captures)
        with pytest.raises(CaptureError, match="captures cannot be kept in 'mysql'") as told:
            watched(target, "mysql://me:open-sesame@host/captures")
        assert "open-sesame" not in str(told.value)
