import pytest
from pipelines import made

from wrangle.errors import RuleFileError

COLUMNS = "columns: {cold: float, sky: string, at: datetime, ice: boolean}\n"


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("{target: icy}", "there is no column 'icy'"),
        ("{target: ice, features: [cold, skye]}", "there is no column 'skye'"),
        ("{target: ice, split: {by: att}}", "there is no column 'att'"),
        ("{target: ice, compare: {other: {features: [coldd]}}}", "there is no column 'coldd'"),
        ("{target: ice, weight: sky}", "sky"),
        ("{target: ice, key: [stattion]}", "there is no column 'stattion'"),
        ("{target: ice, slices: [skyy]}", "there is no column 'skyy'"),
    ],
)
def test_columns_that_a_section_names_at_any_depth_are_held_against_those_after_all_steps(section, said):
    with pytest.raises(RuleFileError, match=said):
        made(f"{COLUMNS}train: {section}")


def test_columns_that_steps_make_or_take_away_are_seen():
    steps = "transform:\n  - rename: {cold: temperature}\n"
    assert made(f"{COLUMNS}{steps}train: {{target: ice, features: [temperature]}}").sections["train"].target == "ice"
    with pytest.raises(RuleFileError, match="there is no column 'cold'"):
        made(f"{COLUMNS}{steps}train: {{target: ice, features: [cold]}}")


def test_without_a_contract_nothing_is_known_and_nothing_is_found():
    assert made("train: {target: anything}").sections["train"].target == "anything"
