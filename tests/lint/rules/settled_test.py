import pytest
from linted import linted, named

CLIP = "clip: {column: x, min: 0, max: 100}"
NAMES = "canonicalize: {column: a, names: {Norway: NO, Sweden: SE}, otherwise: quarantine}"
BOUNDED = "columns: {x: {type: float, min: 0, max: 50, nullable: false}}"


@pytest.mark.parametrize(
    ("steps", "check", "said"),
    [
        ([CLIP], "between: {column: x, min: 0, max: 100}", "can never fail"),
        ([CLIP], "between: {column: x, min: -1}", "can never fail"),
        ([CLIP], "between: {column: x, min: 101}", "always fails"),
        (["clip: {column: x, min: 0}"], "between: {column: x, max: -1}", "always fails"),
        ([NAMES], "in_set: {column: a, values: [Norway, Sweden, Finland]}", "can never fail"),
        ([NAMES], "in_set: {column: a, values: [Finland]}", "always fails"),
        (["fill_constant: {column: x, value: 0}"], "not_null: {column: x}", "can never fail"),
        (["impute: {column: x, with: mean}"], "not_null: {column: x}", "can never fail"),
    ],
)
def test_a_check_whose_answer_is_known_is_found(steps, check, said):
    found = [(rule, what) for rule, _, what in linted(*steps, expect=[check]) if rule != "never_matches"]
    assert [rule for rule, _ in found] == ["settled"]
    assert said in found[0][1]


@pytest.mark.parametrize(
    ("steps", "check"),
    [
        ([CLIP], "between: {column: x, min: 1, max: 100}"),
        ([CLIP], "between: {column: x, min: 0, strict_min: true}"),
        ([CLIP.replace("100}", "100, where: y > 0}")], "between: {column: x, min: 0}"),
        ([CLIP, "derive: {x: x - y}"], "between: {column: x, min: 0}"),
        ([CLIP, "scale: {column: x, with: standard}"], "between: {column: x, min: 0}"),
        ([NAMES], "in_set: {column: a, values: [Norway]}"),
        ([NAMES.replace("quarantine", "keep")], "in_set: {column: a, values: [Norway, Sweden]}"),
        (["fill_constant: {column: x, value: 0, where: y > 0}"], "not_null: {column: x}"),
    ],
)
def test_a_check_that_may_go_either_way_is_not(steps, check):
    assert named(*steps, expect=[check]) == []


def test_the_contract_settles_checks_and_conditions_too():
    checks = ["between: {column: x, min: 0}", "not_null: {column: x}"]
    checks += ["condition: {condition: x < 60}", "condition: {condition: x < 40}"]
    assert named(contract=BOUNDED, expect=checks) == [("settled", 4), ("settled", 5), ("settled", 6)]
    ((_, _, what),) = linted("filter: x > 60", contract=BOUNDED)
    assert what == "filter: `x > 60` is never true: 'x' is from 0 to 50 since columns.x between (line 1)"


def test_a_range_goes_through_a_conversion():
    step = "convert_units: {column: x, from: degC, to: degF}"
    assert named(step, contract=BOUNDED, expect=["between: {column: x, min: 32, max: 122}"]) == [("settled", 5)]
    assert named(step, contract=BOUNDED, expect=["between: {column: x, min: 33, max: 122}"]) == []


def test_quoted_numbers_are_no_members_among_numbers():
    quoted = linted(contract=BOUNDED, expect=['in_set: {column: x, values: ["1", "2"]}'])
    assert quoted == [("settled", 4, "in_set x: the check always fails: 'x' is a number, and the values are texts")]
    assert named(contract=BOUNDED, expect=['in_set: {column: x, values: [1, "2"]}']) == []
