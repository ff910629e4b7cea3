import pytest
from sklearn.datasets import load_diabetes, load_iris

from wrangle.errors import SourceError
from wrangle.rulefile.read import read_text
from wrangle.sources.places.sklearn import NAMES, open_shipped


@pytest.mark.parametrize("name", NAMES)
def test_every_data_set_has_a_row_for_each_sample_and_no_null(name):
    frame = open_shipped(f"sklearn://{name}").frame.collect()
    assert frame.height > 100
    assert frame.null_count().sum_horizontal().item() == 0
    assert frame.columns[-1] == "target"


def test_values_are_those_that_were_measured():
    frame = open_shipped("sklearn://diabetes").frame.collect()
    assert frame["age"].to_list() == load_diabetes(scaled=False).data[:, 0].tolist()
    assert frame["target"].dtype.is_float()


def test_classes_stand_by_their_names():
    frame = open_shipped("sklearn://iris").frame.collect()
    assert frame["target"].unique().sort().to_list() == sorted(load_iris().target_names.tolist())


def test_an_unknown_name_names_the_closest():
    with pytest.raises(SourceError, match="did you mean 'diabetes'"):
        open_shipped("sklearn://diabets")


def test_a_rule_file_can_name_it():
    assert read_text("name: p\nsource: sklearn://wine").run().clean.height == 178
