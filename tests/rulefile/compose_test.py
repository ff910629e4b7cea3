import pytest

from wrangle.errors import Place
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.compose import MOST_NODES, compose
from wrangle.rulefile.nodes import value


def composed(text: str):
    faults = Faults()
    node = compose(text, None, faults)
    faults.settle()
    return node


def test_every_node_has_its_place():
    node = composed("a: [x,\n  {b: y}]")
    ((key, items),) = node.entries
    assert (key.place, items.place) == (Place(None, 1, 1), Place(None, 1, 4))
    ((inner, text),) = items.items[1].entries
    assert (inner.place, text.place) == (Place(None, 2, 4), Place(None, 2, 7))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[NO, 1_000, 1:30, 0o7, yes]", ["NO", "1_000", "1:30", "0o7", "yes"]),
        ("[null, ~, '', 'null']", [None, None, "", "null"]),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ("a:", {"a": None}),
        ("null: 1", {"null": "1"}),
        ("{a: &x [1], b: *x}", {"a": ["1"], "b": ["1"]}),
        ("{a: &x {p: 1, q: 2}, b: {q: 3, <<: *x}}", {"a": {"p": "1", "q": "2"}, "b": {"p": "1", "q": "3"}}),
        ("b: {<<: [{p: 1}, {p: 2, q: 3}]}", {"b": {"p": "1", "q": "3"}}),
    ],
)
def test_text_is_read_as_it_stands(text, expected):
    assert value(composed(text)) == expected


def test_no_text_is_no_node():
    assert composed("") is None
    assert composed("# nothing") is None


def test_a_long_list_is_refused_before_it_is_read_to_its_end():
    faults = Faults()
    assert compose("a: [" + "x," * (MOST_NODES + 1000), None, faults) is None
    assert faults.count() == 1
