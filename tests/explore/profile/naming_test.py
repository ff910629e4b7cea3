import pytest

from wrangle.explore.profile.naming import unit_of, unit_written


@pytest.mark.parametrize("name", ["cm", "late_min_", "distance_m", "name", "minutes later", "wind (gusts)"])
def test_other_names_have_no_unit(name):
    assert unit_of(name) == ""


def test_a_unit_of_one_letter_needs_brackets():
    assert (unit_of("distance (m)"), unit_of("mass [g]")) == ("m", "g")


def test_no_text_has_no_unit():
    assert unit_written({}) == ""
