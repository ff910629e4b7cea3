import numpy as np
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


def codes(text, data, steps=STEPS):
    pipeline = rules(text, steps)
    section = pipeline.sections["train"]
    return division_of(Session(pipeline, frame_input(data)), section, section.split).codes


@pytest.mark.parametrize(
    "split", ["{by: at}", "{by: day, how: group}", "{by: day, how: hash}", "{stratify: true}", "{stratify: false}"]
)
def test_what_becomes_of_rows_moves_none_of_them_to_another_part(split):
    section, data = f"target: ice\nfeatures: [wet]\nsplit: {split}", raw()
    kept = codes(section, data)
    fates = data.with_columns(cold=pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit("warm")).otherwise(pl.lit("1")))
    np.testing.assert_array_equal(codes(section, fates), kept)
    steps = STEPS + "  - filter: noise > 0\nexpect:\n  - between: {column: noise, max: 1, otherwise: quarantine}\n"
    np.testing.assert_array_equal(codes(section, data, steps), kept)
    assert set(kept) == {0, 2}


def test_rows_that_are_filtered_by_the_column_of_the_split_are_in_no_part():
    steps = STEPS + "  - filter: EXTRACT(day FROM at) < 4\n"
    found = codes("target: ice\nfeatures: [wet]\nsplit: {by: at, test: 0.25}", raw(), steps)
    assert found.tolist() == [0] * 108 + [2] * 36 + [255] * 96


def test_rows_without_a_time_are_in_no_part():
    data = raw().with_columns(at=pl.when(pl.int_range(pl.len()) >= 40).then("at"))
    found = codes("target: ice\nfeatures: [wet]\nsplit: {by: at, test: 0.25}", data)
    assert found.tolist() == [255] * 40 + [0] * 150 + [2] * 50
