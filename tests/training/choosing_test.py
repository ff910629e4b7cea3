import pytest
from trainings import STEPS, prepared, raw, rules

from wrangle.engine.session import Session
from wrangle.errors import TrainingError
from wrangle.sources.input import frame_input
from wrangle.training.choosing import hold_columns


def test_columns_that_only_fitting_can_tell_are_not_refused_before():
    pipeline = rules("target: ice\nfeatures: [station_EWR, cold]", STEPS)
    hold_columns(Session(pipeline, frame_input(raw())), pipeline.sections["train"])
    assert prepared("target: ice\nfeatures: [station_EWR, cold]").features == ("station_EWR", "cold")
    with pytest.raises(TrainingError, match="there is no column 'station_XYZ' for a feature"):
        prepared("target: ice\nfeatures: [station_XYZ]")
