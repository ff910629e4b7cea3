from linted import linted, named

FIRST = "canonicalize: {column: a, names: {Norway: [NO]}}"


def test_a_name_that_goes_there_and_back_is_found():
    ((rule, line, what),) = linted(FIRST, "canonicalize: {column: a, names: {'NO': [Norway]}}")
    assert (rule, line) == ("cycles", 4)
    assert what == "canonicalize: 'Norway' becomes 'NO' again, of which canonicalize (line 3) made it before"


def test_a_name_that_goes_on_or_elsewhere_is_not():
    assert named(FIRST, "canonicalize: {column: a, names: {NOR: [Norway]}}") == []
    assert named(FIRST, "canonicalize: {column: a, names: {'NO': [Norway]}, into: code}") == []
