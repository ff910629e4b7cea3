import pytest
from trainings import STEPS, prepared

ENCODED = "  - impute: {{column: noise, with: mean, by: {by}}}\n"
LEARNING = {
    "not at all": ("ice", "  - derive: {other: noise * 2}\n" + ENCODED.format(by="station"), False),
    "the target itself": ("ice", ENCODED.format(by="ice"), True),
    "a column made of it": ("ice", "  - derive: {side: ice}\n" + ENCODED.format(by="side"), True),
    "over two steps": (
        "value",
        "  - derive: {high: value > 1}\n  - derive: {label: \"CASE WHEN high THEN 'a' ELSE 'b' END\"}\n"
        + ENCODED.format(by="label"),
        True,
    ),
    "made of it and of another": ("value", "  - derive: {far: value > noise}\n" + ENCODED.format(by="far"), True),
    "under an earlier name": ("icy", ENCODED.format(by="ice") + "  - rename: {ice: icy}\n", True),
    "of an earlier name": (
        "icy",
        "  - derive: {side: ice}\n" + ENCODED.format(by="side") + "  - rename: {ice: icy}\n",
        True,
    ),
    "the one column that it is made from": (
        "late",
        ENCODED.format(by="count") + "  - derive: {late: count > 1}\n",
        True,
    ),
    "one of the columns that it is made from": (
        "late",
        ENCODED.format(by="count") + "  - derive: {late: count > noise}\n",
        False,
    ),
    "before it is made": ("late", ENCODED.format(by="station") + "  - derive: {late: value > noise}\n", False),
    "behind a layout that only fitting tells": (
        "ice",
        "  - one_hot: {column: sky}\n  - derive: {side: ice}\n" + ENCODED.format(by="side"),
        True,
    ),
    "its levels": (
        "kind",
        "  - derive: {copy: kind}\n  - one_hot: {column: copy}\n",
        True,
    ),
}


@pytest.mark.parametrize("case", LEARNING)
def test_steps_that_are_fitted_on_the_target_or_what_goes_with_it_are_seen(case):
    target, steps, refits = LEARNING[case]
    assert prepared(f"target: {target}\nfeatures: [cold, wet]", steps=STEPS + steps).refits is refits


def test_without_a_target_nothing_is_learned_from_it():
    assert prepared("problem: clustering\nfeatures: [cold, wet]").refits is False


@pytest.mark.parametrize(
    ("target", "steps", "made"),
    [
        ("value", "  - derive: {other: value * 2}\n", ("other",)),
        ("worth", "  - derive: {other: value * 2}\n  - rename: {value: worth}\n", ("other",)),
        ("worth", "  - derive: {other: noise * 2}\n  - rename: {value: worth}\n", ()),
        ("late", "  - derive: {other: value * 2, late: value > 1}\n", ()),
    ],
)
def test_features_that_are_made_of_the_target_under_any_name_are_seen(target, steps, made):
    found = prepared(f"target: {target}\nfeatures: [cold, wet, other]", steps=STEPS + steps)
    assert found.made_of_target == made
