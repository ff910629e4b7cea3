"""Rule files for the tests of the linter: a contract of one column of each kind, and the steps and checks given."""

from wrangle.lint.lint import lint_text

CONTRACT = "columns: {a: string, b: string, x: float, y: float, t: datetime}"


def linted(*steps, expect=(), contract=CONTRACT, more=""):
    """Return (rule, line, what) of each finding; the first step stands in line 3."""
    lines = [contract, "clean:", *(f"  - {step}" for step in steps), "expect:", *(f"  - {check}" for check in expect)]
    found = lint_text("\n".join([*lines, more]))
    return [(each.what.rsplit("[", 1)[1][:-1], each.place.line, each.what.rsplit(" [", 1)[0]) for each in found]


def named(*steps, **more):
    """Return (rule, line) of each finding."""
    return [(rule, line) for rule, line, _ in linted(*steps, **more)]
