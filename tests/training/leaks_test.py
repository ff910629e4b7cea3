import numpy as np
import polars as pl
import pytest

from wrangle.bundle.encoding import Encoding, Feature
from wrangle.training.leaks import leaks
from wrangle.training.part import Part


def kinds(training, test, target, *, problem="binary", style="ordinal", keys=None):
    """Return kind -> features of the leaks between two frames of features."""
    levels = {
        name: tuple(training[name].unique().sort()) for name, dtype in training.schema.items() if dtype == pl.String
    }
    features = tuple(
        Feature(name, "category" if name in levels else "number", levels.get(name, ())) for name in training.columns
    )
    encoding = Encoding(features, style)
    sides = [
        Part(encoding.matrix(frame), np.asarray(each), np.arange(frame.height))
        for frame, each in zip((training, test), target, strict=True)
    ]
    found = leaks(*sides, encoding, problem=problem, keys=keys)
    return {each.kind: each for each in found}


def halves(frame, target):
    half = frame.height // 2
    return frame[:half], frame[half:], (target[:half], target[half:])


def random_frame(rows=2000, seed=0):
    random = np.random.default_rng(seed)
    return pl.DataFrame({"a": random.normal(size=rows), "b": random.normal(size=rows)}), random


def test_honest_features_leak_nothing():
    frame, random = random_frame()
    target = (frame["a"].to_numpy() + random.normal(size=2000) > 0).astype(int)
    assert kinds(*halves(frame, target)) == {}


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
def test_a_feature_that_alone_predicts_the_target_is_named(problem):
    frame, random = random_frame()
    value = frame["a"].to_numpy()
    target = {"binary": value > 0.3, "multiclass": np.digitize(value, [-1, 1]), "regression": np.sin(value)}[problem]
    frame = frame.with_columns(given_away=pl.Series(value * 2 + random.normal(size=2000) * 0.001)).drop("a")
    found = kinds(*halves(frame, target.astype(float if problem == "regression" else int)), problem=problem)["alone"]
    assert found.features == ("given_away",)
    assert found.number > 0.99
    assert "'given_away' alone predicts the target" in found.text


@pytest.mark.parametrize("style", ["ordinal", "one_hot"])
def test_a_text_or_a_missing_value_can_give_the_target_away(style):
    frame, random = random_frame()
    target = random.integers(2, size=2000)
    frame = frame.with_columns(
        word=pl.Series(np.where(target, "late", "early")), late_by=pl.when(pl.Series(target == 1)).then(pl.col("b"))
    )
    found = [kinds(*halves(frame.select("a", name), target), style=style)["alone"] for name in ("word", "late_by")]
    assert [each.features for each in found] == [("word",), ("late_by",)]


def test_what_predicts_only_the_rows_learned_from_is_no_leak():
    frame, random = random_frame(400)
    frame = frame.with_columns(number=pl.Series(random.permutation(400)))
    assert "alone" not in kinds(*halves(frame, random.integers(2, size=400)))


@pytest.mark.parametrize("style", ["ordinal", "one_hot"])
def test_whole_numbers_or_texts_that_are_all_different_look_like_a_key(style):
    frame, random = random_frame(400)
    names = [f"k{each}" for each in range(400)]
    frame = frame.with_columns(name=pl.Series(names), number=pl.Series(random.permutation(400) * 7))
    for column in ("name", "number"):
        found = kinds(*halves(frame.select("a", column), random.integers(2, size=400)), style=style)["key"]
        assert found.features == (column,)
        assert "looks like a key" in found.text


def test_measured_numbers_are_no_key_though_all_different():
    frame, random = random_frame(400)
    assert "key" not in kinds(*halves(frame, random.integers(2, size=400)))


def test_the_same_key_on_both_sides_is_counted():
    frame, random = random_frame(400)
    target = random.integers(2, size=400)
    who = pl.DataFrame({"who": np.arange(400) % 250, "part": ["x", None] * 200})
    found = kinds(*halves(frame, target), keys={"training": who[:200], "test": who[200:]})["same_key"]
    assert found.features == ("who", "part")
    assert found.number == 75 / 200  # the others of the 150 have a null in their key
    assert "75 test rows" in found.text
    hashed = who.hash_rows()
    assert kinds(*halves(frame, target), keys={"training": hashed[:200], "test": hashed[200:]})["same_key"].number > 0.7
    apart = {"training": who["who"][:200], "test": who["who"][200:] + 1000}
    assert "same_key" not in kinds(*halves(frame, target), keys=apart)


def test_rows_that_stand_on_both_sides_are_counted_missing_values_being_equal():
    frame, random = random_frame(400)
    frame = frame.with_columns(b=pl.when(pl.col("b") > 0).then(pl.col("b")))
    target = random.integers(2, size=400)
    training, test, targets = halves(frame, target)
    twice, both = pl.concat([training[:40], test[40:]]), np.concatenate([targets[0][:40], targets[1][40:]])
    found = kinds(training, twice, (targets[0], both))["same_row"]
    assert found.number == pytest.approx(0.2)
    assert "same_row" not in kinds(training, test, targets)


@pytest.mark.parametrize("problem", ["regression", "binary"])
def test_one_row_one_class_and_infinite_values_are_stood(problem):
    frame = pl.DataFrame({"a": [1.0, float("inf"), float("nan"), None]})
    zeros = np.zeros(4, int)
    assert "alone" not in kinds(frame, frame, (zeros, zeros), problem=problem)
    assert "key" not in kinds(frame[:1], frame[:1], (zeros[:1], zeros[:1]), problem=problem)


def test_without_a_target_rows_and_keys_are_still_looked_at():
    frame, _ = random_frame(100)
    encoding = Encoding((Feature("a", "number"), Feature("b", "number")))
    part = Part(encoding.matrix(frame), None, np.arange(100))
    assert [each.kind for each in leaks(part, part, encoding, problem="clustering")] == ["same_row"]
    assert leaks(part, part.take([]), encoding, problem="clustering") == []
