import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.columns.clean_names import CleanNames

NAMES = st.lists(st.text("aBcÉø 1.%_-é(", max_size=8), unique=True, max_size=6)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(names=NAMES)
def test_every_column_has_a_clean_name_of_its_own_and_stays_in_its_place(names):
    layout = CleanNames().layout(names)
    assert list(layout.values()) == names
    assert all(re.fullmatch(r"[a-z_][a-z0-9_]*", name) for name in layout)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(names=NAMES)
def test_clean_names_are_left_alone(names):
    once = list(CleanNames().layout(names))
    assert list(CleanNames().layout(once)) == once


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("ID", "id"), ("userID", "user_id"), ("XMLHttpRequest", "xml_http_request"), ("a1B2", "a1_b2"),
        ("東京", "東京"), ("m²", "m2"),
    ],
)  # fmt: skip
def test_words_are_found(name, clean):
    assert list(CleanNames().layout([name])) == [clean]
