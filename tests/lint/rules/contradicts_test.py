from linted import linted, named

FIRST = "canonicalize: {column: a, names: {Norway: [NO, Norge]}}"


def test_one_spelling_with_two_names_in_two_steps_is_found():
    ((rule, line, what),) = linted(FIRST, "canonicalize: {column: a, names: {Niger: [norge]}}")
    assert (rule, line) == ("contradicts", 4)
    assert what == "canonicalize: 'norge' is to be 'Niger', but canonicalize (line 3) makes it 'Norway' before"


def test_spellings_of_two_names_that_only_case_tells_apart_are_found():
    assert named("canonicalize: {column: a, names: {Norway: [NO], Number: ['no']}}") == [("contradicts", 3)]


def test_other_columns_other_rows_and_other_spellings_are_not():
    assert named(FIRST, "canonicalize: {column: b, names: {Niger: [NO]}}") == []
    assert named(FIRST.replace("]}}", "]}, where: x > 0}"), "canonicalize: {column: a, names: {Niger: [NO]}}") == []
    assert named(FIRST, "canonicalize: {column: a, names: {Niger: [NE]}}") == []
    assert named(FIRST, "canonicalize: {column: a, names: {NO: [Norway]}, into: code}") == []
