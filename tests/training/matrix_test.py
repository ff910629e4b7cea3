from pathlib import Path

import numpy as np
import polars as pl
import pytest

from wrangle.bundle.encoding import Encoding, Feature
from wrangle.training import texts
from wrangle.training.matrix import Gatherer
from wrangle.training.side import Wanted

FRAME = pl.DataFrame(
    {
        "__row": pl.Series(range(12), dtype=pl.UInt32),
        "t": [0.1, None, 2.0, 3.5, float("nan"), 5.0, 6.0, 7.0, 8.0, 9.0, float("inf"), 11.0],
        "flag": [True, None, False] * 4,
        "sky": ["rain", "clear", None, "rain", "snow", "clear", "clear", "fog", "clear", "rain", "hail", "snow"],
        "y": [1.0, 2.0, None, 4.0, 5.0, float("nan"), 7.0, 8.0, 9.0, 10.0, 11.0, 12.0],
        "who": ["a", "b", "c"] * 4,
        "weight": range(12),
    }
)
CODES = np.array([0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 255], np.uint8)
FEATURES = (Feature("t", "number"), Feature("sky", "category"), Feature("flag", "number"))


def gathered(batches=1, *, on_disk=False, precision="float64", **more):
    wanted = Wanted(
        FEATURES,
        precision,
        **{"target": "y", "weight": "weight", "by": "t", "slices": ("sky",), "key": ("who",)} | more,
    )
    found = Gatherer(wanted, CODES, on_disk=on_disk)
    for rows in np.array_split(np.arange(12), batches):
        found.take(FRAME[rows.tolist()])
    return found


def all_of(gatherer, name, style, names=("t", "sky", "flag"), precision="float64", most=50):
    return gatherer.part(name, gatherer.encoding(names, style, precision, most), None)


@pytest.mark.parametrize("on_disk", [False, True])
@pytest.mark.parametrize("style", ["ordinal", "one_hot"])
@pytest.mark.parametrize("batches", [1, 5, 12])
@pytest.mark.parametrize("part", ["training", "validation", "test"])
def test_what_is_gathered_is_what_the_encoding_makes_of_the_same_rows(part, batches, style, on_disk):
    gatherer = gathered(batches, on_disk=on_disk)
    encoding = gatherer.encoding(("t", "sky", "flag"), style, "float64", 50)
    code = ["training", "validation", "test"].index(part)
    kept = FRAME.filter(pl.Series(code == CODES) & pl.col("y").is_not_null() & pl.col("y").is_not_nan())
    found = gatherer.part(part, encoding, None)
    np.testing.assert_array_equal(found.matrix, encoding.matrix(kept))
    assert found.rows.tolist() == kept["__row"].to_list()
    assert found.weight.tolist() == kept["weight"].to_list()
    assert found.by.equals(kept["t"].alias("__by"), null_equal=True)
    assert gatherer.keys(part)["who"].to_list() == kept["who"].to_list()
    gatherer.close()


def test_levels_are_learned_from_training_alone_the_most_frequent_first():
    assert gathered().encoding(("sky",), "ordinal", "float64", 50).features[0].levels == ("clear", "rain", "snow")
    assert gathered().encoding(("sky",), "ordinal", "float64", 2).features[0].levels == ("clear", "rain")


def test_levels_do_not_depend_on_how_many_texts_other_parts_have(monkeypatch):
    monkeypatch.setattr(texts, "MAX_TEXTS", 3)
    found = []
    for other in ("rain", "t{}"):
        sky = [other.format(row) for row in range(50)] + ["rain", "fog", "rain", "snow"]
        gatherer = Gatherer(Wanted((Feature("sky", "category"),)), np.array([2] * 50 + [0] * 4, np.uint8))
        gatherer.take(pl.DataFrame({"__row": pl.Series(range(54), dtype=pl.UInt32), "sky": sky}))
        found.append(gatherer.encoding(("sky",), "ordinal", "float32", 50))
    assert found[0] == found[1]
    assert found[0].features[0].levels == ("rain", "fog", "snow")


def test_rows_without_a_target_are_counted_and_left_out():
    gatherer = gathered()
    assert gatherer.sides["training"].without_target == 2
    assert gatherer.sides["training"].height == 5


def test_what_is_infinite_or_never_known_is_counted():
    gatherer = gathered(3)
    assert gatherer.sides["test"].infinite["t"] == 1
    assert gatherer.sides["training"].infinite["t"] == 0
    assert dict(gatherer.sides["training"].known) == {"t": 3, "sky": 5, "flag": 3}


def test_numbers_alone_are_not_copied():
    gatherer = gathered()
    part = all_of(gatherer, "training", "ordinal", ("t", "flag"))
    assert not np.shares_memory(part.matrix, gatherer.sides["training"].matrix)
    wanted = Wanted((Feature("t", "number"), Feature("flag", "number")), "float32")
    plain = Gatherer(wanted, CODES)
    plain.take(FRAME)
    part = plain.part("training", Encoding(wanted.features, "one_hot", "float32"), None)
    assert np.shares_memory(part.matrix, plain.sides["training"].matrix)
    assert part.matrix.dtype == np.float32


def test_slices_are_kept_for_the_test_part():
    gatherer = gathered()
    assert all_of(gatherer, "test", "ordinal").slices["sky"].to_list() == ["clear", "rain", "hail"]
    assert all_of(gatherer, "training", "ordinal").slices.width == 0


@pytest.mark.parametrize("on_disk", [False, True])
def test_some_rows_of_a_part_are_kept_and_the_others_forgotten(on_disk):
    gatherer = gathered(4, on_disk=on_disk)
    before = all_of(gatherer, "training", "one_hot")
    mask = pl.Series([True, False, True, False, True])
    gatherer.sides["training"].keep(mask)
    encoding = Encoding(
        gathered().encoding(("t", "sky", "flag"), "one_hot", "float64", 50).features, "one_hot", "float64"
    )
    after = gatherer.part("training", encoding, None)
    np.testing.assert_array_equal(after.matrix, before.matrix[mask.to_numpy()])
    assert after.rows.tolist() == before.rows[mask.to_numpy()].tolist()
    assert gatherer.keys("training").height == len(after) == 3
    gatherer.close()


def test_files_on_disk_are_gone_when_closed():
    gatherer = gathered(on_disk=True)
    matrix = all_of(gatherer, "training", "one_hot").matrix
    assert isinstance(matrix, np.memmap)
    assert Path(matrix.filename).exists()
    gatherer.close()
    assert not Path(matrix.filename).exists()


def test_slices_are_kept_of_all_rows_where_they_are_not_divided():
    wanted = Wanted(FEATURES, slices=("sky",))
    whole = Gatherer(wanted, np.zeros(12, np.uint8))
    whole.take(FRAME)
    assert whole.part("training", Encoding(()), None).slices["sky"].to_list() == FRAME["sky"].to_list()
