import pytest

from wrangle.lint.nulls import filled_by
from wrangle.lint.subject import Subject
from wrangle.rulefile.read import read_placed


@pytest.mark.parametrize(
    ("steps", "by"),
    [
        (["fill_constant: {column: x, value: 0}"], "fill_constant"),
        (["impute: {column: x, with: mean}"], "impute"),
        (["fill_constant: {column: x, value: 0}", "null_values: {columns: x, values: [-9]}"], None),
        (["fill_constant: {column: x, value: 0, where: y > 0}"], None),
        ([], None),
    ],
)
def test_the_step_that_leaves_no_null_is_told(steps, by):
    text = "columns: {x: float, y: float}\nclean:\n" + "".join(f"  - {step}\n" for step in steps)
    trail = Subject(*read_placed(text)).trail
    found = filled_by(trail, trail.after["x"], 1_000)
    assert (found.op.origin.label if found else None) == by
