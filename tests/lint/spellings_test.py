from wrangle.lint.spellings import maps
from wrangle.lint.subject import Subject
from wrangle.rulefile.read import read_placed


def test_maps_are_steps_with_names_of_spellings():
    steps = "clean:\n  - canonicalize: {column: a, names: {Norway: [NO]}}\n  - rename: {a: b}\n"
    (found,) = maps(Subject(*read_placed("columns: {a: string}\n" + steps)))
    assert found[1] == {"Norway": "Norway", "NO": "Norway"}
