import polars as pl
import pytest
from trainings import STEPS, raw, trained


def test_leaks_are_named():
    data = raw().with_columns(
        golden=pl.col("ice").cast(pl.Float64) * 3 + pl.col("noise") / 100, code=pl.int_range(pl.len())
    )
    found = trained(
        "target: ice\nfeatures: [wet, golden, code]\nkey: day\nmetrics: [accuracy]\nestimator: linear", data
    )
    named = {each["kind"]: each for each in found.evaluation.describe()["leaks"]}
    assert named["alone"]["features"] == ["golden"]
    assert named["key"]["features"] == ["code"]
    assert named["same_key"]["features"] == ["day"]


@pytest.mark.parametrize(
    ("step", "feature"),
    [
        ("derive: {other: value * 2 + noise}", "other"),
        ("derive: {first: value + 1}\n  - derive: {other: first * 2}", "other"),
        ("rename: {value: worth}\n  - derive: {other: worth * 2}\n  - rename: {worth: value}", "other"),
        ("rename: {value: v}\n  - impute: {column: noise, with: mean, by: v}\n  - rename: {v: value}", "noise"),
    ],
)
def test_a_feature_that_the_steps_make_of_the_target_is_a_leak(step, feature):
    section = f"target: value\nfeatures: [cold, wet, {feature}]\nmetrics: [r2]\nestimator: linear"
    found = trained(section, steps=f"{STEPS}  - {step}\n").evaluation.describe()["leaks"]
    assert [each["features"] for each in found if each["kind"] == "target"] == [[feature]]


def test_a_step_that_only_looks_at_the_target_is_no_leak():
    section = "target: value\nfeatures: [cold, wet]\nmetrics: [r2]\nestimator: linear"
    found = trained(section, steps=f"{STEPS}  - derive: {{other: value * 2}}\n  - clip: {{column: value, max: 3}}\n")
    assert "target" not in {each["kind"] for each in found.evaluation.describe()["leaks"]}
