import pytest

from wrangle.errors import Place
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.nodes import Text, value
from wrangle.rulefile.variables import Variables, given

HERE = Place(None, 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "a"),
        ("${a}", "5"),
        ("${a}${a}", "55"),
        ("x ${a} y", "x 5 y"),
        ("$${a}", "${a}"),
        ("$5 $a {a}", "$5 $a {a}"),
        ("^a$", "^a$"),
        ("${odd}", "${a}"),
        ("x${odd}", "x${a}"),
    ],
)
def test_names_are_replaced_once(text, expected):
    faults = Faults()
    variables = Variables(faults, given({"a": "5", "odd": "${a}"}))
    assert value(variables.expand(Text(HERE, text, "quoted"))) == expected
    assert faults.count() == 0


def test_what_comes_from_the_environment_is_marked_as_secret(monkeypatch):
    monkeypatch.setenv("WRANGLE_TEST_SECRET", "5")
    expanded = Variables(Faults(), {}).expand(Text(HERE, "${env:WRANGLE_TEST_SECRET}"), env=True)
    assert (expanded.text, expanded.secret, value(expanded)) == ("5", True, "5")
    assert type(value(expanded)) is str
