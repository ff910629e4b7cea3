import numpy as np
import polars as pl
import pytest
from pipelines import cut
from trainings import raw, trained, working

from wrangle.bundle.encoding import Feature
from wrangle.errors import TrainingError
from wrangle.sections.train import Train
from wrangle.training.memory import beyond_memory, columns_ahead, matrix_bytes, memory_limit
from wrangle.training.side import Wanted


@pytest.mark.parametrize(("text", "size"), [("1KB", 1024), ("1.5 MB", 1572864), ("2g", 2 << 30), ("4GiB", 4 << 30)])
def test_sizes_are_read(text, size):
    assert memory_limit(text) == size


@pytest.mark.parametrize("text", ["4", "four GB", "-1GB", "4TB", ""])
def test_what_is_no_size_is_refused(text):
    with pytest.raises(TrainingError, match="is no size: write `500MB` or `4GB`"):
        memory_limit(text)


NUMBERS, MIXED = (
    Wanted((Feature("a", "number"),)),
    Wanted((Feature("a", "number"), Feature("b", "category")), "float64"),
)


def test_numbers_make_one_matrix_and_texts_a_second_with_all_their_columns():
    assert matrix_bytes(NUMBERS, 100) == 100 * 4
    assert matrix_bytes(MIXED, 100) == 100 * 4 * 8
    assert matrix_bytes(MIXED, 100, columns=51) == 100 * 53 * 8


@pytest.mark.parametrize(("most", "columns"), [(1, 2), (2, 3), (50, 4)])
def test_the_texts_of_the_first_rows_tell_the_columns_ahead(most, columns):
    batch = pl.DataFrame({"a": [1, 2, 3, 4], "b": ["x", "y", None, "z"]})
    assert columns_ahead(MIXED, batch, most) == columns


def test_what_does_not_fit_is_learned_batch_by_batch_where_the_estimator_can():
    section = Train(target="a", estimator="sklearn.linear_model.SGDClassifier")
    assert beyond_memory(section, None, 100, 100) is None
    note = beyond_memory(section, None, 101, 100)
    assert "it lies on disk, and sklearn.linear_model.SGDClassifier learns batch by batch" in note
    for other, own in ((Train(target="a"), None), (section, object())):
        with pytest.raises(TrainingError, match=r"takes 0.0 GB, and 0.0 GB may be used: name fewer features"):
            beyond_memory(other, own, 101, 100)


SGD = "target: ice\nfeatures: [noise, code]\nmetrics: [accuracy]\nestimator: sklearn.linear_model.{}\nmemory: 30KB\n"


@pytest.mark.parametrize(
    ("texts", "on_disk"), [("one", False), ("from the first row on", True), ("later, in another batch", True)]
)
def test_columns_of_0_and_1_count_as_memory(texts, on_disk, monkeypatch):
    place = pl.int_range(pl.len())
    code = {"one": pl.lit("c"), "from the first row on": place % 50}
    code["later, in another batch"] = pl.when(place < 600).then(0).otherwise(place % 50)
    data = raw(1200).with_columns(code=code[texts].cast(pl.String))
    with cut(monkeypatch, batch=300):
        with working(SGD.format("SGDClassifier"), data) as work:
            assert work.prepared.gatherer.on_disk is on_disk
            assert any("lies on disk" in note for note in work.notes) is on_disk
            assert isinstance(work.parts["training"].matrix, np.memmap) is on_disk
        if on_disk:
            with pytest.raises(TrainingError, match="name fewer features, an estimator that learns batch by batch"):
                trained(SGD.format("LogisticRegression"), data)
