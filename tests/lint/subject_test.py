from wrangle.lint.subject import Subject, named_first
from wrangle.rulefile.read import read_placed


def test_without_a_contract_the_data_must_have_what_is_named_before_it_is_made():
    steps = "clean:\n  - derive: {z: x + 1}\n  - clip: {columns: [z, y], min: 0}\n"
    pipeline, places = read_placed(steps)
    assert list(named_first(pipeline)) == ["x", "y"]
    assert set(Subject(pipeline, places).plan.before) == {"x", "y"}


def test_what_cannot_be_bound_is_left_out():
    pipeline, places = read_placed("clean:\n  - clip: {column: x, min: 0}\n  - drop: x\n  - derive: {z: x + 1}\n")
    found = Subject(pipeline, places).plan
    assert found is None or {op.origin.index for op in found.ops if op.origin.section == "steps"} <= {0, 1}
