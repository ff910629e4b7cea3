from pathlib import Path

import pytest

from wrangle.errors import Place
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.compose import compose
from wrangle.rulefile.syntax import complaint


@pytest.mark.parametrize(
    "text",
    [
        "a: 'x",
        "a: b: c",
        "a: [1",
        "a: {b: c",
        "a: [b: c]]",
        "a:\n\t- b",
        "- a\nb: c",
        "a: b\n c: d",
        "a\nb: c",
        'a: "\\q"',
        'a: "\\x1"',
        "a: @b",
        "a: %b",
        "a: & b",
        "a: !x!y b",
        "a: - b",
        "a: |x\n b",
        "%FOO\n%YAML 1.1\n%YAML 1.1\n---\na",
        "a: \x07",
    ],
)
def test_the_parsers_words_are_not_shown(text):
    faults = Faults()
    compose(text, None, faults)
    ((place, what),) = faults._found
    assert place is not None
    assert not any(word in what for word in ("token", "scalar", "block", "scanning", "flow", "stream", "mapping"))


def test_an_error_without_a_place_stands_at_the_beginning():
    found = complaint(ValueError("odd"), Path("x.yaml"))
    assert (found.what, found.place) == ("this is not YAML: odd", Place(Path("x.yaml"), 1, 1))
