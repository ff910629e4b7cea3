import polars as pl
import pytest
from trainings import STEPS, prepared, raw, rules

from wrangle.engine.session import Session
from wrangle.errors import WrangleError
from wrangle.sources.input import frame_input
from wrangle.training.dividing import division_of


def test_a_random_split_holds_the_share_of_each_class():
    section = "target: rare\nfeatures: [cold]\nsplit: {test: 0.25}"
    data = raw().with_columns(rare=pl.int_range(pl.len()) % 20 == 1)
    pipeline = rules(section, STEPS)
    codes = division_of(
        Session(pipeline, frame_input(data)), pipeline.sections["train"], pipeline.sections["train"].split
    ).codes
    assert (codes[data["rare"].to_numpy()] == 2).sum() == 3


def test_a_split_by_what_waits_for_fitting_is_refused():
    with pytest.raises(WrangleError, match="wet"):
        prepared("target: ice\nfeatures: [cold]\nsplit: {by: wet}")
