import pytest

from wrangle.lint.subject import Subject
from wrangle.lint.texts import Texts, literals
from wrangle.rulefile.read import read_placed


def kept_out(text, *steps):
    """Return the label of the step that keeps a text out of the column `a`, or None."""
    subject = Subject(*read_placed("columns: {a: string}\nclean:\n" + "".join(f"  - {step}\n" for step in steps)))
    found = Texts(subject.trail).ruled_out(text, subject.trail.after["a"], 1_000)
    return found.op.origin.label if found else None


@pytest.mark.parametrize(
    ("text", "steps", "by"),
    [
        ("A", ["change_case: {column: a, to: lower}", "trim: all"], "change_case"),
        (" a", ["change_case: {column: a, to: lower}", "trim: all"], "trim"),
        ("a", ["change_case: {column: a, to: lower}", "trim: all"], None),
        ("ab", ["replace_text: {column: a, pattern: ab, with: ''}"], None),  # of "aabb"
        ("b", ["replace_text: {column: a, pattern: b, with: ''}"], "replace_text"),
        ("x", ["canonicalize: {column: a, names: {y: x}}"], "canonicalize"),
        ("z", ["canonicalize: {column: a, names: {y: x}}"], None),
        ("z", ["canonicalize: {column: a, names: {y: x}, otherwise: 'null'}"], "canonicalize"),
        ("x", ["cast: {column: a, to: integer, otherwise: 'null'}", "cast: {column: a, to: string}"], None),
    ],
)
def test_steps_are_tried_on_texts(text, steps, by):
    assert kept_out(text, *steps) == by


def test_options_hold_the_texts_that_are_tried():
    subject = Subject(*read_placed("columns: {a: string}\nclean:\n  - replace_text: {column: a, pattern: p, with: w}"))
    assert {"p", "w"} <= set(literals(subject.pipeline.steps[0]))
