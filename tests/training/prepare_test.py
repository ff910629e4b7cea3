import numpy as np
import polars as pl
import pytest
from trainings import STEPS, raw, rules

from wrangle.engine.session import Session
from wrangle.errors import TrainingError, WrangleError
from wrangle.sources.input import frame_input
from wrangle.training.prepare import division_of, hold_columns, prepare


def prepared(text, data=None, steps=STEPS, on_disk=False):
    pipeline = rules(text, steps)
    section = pipeline.sections["train"]
    session = Session(pipeline, frame_input(raw() if data is None else data))
    division = division_of(session, section, section.split)
    return prepare(session, section, division, "float32", on_disk=lambda _: on_disk)


def test_rows_come_in_their_parts_with_all_that_goes_with_them():
    found = prepared(
        "target: ice\nfeatures: [cold, sky]\nkey: day\nweight: count\nslices: [sky]\nsplit: {by: at, test: 0.25}"
    )
    assert found.features == ("cold", "sky")
    test = found.gatherer.others("test")
    assert test.columns == ["__target", "__weight", "__by", "__key day", "sky"]
    assert test["__by"].min() >= found.gatherer.others("training")["__by"].max()
    assert found.values()["test"].to_list() == test["__target"].to_list()


@pytest.mark.parametrize(("by", "refits"), [("station", False), ("ice", True)])
def test_steps_that_are_fitted_on_the_target_are_seen(by, refits):
    steps = STEPS.replace("by: station", f"by: {by}")
    assert prepared("target: ice\nfeatures: [cold, wet]", steps=steps).refits is refits


def test_columns_that_only_fitting_can_tell_are_not_refused_before():
    pipeline = rules("target: ice\nfeatures: [station_EWR, cold]", STEPS)
    hold_columns(Session(pipeline, frame_input(raw())), pipeline.sections["train"])
    assert prepared("target: ice\nfeatures: [station_EWR, cold]").features == ("station_EWR", "cold")
    with pytest.raises(TrainingError, match="there is no column 'station_XYZ' for a feature"):
        prepared("target: ice\nfeatures: [station_XYZ]")


def test_features_of_variants_are_gathered_as_well():
    found = prepared("target: ice\nfeatures: [cold]\ncompare: {other: {features: [wet, sky]}}")
    assert found.features == ("cold",)
    assert [each.name for each in found.gatherer.wanted.features] == ["cold", "wet", "sky"]


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


def test_no_training_row_left_is_told():
    data = raw().with_columns(cold=pl.lit("warm"))
    with pytest.raises(TrainingError, match="no training row is left after cleaning: look at the quarantine"):
        prepared(
            "target: value\nfeatures: [noise]", data, "clean: [parse_number: {column: cold, otherwise: quarantine}]"
        )


def test_a_matrix_may_lie_on_disk():
    near, far = (prepared("target: ice\nfeatures: [cold, wet]", on_disk=each) for each in (False, True))
    for name in ("training", "test"):
        one, two = (each.gatherer.sides[name] for each in (near, far))
        np.testing.assert_array_equal(one.matrix[: one.height], two.matrix[: two.height])
    far.gatherer.close()
