import pytest
from trainings import STEPS, prepared, raw, rules

from wrangle.engine.session import Session
from wrangle.errors import TrainingError
from wrangle.sources.input import frame_input
from wrangle.training.choosing import hold_columns

LATER = STEPS + "  - derive: {later: wet * 2, at: training}\n"
REFUSED = {
    "features: [wet, later]": "the feature 'later' is made by a step `at: training`: it is not there when serving",
    "compare: {other: {features: [later]}}": "the feature 'later' is made by a step `at: training`",
    "features: [at]": "the feature 'at' is a time: make numbers of it",
    "features: [wet, ice]": "'ice' is the target, the weight or a key, and a feature",
    "features: [day]": "'day' is the target, the weight or a key, and a feature",
    "features: [wte]": "there is no column 'wte' after all steps: did you mean 'wet'",
    "features: ['*y']": "'day' is the target, the weight or a key, and a feature",
}


@pytest.mark.parametrize("section", REFUSED)
def test_what_cannot_be_a_feature_is_refused_before_any_data_is_read(section):
    pipeline = rules(f"target: ice\nkey: [day]\n{section}", LATER)
    session = Session(pipeline, frame_input(raw()))
    with pytest.raises(TrainingError) as caught:
        hold_columns(session, pipeline.sections["train"])
    assert REFUSED[section] in str(caught.value)
    assert not session.passes


def test_features_may_be_chosen_by_globs():
    pipeline = rules("target: ice\nfeatures: ['no*', 'w*', 'station_*']", STEPS)
    hold_columns(Session(pipeline, frame_input(raw())), pipeline.sections["train"])
    found = prepared("target: ice\nfeatures: ['no*', 'w*', 'station_*']").features
    assert {"noise", "wet", "station_EWR"} <= set(found)


def test_a_glob_that_fits_no_column_chooses_no_feature():
    with pytest.raises(TrainingError, match="no column is left as a feature: name them in `features`"):
        prepared("target: ice\nfeatures: ['wt*']")


def test_columns_that_only_fitting_can_tell_are_not_refused_before():
    pipeline = rules("target: ice\nfeatures: [station_EWR, cold]", STEPS)
    hold_columns(Session(pipeline, frame_input(raw())), pipeline.sections["train"])
    assert prepared("target: ice\nfeatures: [station_EWR, cold]").features == ("station_EWR", "cold")
    with pytest.raises(TrainingError, match="there is no column 'station_XYZ' for a feature"):
        prepared("target: ice\nfeatures: [station_XYZ]")
