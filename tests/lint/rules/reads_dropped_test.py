from linted import linted, named


def test_a_column_that_is_read_after_it_is_gone_is_found_without_a_contract():
    steps = ["clip: {column: x, min: 0}", "drop: x", "derive: {z: x + 1}"]
    ((rule, line, what),) = linted(*steps, contract="name: p")
    assert (rule, line, what) == ("reads_dropped", 5, "derive: the column 'x' is gone since drop (line 4)")
    assert named("select: [x]", contract="name: p", expect=["not_null: {column: y}"]) == [("reads_dropped", 5)]
    assert named("rename: {x: y}", "filter: x > 0", contract="name: p") == [("reads_dropped", 4)]


def test_a_column_that_is_still_there_or_made_again_is_not():
    assert named("drop: x", "derive: {z: y + 1}", contract="name: p") == []
    assert named("rename: {x: y}", "filter: y > 0", contract="name: p") == []
    assert named("filter: x > 0", "drop: x", contract="name: p") == []
