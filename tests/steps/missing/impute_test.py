import polars as pl

from wrangle.steps.missing.impute import Impute


def fitted(step, frame):
    answers = {key: each.value(each.partial(frame)) for key, each in step.statistics().items()}
    return step.learn(answers)


def test_what_is_learned_is_the_value_of_the_whole_and_of_each_group():
    step = Impute.model_validate({"column": "a", "with": "median", "by": "g"})
    learned = fitted(step, pl.DataFrame({"a": [1.0, 3.0, 8.0], "g": ["x", "x", "y"]}))
    assert learned["whole"] == {"a": 3.0}
    assert learned["groups"]["a"].rows() == [("x", 2.0), ("y", 8.0)]


def test_a_time_is_learned_as_a_frame_of_one_cell():
    step = Impute.model_validate({"column": "t", "with": "mode"})
    frame = pl.DataFrame({"t": ["2024-01-01", None]}).with_columns(pl.col("t").str.to_date())
    learned = fitted(step, frame)
    assert isinstance(learned["whole"]["t"], pl.DataFrame)
    assert frame.select(step.express(learned))["t"].null_count() == 0
