import pytest
from linted import linted, named

LOWER = "change_case: {column: a, to: lower}"
NAMES = "canonicalize: {column: a, names: {Norway: NO, Sweden: SE}, otherwise: quarantine}"


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        (["trim: all", "null_values: {values: ['', ' NA']}"], 4),
        ([LOWER, "null_values: {columns: a, values: [NA]}"], 4),
        ([LOWER, "filter: \"a = 'Oslo'\""], 4),
        ([LOWER, "rename: {a: c}", "null_values: {columns: c, values: [NA]}"], 5),
        ([NAMES, "filter: \"a IN ('Norway', 'NO')\""], 4),
        ([NAMES, "derive: {z: \"CASE WHEN a = 'Sverige' THEN 1 ELSE 0 END\"}"], 4),
        (["canonicalize: {column: a, vocabulary: countries}", "filter: \"a = 'U.S.A.'\""], 4),
        (["null_values: {values: [NA]}", "filter: \"a = 'NA'\""], 4),
        (
            [
                "replace_text: {column: a, pattern: '(?i)airport', with: ''}",
                "canonicalize: {column: a, names: {OSL: Oslo airport}}",
            ],
            4,
        ),
    ],
)
def test_a_text_that_a_step_before_leaves_nowhere_is_found(steps, line):
    assert named(*steps) == [("never_matches", line)]


@pytest.mark.parametrize(
    "steps",
    [
        ["trim: all", "null_values: {values: ['', NA, M, -9999]}"],
        ["trim: {columns: [b]}", "null_values: {values: [' NA']}"],
        [LOWER, "null_values: {columns: a, values: [NA], ignore_case: true}"],
        ["change_case: {column: a, to: lower, where: x > 0}", "null_values: {columns: a, values: [NA]}"],
        [LOWER, "canonicalize: {column: a, names: {Norway: NO}}"],
        [LOWER, "canonicalize: {column: a, names: {Norway: NO}}", "filter: \"a = 'Norway'\""],
        ["change_case: {column: a, to: lower, into: c}", "filter: \"a = 'Oslo'\""],
        [NAMES, "filter: \"a = 'Norway'\""],
        ["replace_text: {column: a, pattern: '^', with: 'X-'}", "filter: \"a = 'X-1'\""],
        ["fill_constant: {column: a, value: none}", "filter: \"a = 'none'\""],
        ["lump_rare: {column: a, min_count: 2}", "filter: \"a = 'other'\""],
    ],
)
def test_a_text_that_may_be_there_is_not(steps):
    assert named(*steps) == []


def test_a_member_of_a_set_is_found_where_others_may_be_there():
    ((_, line, what),) = linted(LOWER, expect=["in_set: {column: a, values: [Oslo, oslo]}"])
    assert (line, what) == (5, "in_set a: 'Oslo' never matches: change_case (line 3) leaves no such text in 'a'")
    assert named(LOWER, expect=["in_set: {column: a, values: [oslo]}"]) == []


def test_what_the_contract_refuses_never_matches_later():
    contract = "columns: {a: {type: string, in_set: [x, y]}}"
    assert named("filter: \"a = 'z'\"", contract=contract) == [("never_matches", 3)]
    assert named("filter: \"a = 'y'\"", contract=contract) == []
