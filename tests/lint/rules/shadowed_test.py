from linted import linted, named

FIRST = "canonicalize: {column: a, names: {Norway: [NO, Norge]}}"


def test_a_spelling_that_an_earlier_step_has_dealt_with_is_found():
    ((rule, line, what),) = linted(FIRST, "canonicalize: {column: a, names: {Norway: [Norge, Noreg]}}")
    assert (rule, line) == ("shadowed", 4)
    assert what == "canonicalize: 'Norge' has no effect: canonicalize (line 3) makes it 'Norway' before"


def test_a_spelling_that_is_taken_for_missing_is_found():
    found = named("null_values: {values: ['', NA]}", "canonicalize: {column: a, names: {Namibia: [NA]}}")
    assert found == [("shadowed", 4)]


def test_spellings_that_are_left_for_the_step_are_not():
    assert named(FIRST, "canonicalize: {column: a, names: {Norway: [Noreg]}}") == []
    assert named("null_values: {columns: b, values: [NA]}", "canonicalize: {column: a, names: {Namibia: [NA]}}") == []
