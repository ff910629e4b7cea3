import polars as pl
import pytest

from wrangle.testing.cases import Case, cases, rules, same

CLIP = {"it": "clips", "rule": {"clip": {"column": "a", "max": 3}}, "given": {"a": [1, 5]}}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"then": {"a": [1, 5]}}, r"a is \[1, 3\], not \[1, 5\]"),
        ({"then": {"a": [1, 3]}, "dropped": [0]}, "the number of dropped rows: 0, not 1"),
        ({"then": {"a": [1, 3]}, "quarantined": [1]}, r"the quarantined rows: \[\], not \[1\]"),
        ({"then": {"a": [1, 3]}, "audit": {"a": {"cells_changed": 2}}}, "the audit of a: .*1.*, not .*2"),
        ({"then": {}, "exactly": True}, "the columns: {'a'}, not set\\(\\)"),
        ({"fault": "no option"}, "nothing was refused, 'no option' was to be said"),
        ({"fails": "no option"}, "nothing was refused"),
    ],
)
def test_a_case_that_does_not_hold_says_what_came_out(more, said):
    with pytest.raises(AssertionError, match=f"clips: {said}"):
        Case({**CLIP, **more}).hold()


def test_a_case_holds_another_message_to_be_wrong():
    case = Case({**CLIP, "rule": {"clip": {"colum": "a", "max": 3}}, "fault": "no step"})
    with pytest.raises(AssertionError, match=r"the message is .*has no option 'colum'.* lacks 'no step'"):
        case.hold()


def test_a_check_is_held_in_its_section():
    case = Case({"it": "", "rule": {"between": {"column": "a", "max": 3}}, "given": {"a": [1, 5]}, "quarantined": [1]})
    assert "expect:" in rules(case.said)
    case.hold()


def test_cases_are_read_from_a_file_beside_the_files_that_they_name(tmp_path):
    (tmp_path / "land.csv").write_text("spelling,name\nNO,Norway\n")
    rule = "{canonicalize: {column: a, vocabulary: land.csv}}"
    text = f"- it: reads names\n  rule: {rule}\n  given: {{a: [NO]}}\n  then: {{a: [Norway]}}\n"
    (tmp_path / "cases.yaml").write_text(text)
    (case,) = cases(tmp_path / "cases.yaml")
    case.hold()
    assert str(case) == "reads names"
    (tmp_path / "none.yaml").write_text("")
    assert cases(tmp_path / "none.yaml") == []


def test_times_are_written_in_iso_8601_and_nan_is_nan():
    types = {"a": "datetime"}
    assert (
        Case({**CLIP, "given": {"a": ["2024-01-01T00:00:00", None]}, "types": types}).given()["a"].dtype == pl.Datetime
    )
    assert same([float("nan")], [float("nan")])
    assert not same([1], [1, 2])
