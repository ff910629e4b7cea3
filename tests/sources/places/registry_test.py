import pytest

from wrangle.errors import SourceError
from wrangle.sources.places import place_of, places


def test_every_scheme_belongs_to_one_place():
    schemes = [scheme for place in places() for scheme in place.schemes]
    assert len(schemes) == len(set(schemes))


def test_an_unknown_kind_of_address_names_the_closest():
    with pytest.raises(SourceError, match="no kind of address sklern://: did you mean 'sklearn'"):
        place_of("sklern://iris")


@pytest.mark.parametrize("path", ["weather.csv", "data/x.parquet", "/abs/x", "c:\\x"])
def test_a_path_is_of_no_place(path):
    assert place_of(path) is None
