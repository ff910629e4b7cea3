import pytest
from trainings import trained

from wrangle.bundle.load import load_bundle
from wrangle.errors import OutputError

SECTION = "target: ice\nfeatures: [cold, wet]\nestimator: linear\nmetrics: [accuracy]\n"


@pytest.fixture(scope="module")
def found():
    return trained(SECTION + "accept: {accuracy: {min: 0.5}}\nmodel_name: frost\nsearch: {C: [0.1, 1], folds: 2}")


def test_limits_decide(found):
    assert found.accepted
    assert not trained(SECTION + "accept: {accuracy: {min: 0.9999}, roc_auc: {max: 0.1}}").accepted


def test_report_card_and_notebook_tell_of_the_model(found):
    for text in (found.report, found.card, found._repr_html_()):
        assert "frost" in text
    assert "accuracy" in found.card
    assert "http://" not in found.report.replace("http://www.w3.org", "")


def test_the_bundle_tells_all_that_training_knew(found, tmp_path):
    bundle = load_bundle(found.save(tmp_path / "frost"))
    manifest = bundle.manifest
    assert manifest["name"] == "frost"
    assert manifest["train"]["target"] == "ice"
    assert manifest["split"]["how"] == "random"
    assert len(manifest["search"]["trials"]) == 2
    assert manifest["notes"] == list(found.notes)
    assert manifest["counts"] == found.facts.rows
    assert bundle.metrics["metrics"] == found.metrics


def test_a_folder_of_something_else_is_left_alone(found, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputError):
        found.save(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]
